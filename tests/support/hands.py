# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody does by hand to a project of the fake cloud, or to the files beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bluegreen.model.address import Address, Role
from bluegreen.model.stack import StackState
from support import faults
from support.fake_cloud import FakeProject, made, no_fault
from support.operator import Operator
from support.worlds import set_size, stop_server

Hand = Callable[[FakeProject, Path], object]
"""What is done: in a project, and in the folder of the specification."""


def move(project: FakeProject, address: Address, port_id: str | None) -> None:
    """Point an address somewhere, as Neutron does it for anybody."""
    moved = replace(address, port_id=port_id, revision=address.revision + 1)
    project.addresses[address.id] = moved


def address(project: FakeProject, role: Role) -> Address:
    """Return the address of a role."""
    return next(one for one in project.addresses.values() if one.role is role)


def delete_stack(project: FakeProject, name: str) -> None:
    """Have Heat delete a stack, with what it made; addresses on its port point at nothing then."""
    del project.stacks[name]
    for one in list(project.addresses.values()):
        if one.port_id == f"vip-{name}":
            move(project, one, None)


def break_stack(project: FakeProject, name: str, status: str) -> None:
    """Let Heat have failed at a stack, as its status says; a failed check says nothing of it."""
    state = StackState.UNKNOWN if status.startswith("CHECK") else StackState.FAILED
    project.stacks[name] = replace(project.stacks[name], state=state, status=status)


def address_deleted(role: Role) -> Hand:
    """Return a hand that deletes an address."""
    return lambda project, _: project.addresses.pop(address(project, role).id)


def address_pointed(role: Role, port: str | None) -> Hand:
    """Return a hand that points an address at a port, or at nothing."""
    return lambda project, _: move(project, address(project, role), port)


def stacks_deleted(*stacks: str) -> Hand:
    """Return a hand that deletes stacks."""

    def delete(project: FakeProject, folder: Path) -> None:
        for name in stacks:
            delete_stack(project, name)

    return delete


def stack_in(status: str, stack: str) -> Hand:
    """Return a hand after which a stack is in a status, as Heat failed at it."""
    return lambda project, _: break_stack(project, stack, status)


def part_deleted(part: str, side: str) -> Hand:
    """Return a hand that deletes something that the stack of a side has made."""
    return lambda project, _: made.delete(project, part, side)


def servers_stopped(release: str, how_many: int = 2) -> Hand:
    """Return a hand that stops servers of a release."""

    def stop(project: FakeProject, folder: Path) -> None:
        for server in project.servers(release)[:how_many]:
            stop_server(project, server)

    return stop


def all_of(*hands: Hand) -> Hand:
    """Return a hand that does what several do, one after the other."""

    def break_all(project: FakeProject, folder: Path) -> None:
        for hand in hands:
            hand(project, folder)

    return break_all


def heat_cannot(stack: str, why: str) -> Hand:
    """Return a hand after which Heat cannot make servers of a release."""
    return lambda project, _: project.failing_stacks.update({stack: why})


def servers_deleted(release: str, how_many: int) -> Hand:
    """Return a hand that deletes servers of a release in Nova."""

    def delete(project: FakeProject, folder: Path) -> None:
        for server in project.servers(release)[:how_many]:
            project.unhealthy.add(server)
            project.servers_gone.add(server)

    return delete


def balancer_untagged(side: str) -> Hand:
    """Return a hand that takes the tags off the load balancer of a side."""
    return lambda project, _: project.tagged_balancers.discard(f"lb-{side}")


def listener_closed(side: str) -> Hand:
    """Return a hand that disables the listener of a side."""
    return lambda project, _: project.closed_listeners.add(f"lb-{side}")


def balancer_in(side: str, provisioning: str, operating: str) -> Hand:
    """Return a hand after which the load balancer of a side is in these states."""

    def put(project: FakeProject, folder: Path) -> None:
        project.provisioning[f"lb-{side}"] = provisioning
        project.operating[f"lb-{side}"] = operating

    return put


def balancers_work(project: FakeProject, folder: Path) -> None:
    """Let all load balancers work."""
    project.provisioning.clear()
    project.operating.clear()


def address_doubled(role: Role) -> Hand:
    """Return a hand that tags another address as one of a role."""

    def tag_another(project: FakeProject, folder: Path) -> None:
        other = replace(
            address(project, role), id="fip-0", floating_ip="198.51.100.1", port_id=None
        )
        project.addresses["fip-0"] = other

    return tag_another


def alarms_enabled(release: str, *, enabled: bool) -> Hand:
    """Return a hand that lets the alarms of a release act, or suspends them."""

    def put(project: FakeProject, folder: Path) -> None:
        stack = project.stacks[release].id
        for name, alarm in project.alarms.items():
            if alarm.stack_id == stack:
                project.alarms[name] = replace(alarm, enabled=enabled)

    return put


def killed(*words: str) -> Hand:
    """Return somebody who types a command that is killed."""

    def kill(project: FakeProject, folder: Path) -> None:
        Operator(project, folder).types(*words, "--yes", expect=137)
        project.fault = no_fault
        project.tick()

    return kill


def lease_ends(project: FakeProject, folder: Path) -> None:
    """Let more time pass than the lease of a dead process lasts."""
    project.seconds += 200


def built_again(project: FakeProject, folder: Path) -> None:
    """Build the shop from nothing."""
    for words in (("up", "1.0"), ("deploy", "2.0")):
        Operator(project, folder).types(*words, "--yes", expect=0)


def paused(project: FakeProject, folder: Path) -> None:
    """Pause automatic actions."""
    Operator(project, folder).types("pause", "shop", expect=0)


def hook_deleted(project: FakeProject, folder: Path) -> None:
    """Delete the program of a hook."""
    (folder / "hook.sh").unlink()


def hook_written(project: FakeProject, folder: Path) -> None:
    """Write the program of a hook."""
    hook = folder / "hook.sh"
    hook.write_text("#!/bin/sh\n")
    hook.chmod(0o755)


def specification_is(text: str) -> Hand:
    """Return somebody who writes a specification."""
    return lambda project, folder: (folder / "bluegreen.yaml").write_text(text)


def addresses_deleted(project: FakeProject, folder: Path) -> None:
    """Delete all addresses."""
    project.addresses.clear()


def nothing(project: FakeProject, folder: Path) -> None:
    """Do nothing."""


def no_port_is_left(project: FakeProject, folder: Path) -> None:
    """Use up the quota of ports."""
    faults.no_port_is_left(project)


def heat_is_silent(project: FakeProject, folder: Path) -> None:
    """Let the orchestration service answer nothing."""
    project.fault = faults.heat_is_down


def all_answer(project: FakeProject, folder: Path) -> None:
    """Let every service answer."""
    project.fault = no_fault


def released_by_hand(release: str, number: str) -> Hand:
    """Return a hand that makes another release beside one, as an interrupted deploy leaves it."""

    def make(project: FakeProject, folder: Path) -> None:
        request, old = project.requests[release], release.rpartition("-")[2]
        tags = [tag.replace(f"release={old}", f"release={number}") for tag in request.tags]
        name = release.replace(old, number)
        project.hand().stacks.create(replace(request, name=name, tags=tags))
        project.tick()

    return make


def scaled_in(release: str) -> Hand:
    """Return a hand that takes all servers but one out of the group of a release."""
    return lambda project, _: set_size(project, release, 1)
