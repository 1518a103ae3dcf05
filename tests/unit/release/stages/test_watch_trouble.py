# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The watch's own trouble, and what it cannot know, takes nothing back."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeMeasurement, FakeProject
from support.worlds import SHOP, context_in, live_once_reachable, shop, specification

from bluegreen.errors import CloudError, Stuck
from bluegreen.model.address import Address, Role
from bluegreen.model.data_plane import Proof, ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_switch
from bluegreen.release.pipeline import release
from bluegreen.release.stages.request import ReleaseRequest


class OwnTrouble(FakeMeasurement):
    """A stream of a machine that can send nothing for so many looks, and everything then."""

    def __init__(self, looks: int) -> None:
        self._looks, self._unknown = looks, 0

    def unknown_so_far(self) -> int:
        """Return twenty more at each of the looks."""
        self._looks -= 1
        self._unknown += 20 if self._looks >= 0 else 0
        return self._unknown


def watch_with(
    project: FakeProject, folder: Path, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    """Release a version that is well, watched by a machine that is not, for so many looks."""
    monkeypatch.setattr(
        "support.fake_cloud.FakeDataPlane.measure", lambda *given: OwnTrouble(looks)
    )
    rules = "watch: {duration: 2s, every: 1s, failed_probes: 0}\n"
    order = ReleaseRequest(specification(folder, SHOP + rules), "2.0", ProofSpec())
    release(order, context_in(project))


def test_the_watchers_own_trouble_takes_nothing_back(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is known of a version that nobody could ask: a person decides, exit code 4."""
    with pytest.raises(Stuck, match="this machine did not send 20 requests to production"):
        watch_with(project, tmp_path, monkeypatch, looks=9)

    assert live_once_reachable(project) is Colour.GREEN


def test_trouble_of_the_watcher_that_is_over_at_the_end_is_forgotten(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version was seen to be well afterwards."""
    watch_with(project, tmp_path, monkeypatch, looks=1)

    assert live_once_reachable(project) is Colour.GREEN


def test_a_proof_that_this_machine_cannot_make_leaves_production_where_it_is(
    project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no proof either: a person must look, from a machine that can ask."""

    def cannot_ask(plane: object, address: Address, *given: object) -> Proof:
        proved = address.role is Role.PREVIEW
        return Proof(proved, "of 9: 9 not sent", is_unknown=not proved)

    monkeypatch.setattr("support.fake_cloud.FakeDataPlane.prove", cannot_ask)
    with pytest.raises(Stuck, match="cannot tell whether it answers"):
        execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))

    assert live_once_reachable(project) is Colour.GREEN


def test_servers_of_which_nothing_is_known_at_the_end_leave_it_to_a_person(
    project: FakeProject, tmp_path: Path
) -> None:
    """Nobody but the load balancer has answered: no check, and a proof that the balancer gives."""
    watching: list[str] = []

    def octavia_is_silent(moment: str, call: str) -> None:
        if watching and call == "balancers.find":
            raise CloudError("Octavia answered 500")

    def say(sentence: str) -> None:
        if sentence.startswith("Watching 2.0"):
            watching.append(sentence)

    project.fault = octavia_is_silent
    project.servers_answer = False
    run = context_in(project, say=say)
    rules = "watch: {duration: 2s, every: 1s}\n"
    with pytest.raises(Stuck, match="the state of its servers is unknown"):
        release(ReleaseRequest(specification(tmp_path, SHOP + rules), "2.0", ProofSpec()), run)

    assert live_once_reachable(project) is Colour.GREEN
