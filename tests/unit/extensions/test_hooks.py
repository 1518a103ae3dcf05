# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The user's programs before and after each stage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from bluegreen.errors import Refused
from bluegreen.extensions import hooks
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.spec.programs import Hooks, Moment

FACTS = ReleaseFacts("shop", "green", "2.0", "r7", "203.0.113.11:80", "203.0.113.10:80")

Hook = Callable[..., Hooks]


@pytest.fixture
def hook(tmp_path: Path) -> Hook:
    """Return a function that makes the hook of a moment out of a shell script."""

    def make(moment: Moment, script: str, **more: object) -> Hooks:
        file = tmp_path / "hook.sh"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        context = {"directory": tmp_path}
        return Hooks.model_validate({moment: "./hook.sh", **more}, context=context)

    return make


def test_a_hook_gets_the_facts_and_its_moment(hook, tmp_path):
    """One program can serve every moment; it runs in the folder of the specification."""
    made = hook("after_switch", "cat > told; echo $BLUEGREEN_HOOK $BLUEGREEN_VERSION > named")
    hooks.run(made, "after_switch", FACTS, say=print)
    facts = {
        "application": "shop",
        "side": "green",
        "version": "2.0",
        "release": "r7",
        "address": "203.0.113.11:80",
        "url": "http://203.0.113.11:80",
        "production": "203.0.113.10:80",
        "hook": "after_switch",
    }
    assert json.loads((tmp_path / "told").read_text()) == facts
    assert (tmp_path / "named").read_text() == "after_switch 2.0\n"


def test_every_line_of_a_hook_is_reported(hook):
    """With the moment in front, so that people know who speaks."""
    said: list[str] = []
    made = hook("before_deploy", "echo one; echo two >&2")
    hooks.run(made, "before_deploy", FACTS, say=said.append)
    assert said == ["before_deploy: one", "before_deploy: two"]


def test_without_a_hook_nothing_happens(hook, tmp_path):
    """A hook runs at its own moment only."""
    said: list[str] = []
    made = hook("before_switch", "touch ran")
    for moment in get_args(Moment):
        if moment != "before_switch":
            hooks.run(made, moment, FACTS, say=said.append)
    assert said == []
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("stage", ["deploy", "check", "switch", "rollback", "retire"])
def test_a_before_hook_refuses_its_stage(hook, stage):
    """Its exit code and last line say why, and nothing was changed."""
    made = hook(f"before_{stage}", "echo frozen until Monday; exit 3")
    with pytest.raises(Refused) as refused:
        hooks.run(made, f"before_{stage}", FACTS, say=lambda _: None)
    assert refused.value.true_now == (
        f"the hook before_{stage} refuses the {stage}: "
        "hook.sh ended with exit code 3: frozen until Monday"
    )
    assert refused.value.next_step == "fix hook.sh, then run the same command again"


def test_a_failed_after_hook_is_reported_and_changes_nothing(hook):
    """What has happened has happened; the stage is not taken back for a hook."""
    said: list[str] = []
    made = hook("after_switch", "echo no mail server; exit 1")
    hooks.run(made, "after_switch", FACTS, say=said.append)
    assert said[-1] == (
        "The hook after_switch failed; this changes nothing: hook.sh ended with exit code 1: no "
        "mail server."
    )


def test_a_hook_that_does_not_end_refuses(hook):
    """Nobody waits for ever, and silence is no consent."""
    made = hook("before_switch", "exec sleep 600", timeout="300ms")
    with pytest.raises(Refused, match="did not end within its time limit"):
        hooks.run(made, "before_switch", FACTS, say=lambda _: None)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("#!/no/such/interpreter -x\n", "its interpreter /no/such/interpreter does not exist"),
        ("#!/bin/sh\r\nexit 0\r\n", r"{file} has Windows line ends (CR LF); run: sed -i 's/\r$//'"),
        (
            "\ufeff#!/bin/sh\n",
            "{file} begins with a byte order mark, which hides its first line; run",
        ),
        ("exit 0\n", "exec format error; a script begins with a line such as #!/bin/sh"),
        (None, "no such file or directory"),
    ],
)
def test_a_hook_that_cannot_start_refuses_and_says_why(hook, tmp_path, content, why):
    """The system's "no such file" is about the interpreter, where the file is there."""
    made = hook("before_switch", "true")
    file = tmp_path / "hook.sh"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content.encode())
    with pytest.raises(Refused) as refused:
        hooks.run(made, "before_switch", FACTS, say=lambda _: None)
    told = (
        f"the hook before_switch refuses the switch: hook.sh cannot start: {why.format(file=file)}"
    )
    assert refused.value.true_now.startswith(told)


def test_output_that_is_left_out_is_reported(hook):
    """Only the end of ten megabytes is kept, in whole lines, and people see that."""
    said: list[str] = []
    made = hook("before_switch", "yes 0123456 | head -c 10000000; echo the end")
    hooks.run(made, "before_switch", FACTS, say=said.append)
    assert said[0] == ("before_switch: (the first 9,934,472 bytes of its output are left out)")
    assert set(said[1:-1]) == {"before_switch: 0123456"}
    assert said[-1] == "before_switch: the end"


def test_a_line_that_is_longer_than_all_that_is_kept_is_cut_and_that_is_reported(hook):
    """Its end is better than nothing."""
    said: list[str] = []
    made = hook("before_switch", "head -c 100000 /dev/zero | tr '\\0' x")
    hooks.run(made, "before_switch", FACTS, say=said.append)
    assert said == [
        "before_switch: (the first 34,464 bytes of its output are left out)",
        f"before_switch: {'x' * 65536}",
    ]


def test_output_that_is_kept_whole_says_nothing_of_it(hook):
    """Up to the limit, with the last line ended or not."""
    said: list[str] = []
    made = hook("before_switch", "yes 0123456 | head -c 65536")
    hooks.run(made, "before_switch", FACTS, say=said.append)
    assert said == ["before_switch: 0123456"] * 8192
