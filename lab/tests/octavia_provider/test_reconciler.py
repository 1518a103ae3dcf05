# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the API wants is done, tried again, and in the end reported, whatever goes wrong."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest
from openstack_lab.octavia_provider.model import LoadBalancer
from openstack_lab.octavia_provider.reconciler import Reconciler


class AtOnce(Executor):
    """Runs what is submitted before it returns."""

    def submit(self, call: Any, /, *arguments: Any, **values: Any) -> Future[Any]:
        """Run at once."""
        done: Future[Any] = Future()
        done.set_result(call(*arguments, **values))
        return done


class World:
    """An API with one load balancer, and a machine that may be broken."""

    def __init__(self, lb: LoadBalancer) -> None:
        self.lb: LoadBalancer | None = lb
        self.is_broken = False
        self.done: list[str] = []
        self.left_over: set[str] = set()

    def load_balancers(self) -> list[dict[str, Any]]:
        """List as the API does."""
        return [vars(self.lb)] if self.lb else []

    def tree(self, _: str) -> LoadBalancer | None:
        """Read as the API does."""
        return self.lb

    def serve(self, lb: LoadBalancer) -> None:
        """Serve, unless broken."""
        self.done.append("serve")
        if self.is_broken:
            raise RuntimeError("no room on the machine")

    def remove(self, load_balancer_id: str, vip_port_id: str | None) -> None:
        """Remove what is there."""
        self.done.append(f"remove {load_balancer_id} {vip_port_id}")
        self.left_over.discard(load_balancer_id)

    def known(self) -> set[str]:
        """Say what is there."""
        return self.left_over

    def is_served(self, _: str) -> bool:
        """Whether it was made to work."""
        return "watch" in self.done

    @contextmanager
    def looking_away_from(self, _: str) -> Iterator[None]:
        """Look away."""
        yield

    def watch(self, lb: LoadBalancer) -> None:
        """Report it as done."""
        self.done.append("watch")
        self.lb = replace(lb, provisioning_status="ACTIVE")

    def forget(self, _: str) -> None:
        """Stop watching."""

    def update_loadbalancer_status(self, status: dict[str, Any]) -> None:
        """Take over what is reported to Octavia."""
        for record in status.get("loadbalancers", []):
            reported = record["provisioning_status"]
            self.done.append(reported)
            is_gone = reported == "DELETED"
            self.lb = None if is_gone else replace(self.lb, provisioning_status=reported)  # type: ignore[type-var]


@pytest.fixture
def world(balancer: Callable[..., LoadBalancer]) -> World:
    """A load balancer that has just been created."""
    return World(balancer(provisioning_status="PENDING_CREATE"))


@pytest.fixture
def reconciler(world: World) -> Reconciler:
    """Reconcile that world with itself."""
    here = cast("Any", world)
    return Reconciler(desired=here, machine=here, library=here, watcher=here, workers=AtOnce())


def test_a_pending_load_balancer_is_served_once(world: World, reconciler: Reconciler) -> None:
    """Looking again changes nothing."""
    reconciler.reconcile()
    reconciler.reconcile()
    assert world.done == ["serve", "watch"]


def test_an_active_one_is_served_after_a_restart(world: World, reconciler: Reconciler) -> None:
    """An agent that knows nothing yet serves what the API says is active."""
    assert world.lb
    world.lb = replace(world.lb, provisioning_status="ACTIVE")
    reconciler.reconcile()
    assert world.done == ["serve", "watch"]


def test_a_failure_is_tried_thrice_and_then_reported(world: World, reconciler: Reconciler) -> None:
    """Nothing stays pending for ever, and a failure is not tried for ever."""
    world.is_broken = True
    for _ in range(5):
        reconciler.reconcile()
    assert world.done[:4] == ["serve", "serve", "serve", "ERROR"]
    assert world.lb
    assert world.lb.provisioning_status == "ERROR"


def test_a_new_order_is_tried_after_a_failure(world: World, reconciler: Reconciler) -> None:
    """A failover, for one, is carried out on a load balancer in error."""
    world.is_broken = True
    for _ in range(9):
        reconciler.reconcile()
    assert world.lb
    world.is_broken, world.done = False, []
    world.lb = replace(world.lb, provisioning_status="PENDING_UPDATE")
    reconciler.reconcile()
    assert world.done == ["serve", "watch"]


def test_a_deletion_removes_everything_and_is_reported(
    world: World, reconciler: Reconciler
) -> None:
    """The VIP port is given back before Octavia hears that the load balancer is gone."""
    assert world.lb
    world.lb = replace(world.lb, provisioning_status="PENDING_DELETE")
    reconciler.reconcile()
    assert world.done == ["remove lb port", "DELETED"]


def test_what_the_api_does_not_know_is_removed(world: World, reconciler: Reconciler) -> None:
    """Namespaces of load balancers that vanished while the agent was away do not stay."""
    world.left_over = {"forgotten", "lb"}
    reconciler.reconcile()
    assert "remove forgotten None" in world.done
    assert world.left_over == {"lb"}
