# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Where printed commands are typed: a project of the fake cloud, for both clients."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from bluegreen.model.address import Address
from bluegreen.model.drift import DriftKind
from bluegreen.model.stack import StackState
from bluegreen.operations.drift.find import find_drift
from support.fake_cloud import FakeProject
from support.hands import delete_stack, move
from support.openstack_client import read
from support.operator import Done, Operator
from support.states import whole
from support.worlds import shop

UNSEEN = {"calls", "fault", "ids", "seconds", "terminal", "counted", "connected"}
"""What of a project is no state that a command leads to."""


@dataclass
class TypedHere:
    """Where somebody types commands that are printed: a folder, and a project of the fake cloud."""

    operator: Operator

    @property
    def project(self) -> FakeProject:
        """The project."""
        return self.operator.project

    def types(self, words: list[str]) -> Done:
        """Type a command of this program; Heat has done what it was asked by the time it ends."""
        done = self.operator.types(*words)
        self.project.tick()
        return done

    def asks(self, words: list[str]) -> None:
        """Type a command of the `openstack` client."""
        name, arguments = read(words)
        if name.rpartition(" ")[2] not in ("list", "show", "issue"):
            EFFECTS[name](self.project, arguments)
            self.project.tick()

    def well(self) -> bool:
        """Tell whether nothing of the shop is missing, and all that runs is healthy."""
        seen = shop(self.project)
        differences = find_drift(self.project.cloud(), seen)
        missing = [one for one in differences if one.kind is DriftKind.MISSING]
        return whole(seen) and not missing

    def state(self) -> str:
        """Return everything that the project holds, but for its journal."""
        held = {each.name: getattr(self.project, each.name) for each in fields(self.project)}
        return repr({name: value for name, value in held.items() if name not in UNSEEN})


def _address(project: FakeProject, named: str) -> Address:
    held = project.addresses.values()
    return next(one for one in held if named in (one.id, one.floating_ip))


def _unset_floating_ip(project: FakeProject, arguments: Namespace) -> None:
    address = _address(project, arguments.floating_ip)
    if arguments.port:
        move(project, address, None)
    if arguments.tags:  # one of an application's tags is gone, so it is none of it
        del project.addresses[address.id]


def _set_floating_ip(project: FakeProject, arguments: Namespace) -> None:
    move(project, _address(project, arguments.floating_ip), arguments.port)


def _delete_floating_ips(project: FakeProject, arguments: Namespace) -> None:
    for named in arguments.floating_ip:
        del project.addresses[_address(project, named).id]


def _delete_stacks(project: FakeProject, arguments: Namespace) -> None:
    for named in arguments.stack:
        delete_stack(project, named)


def _check_stacks(project: FakeProject, arguments: Namespace) -> None:
    for named in arguments.stack:
        checked = replace(project.stacks[named], state=StackState.COMPLETE, status="CHECK_COMPLETE")
        project.stacks[named] = checked


EFFECTS: dict[str, Callable[[FakeProject, Namespace], None]] = {
    "floating ip unset": _unset_floating_ip,
    "floating ip set": _set_floating_ip,
    "floating ip delete": _delete_floating_ips,
    "stack delete": _delete_stacks,
    "stack check": _check_stacks,
}
"""What the client's commands do here; one that is named and has no effect here yet fails."""
