# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Hooks around a command that is typed on its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.typed import Types, sides
from support.worlds import SHOP


def hooked(folder: Path, moment: str, code: int) -> None:
    """Give the specification a hook that notes what it was told, and ends with a code."""
    script = folder / "hook.sh"
    script.write_text(
        f'#!/bin/sh\necho "$BLUEGREEN_HOOK $BLUEGREEN_SIDE" >>{folder}/told\nexit {code}\n'
    )
    script.chmod(0o755)
    Path("bluegreen.yaml").write_text(SHOP + f"hooks: {{{moment}: ./hook.sh}}\n")


def test_hooks_run_around_a_verb_that_is_typed_on_its_own(types: Types, tmp_path: Path) -> None:
    """Not only within `release`: a gate that a bare `switch` went around would be none."""
    types("up", "1.0", "--yes")
    hooked(tmp_path, "before_switch", 1)
    code, _, err = types("switch", "--yes")

    assert code == 1
    assert "before_switch refuses" in err
    assert (tmp_path / "told").read_text() == "before_switch green\n"
    assert sides(types)["blue"]["Role"] == "live"


def test_an_after_hook_runs_once_production_has_moved(types: Types, tmp_path: Path) -> None:
    """It gets the side that is live now; its failure changes nothing."""
    types("up", "1.0", "--yes")
    hooked(tmp_path, "after_switch", 1)

    assert types("switch", "--yes")[0] == 0
    assert (tmp_path / "told").read_text() == "after_switch green\n"
    assert sides(types)["green"]["Role"] == "live"


@pytest.mark.parametrize("verb", ["switch", "rollback"])
def test_a_specification_that_breaks_after_the_move_changes_nothing(
    types: Types, tmp_path: Path, verb: str
) -> None:
    """It is read once: the exit code must not say that nothing was touched."""
    types("up", "1.0", "--yes")
    if verb == "rollback":
        types("switch", "--yes")
    hooked(tmp_path, f"after_{verb}", 0)
    script = tmp_path / "hook.sh"
    script.write_text(f"#!/bin/sh\necho broken: >{tmp_path}/bluegreen.yaml\n")
    code, _, err = types(verb, "--yes")

    assert (code, "is not valid" in err) == (0, False)
    assert (tmp_path / "bluegreen.yaml").read_text() == "broken:\n"
    assert "Wait until no connections remain on" in err


def test_a_broken_specification_is_reported_once_in_a_rollback(
    types: Types, tmp_path: Path
) -> None:
    """It goes on without hooks, and with proof as by default."""
    types("up", "1.0", "--yes")
    types("switch", "--yes")
    (tmp_path / "bluegreen.yaml").write_text("broken:\n")
    code, _, err = types("rollback", "shop", "--yes")

    assert code == 0
    assert err.count("is not valid: no hooks run") == 1
