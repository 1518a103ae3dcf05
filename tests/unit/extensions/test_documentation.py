# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What people copy from docs/checks.md and docs/hooks.md works."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml
from support.checking import facts_of
from support.web_server import Say

from bluegreen.errors import Refused
from bluegreen.extensions import hooks
from bluegreen.extensions.checks import run_checks
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.spec.checks import CheckSection
from bluegreen.spec.notifications import Notification
from bluegreen.spec.programs import Hooks

DOCS = Path(__file__).parents[3] / "docs"


def _blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def _program(folder: Path, text: str) -> None:
    file = folder / "smoke.sh"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


@pytest.mark.parametrize("block", _blocks("checks.md", "yaml"))
def test_every_check_in_the_docs_is_valid(block: str, tmp_path: Path):
    """Each is an entry of `checks`."""
    _program(tmp_path, "")
    [check] = yaml.safe_load(block)
    assert CheckSection.model_validate(check, context={"directory": tmp_path}).name == check["name"]


def test_the_notifications_in_the_docs_are_valid():
    """Their templates know only what an event has."""
    [block] = _blocks("hooks.md", "yaml")
    told = yaml.safe_load(block)["notifications"]
    assert [Notification.model_validate(one).timeout.seconds for one in told] == [10, 10]


@pytest.mark.skipif(not which("curl"), reason="the example uses curl")
@pytest.mark.parametrize(("page", "outcome"), [("version 2.0", "passed"), ("v1", "failed")])
def test_the_smoke_test_in_the_docs_finds_the_version(serve, tmp_path, page, outcome):
    """It asks the side that is checked, as its environment says."""
    [script] = _blocks("checks.md", "sh")
    _program(tmp_path, script)
    check: dict[str, Any] = {"name": "smoke", "command": {"run": ["./smoke.sh"]}}
    verdict = run_checks(
        [CheckSection.model_validate(check, context={"directory": tmp_path})],
        facts_of(serve(lambda asked: Say(page))),
        say=print,
    )
    assert verdict.outcome == outcome


def test_the_hook_in_the_docs_refuses_what_is_frozen(tmp_path):
    """An application that is named in frozen.txt is not switched; every other is."""
    [script] = _blocks("hooks.md", "sh")
    _program(tmp_path, script)
    made = Hooks.model_validate({"before_switch": "./smoke.sh"}, context={"directory": tmp_path})
    (tmp_path / "frozen.txt").write_text("shop\n", encoding="utf-8")
    hooks.run(made, "before_switch", ReleaseFacts("shop-2", "green", "2.0"), say=print)
    with pytest.raises(Refused, match="exit code 1"):
        hooks.run(made, "before_switch", ReleaseFacts("shop", "green", "2.0"), say=print)
