# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The way back of a failed watch is taken although the cloud answers badly, or a person decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down, just_before, strike
from support.web_server import Asked, Say, web_server
from support.worlds import (
    SCALED_SHOP,
    SHOP,
    context_in,
    live_once_reachable,
    shop,
    shop_that_is_up,
    specification,
)

from bluegreen.errors import CloudError, RolledBack, StepFailed, Stuck
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour
from bluegreen.release.pipeline import release
from bluegreen.release.stages.request import ReleaseRequest

RULES = "watch: {duration: 2s, every: 1s}\nchecks: [{name: well, command: {run: [./check.sh]}}]\n"
ONLY_ON_PREVIEW = '#!/bin/sh\n[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]\n'
TO_BLUE = "addresses.point production vip-shop-blue"


def release_that_is_bad(
    project: FakeProject,
    folder: Path,
    found_bad: Callable[[], None],
    more: str = "",
    text: str = SHOP,
) -> None:
    """Release a version whose check passes on preview and fails on production.

    `found_bad` is called once the watch has seen that.
    """
    script = folder / "check.sh"
    script.write_text(ONLY_ON_PREVIEW)
    script.chmod(0o755)

    def say(sentence: str) -> None:
        if sentence.startswith("Check well failed"):
            found_bad()

    run = context_in(project, say=say)
    release(ReleaseRequest(specification(folder, text + RULES + more), "2.0", ProofSpec()), run)


def events(project: FakeProject) -> list[tuple[str, str]]:
    """Return what the journal says happened, oldest first, steps left out."""
    project.fault = no_fault
    entries = reversed(project.cloud().journal.entries("shop", limit=100))
    return [(e.event, str(e.phase)) for e in entries if e.phase is not Phase.STEP]


def addresses_are_not_told(moment: str, call: str) -> None:
    """Let Neutron fail every read of the addresses."""
    if call == "addresses.find":
        raise CloudError("Neutron answered 500")


def test_one_failed_read_does_not_keep_production_on_the_bad_version(
    project: FakeProject, tmp_path: Path
) -> None:
    """The version was found bad; the way back looks again and is taken."""

    def read_fails_once() -> None:
        strike(project, "before", "addresses.find", lambda: CloudError("Neutron answered 500"))

    with pytest.raises(RolledBack, match="blue is live again"):
        release_that_is_bad(project, tmp_path, read_fails_once)

    assert live_once_reachable(project) is Colour.BLUE


def test_a_cloud_that_stays_silent_leaves_the_way_back_to_a_person(
    project: FakeProject, tmp_path: Path
) -> None:
    """After a minute: exit code 4, and what is to be typed goes back, not on."""

    def silent() -> None:
        project.fault = addresses_are_not_told

    with pytest.raises(Stuck, match=r"2\.0 is live but failing: .* did not answer") as stuck:
        release_that_is_bad(project, tmp_path, silent)

    assert stuck.value.next_step == "bluegreen rollback shop"
    assert live_once_reachable(project) is Colour.GREEN


@pytest.mark.parametrize("lost_at", ["before the move", "after the move"])
def test_a_read_for_the_hooks_that_fails_does_not_stop_the_way_back(
    project: FakeProject, tmp_path: Path, lost_at: str
) -> None:
    """The hooks get what the plan knows, and production goes back all the same."""
    hook = tmp_path / "hook.sh"
    hook.write_text("#!/bin/sh\necho $BLUEGREEN_HOOK $BLUEGREEN_SIDE $BLUEGREEN_VERSION >>told\n")
    hook.chmod(0o755)
    reads = 0

    def fault(moment: str, call: str) -> None:
        nonlocal reads
        moved = TO_BLUE in project.calls
        if (
            call == "addresses.find"
            and moment == "before"
            and moved == (lost_at != "before the move")
        ):
            reads += 1
            if moved or reads > 1:  # the first read before the move is that of the watch itself
                raise CloudError("Neutron answered 500")

    def found_bad() -> None:
        project.fault = fault

    hooks = "hooks: {before_rollback: ./hook.sh, after_rollback: ./hook.sh}\n"
    with pytest.raises(RolledBack, match="blue is live again"):
        release_that_is_bad(project, tmp_path, found_bad, hooks)

    assert live_once_reachable(project) is Colour.BLUE
    assert (tmp_path / "told").read_text().splitlines() == [
        "before_rollback blue 1.0",
        "after_rollback blue 1.0",
    ]


def test_a_way_back_that_is_taken_back_itself_is_not_called_rolled_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """The old side does not answer any more: the bad version is live, and exit code 4 says so."""

    def nobody_answers() -> None:
        def fault(moment: str, call: str) -> None:
            if call == "data_plane.prove production":
                raise StepFailed("nobody answers")

        project.fault = fault

    with pytest.raises(Stuck, match="the rollback failed"):
        release_that_is_bad(project, tmp_path, nobody_answers)

    assert live_once_reachable(project) is Colour.GREEN


def test_production_that_somebody_took_back_meanwhile_is_left_there(
    project: FakeProject, tmp_path: Path
) -> None:
    """The other side would be the bad one by then."""

    def moved_back() -> None:
        production = shop(project).production
        assert production is not None
        for address in project.addresses.values():
            port = "vip-shop-blue" if address.id == production.id else "vip-shop-green"
            project.addresses[address.id] = replace(address, port_id=port, revision=99)

    def found_bad() -> None:
        just_before(project, "addresses.find", moved_back)

    with pytest.raises(Stuck, match="somebody else moved production to blue"):
        release_that_is_bad(project, tmp_path, found_bad)

    assert live_once_reachable(project) is Colour.BLUE


def test_production_goes_back_before_the_journal_says_that_the_watch_failed(
    project: FakeProject, tmp_path: Path
) -> None:
    """A Heat that hangs costs half a minute at each entry: users wait for none of this one."""
    with pytest.raises(RolledBack):
        release_that_is_bad(project, tmp_path, lambda: None)

    told = events(project)
    assert told.index(("watch", "failed")) > told.index(("rollback", "succeeded"))


@pytest.mark.parametrize("heat_answers", [True, False])
def test_what_lets_the_side_scale_that_is_live_again_is_named(
    tmp_path: Path, heat_answers: bool
) -> None:
    """Nobody waits for its load then, and without Heat its alarms are not even let add servers."""
    project = shop_that_is_up(tmp_path, SCALED_SHOP)

    def found_bad() -> None:
        project.fault = no_fault if heat_answers else heat_is_down

    with pytest.raises(RolledBack) as back:
        release_that_is_bad(project, tmp_path, found_bad, text=SCALED_SHOP)

    assert live_once_reachable(project) is Colour.BLUE
    assert back.value.next_step == (
        "bluegreen resume shop, to activate autoscaling of the live side in both directions; "
        "bluegreen history shop"
    )


def test_a_side_that_does_not_scale_needs_nothing_once_it_is_live_again(
    project: FakeProject, tmp_path: Path
) -> None:
    """What happened is in the history."""
    with pytest.raises(RolledBack) as back:
        release_that_is_bad(project, tmp_path, lambda: None)

    assert back.value.next_step == "bluegreen history shop"


def test_an_unknown_series_beside_a_bad_one_keeps_no_bad_version_live(
    project: FakeProject, tmp_path: Path
) -> None:
    """Prometheus answers 0.9 and NaN, below 0.01 is wanted: as 0.9 alone, it rolls back."""
    found = [{"metric": {"i": str(i)}, "value": [1, v]} for i, v in enumerate(("0.9", "NaN"))]
    bad = {"status": "success", "data": {"resultType": "vector", "result": found}}
    good = {"status": "success", "data": {"resultType": "scalar", "result": [1, "0.001"]}}

    def respond(asked: Asked) -> Say:
        return Say(json.dumps(good if asked.number == 0 else bad))

    with web_server(respond) as prometheus:
        check = f"{{name: errors, prometheus: {{url: '{prometheus.url}', query: up, below: 0.01}}}}"
        rules = f"watch: {{duration: 2s, every: 1s}}\nchecks: [{check}]\n"
        wanted = ReleaseRequest(specification(tmp_path, SHOP + rules), "2.0", ProofSpec())
        with pytest.raises(RolledBack, match="errors"):
            release(wanted, context_in(project))

    live_now = shop(project).live
    assert live_now is not None
    assert live_now.colour is Colour.BLUE
