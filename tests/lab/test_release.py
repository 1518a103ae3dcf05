# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The operator's day on a real OpenStack: release under load, a watch that fails, the way back.

The tests of this file are one story and run in the order in which they stand.
"""

from __future__ import annotations

import pytest

from bluegreen.probe import Prober, Target

from .conftest import Operator

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "day"


def test_a_release_under_load_loses_no_request(operator: Operator) -> None:
    """Deploy, check, switch, watch and retire of 2.0: production answers all the way."""
    production = operator.sides(NAME)["blue"]["Floating IP"]
    with Prober(Target.of(f"http://{production}"), rate=20.0) as load:
        operator.types("release", "2.0", "--watch", "10s", "--yes", "-m", "friday")
        report = load.stop()
    sides = operator.sides(NAME)

    assert report.failed == 0, report.as_dict()
    assert (sides["green"]["Role"], sides["green"]["Version"]) == ("live", "2.0")
    assert (sides["blue"]["Role"], sides["blue"]["Wanted"]) == ("idle", 1)


def test_the_journal_tells_the_release(operator: Operator) -> None:
    """Who, why, what it cost: the newest first."""
    rows = operator.types("-q", "history", NAME, "-f", "json").json()
    runs = {row["Event"]: row for row in reversed(rows)}

    assert {"up", "deploy", "check", "switch", "watch", "retire"} <= set(runs)
    assert (runs["switch"]["Phase"], runs["switch"]["Message"]) == ("succeeded", "friday")
    assert runs["switch"]["Failed Requests"] == 0
    assert runs["switch"]["Cutover"] is not None


def test_a_rollback_grows_the_side_that_was_shrunk_and_loses_no_request(
    operator: Operator,
) -> None:
    """One word, while the old side is warm: it has as many servers as the live one, then moves."""
    production = operator.sides(NAME)["green"]["Floating IP"]
    with Prober(Target.of(f"http://{production}"), rate=20.0) as load:
        operator.types("rollback", NAME, "--yes")
        report = load.stop()
    sides = operator.sides(NAME)

    assert report.failed == 0, report.as_dict()
    assert (sides["blue"]["Role"], sides["blue"]["Healthy"]) == ("live", 2)


def test_a_watch_that_fails_takes_production_back(operator: Operator) -> None:
    """A check that passes on preview and fails on production: exit code 3, blue live again."""
    check = operator.folder / "check.sh"
    check.write_text(
        '#!/bin/sh\n[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ] || '
        "{ echo not well; exit 1; }\n"
    )
    check.chmod(0o755)
    specification = operator.folder / "bluegreen.yaml"
    text = specification.read_text()
    specification.write_text(
        text.replace("checks:", "checks:\n  - {name: well, command: {run: [./check.sh]}}")
    )
    failed = operator.types("release", "2.0", "--watch", "10s", "--yes", expect=3)
    specification.write_text(text)

    assert "blue is live again" in failed.err
    assert operator.live(NAME) == "blue"


def test_a_pause_stops_a_release_and_an_answer_is_kept(operator: Operator) -> None:
    """Automatic actions stop; what a person orders is done."""
    operator.types("pause", NAME, "-m", "incident")
    paused = operator.types("release", "2.0", "--yes", expect=1)
    operator.types("unpause", NAME)

    assert "is paused" in paused.err
    assert operator.live(NAME) == "blue"


def test_a_rehearsed_way_back_moves_nothing(operator: Operator) -> None:
    """`rollback --rehearse` finds the live side fit to come back to."""
    before = operator.sides(NAME)
    operator.types("rollback", NAME, "--rehearse")

    assert operator.sides(NAME) == before
