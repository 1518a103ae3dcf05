# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections that are held while an address moves: they stay, hang, or are ended."""

import threading
from datetime import timedelta

import pytest

from bluegreen.cloud.data_plane import LongLivedByProbe
from bluegreen.model.balancer import Balancer, Members
from bluegreen.model.tags import Colour
from bluegreen.probe import Target

BLUE = Balancer(
    id="lb",
    listener_id="listener",
    application="shop",
    colour=Colour.BLUE,
    vip_address="10.0.0.5",
    vip_port_id="port",
    provisioning="ACTIVE",
    operating="ONLINE",
    protocol="HTTP",
    port=80,
    members=Members(1, 1, 1),
)


class Site:
    """A server whose connections do, once the address has moved, what the test says."""

    def __init__(self, then):
        self.moved = threading.Event()
        self.answered_after = threading.Semaphore(0)
        self._then = then

    def __call__(self, visit):
        """Answer as blue until the move; connections of later do so for ever."""
        came_later = self.moved.is_set()
        while visit.asked():
            if self.moved.is_set() and not came_later:
                self.answered_after.release()
                if not self._then(visit):
                    return
            else:
                visit.answer(side="blue")


def stays(visit):
    """Go on answering."""
    visit.answer(side="blue")
    return True


def hangs(visit):
    """Say nothing more."""
    visit.asked()
    return False


def resets(visit):
    """Reset the connection."""
    visit.reset()
    return False


@pytest.mark.parametrize(
    ("then", "found"), [(stays, (5, 0, 0)), (hangs, (0, 5, 0)), (resets, (0, 0, 5))]
)
def test_what_happens_to_each_connection_is_counted(serve, monkeypatch, then, found):
    """Five are held; a new connection stands for one that is gone."""
    monkeypatch.setattr(LongLivedByProbe, "PATIENCE", timedelta(seconds=2))
    site = Site(then)
    held = LongLivedByProbe(Target.of(serve(site)), BLUE)
    while held._prober.progress().requests < 2 * LongLivedByProbe.CLIENTS:
        threading.Event().wait(0.05)
    held.begins()
    site.moved.set()
    for _ in range(LongLivedByProbe.CLIENTS):
        assert site.answered_after.acquire(timeout=30)
    result = held.ends()

    assert (result.stayed, result.hung, result.ended) == found
    assert result.opened == LongLivedByProbe.CLIENTS


def test_nothing_is_counted_without_a_move(serve):
    """A run that was given up before the move has held connections for nothing."""
    site = Site(stays)
    held = LongLivedByProbe(Target.of(serve(site)), BLUE)

    assert held.ends().failed == 0
