# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue: what somebody breaks by hand, what is typed first then, and where that ends."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from bluegreen.model.address import Role
from bluegreen.model.quota import Shortage
from support import hands
from support.fake_cloud import FakeProject
from support.following import End
from support.hands import Hand
from support.operator import Operator
from support.worlds import SCALED_SHOP, SHOP


def nothing(project: FakeProject, folder: Path) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Broken:
    """One thing that is broken in the shop, which is live on blue with 1.0 and has 2.0 on green.

    `types` is what somebody types first, and `end` how it ends; where a person is `told` what only
    they can do, `person` does it, and the same command ends well then; None where they may not want
    to. `version` is what the reader
    puts for VERSION. `not_yet` says why nothing leads on today.
    """

    breaks: Hand
    types: str
    end: End = End.WELL
    told: str = ""
    person: Hand | None = nothing
    version: str = "3.0"
    specification: str = SHOP
    not_yet: str = ""

    @property
    def first(self) -> list[str]:
        """What is typed first, in words."""
        return shlex.split(f"bluegreen {self.types}")

    def fill(self, command: str) -> str:
        """Put in what the reader chooses."""
        return command.replace("VERSION", self.version)

    def operator(self, folder: Path) -> Operator:
        """Return somebody whose shop is up, before anything is broken."""
        project = FakeProject()
        operator = Operator(project, folder, self.specification)
        hands.hook_written(project, folder)
        for words in (("up", "1.0", "--yes"), ("deploy", "2.0", "--yes")):
            operator.types(*words, expect=0)
        return operator


def _lacking(what: str, look: str) -> Broken:
    """Return a deploy for which the project lacks something, which a person brings back."""
    return Broken(
        lambda project, _: project.missing.append(Shortage(what, look)),
        "deploy 3.0",
        End.PERSON,
        look,
        person=lambda project, _: project.missing.clear(),
    )


CHECK = "a release that is complete and whose check failed still counts as one that failed"
UPDATE = "up does not update a stack yet that Heat failed to update"

BLUE, GREEN = "shop-blue-r1", "shop-green-r3"

BROKEN = {
    "the preview address is deleted, before a switch": Broken(
        hands.address_deleted(Role.PREVIEW), "switch"
    ),
    "the preview address is deleted, before a deploy": Broken(
        hands.address_deleted(Role.PREVIEW), "deploy 3.0"
    ),
    "the preview address is deleted, and somebody looks": Broken(
        hands.address_deleted(Role.PREVIEW), "status"
    ),
    "the production address is deleted": Broken(hands.address_deleted(Role.PRODUCTION), "status"),
    "the production address is deleted, before a switch": Broken(
        hands.address_deleted(Role.PRODUCTION), "switch"
    ),
    "the production address is deleted, and resume is tried": Broken(
        hands.address_deleted(Role.PRODUCTION), "resume"
    ),
    "production points at nothing": Broken(hands.address_pointed(Role.PRODUCTION, None), "status"),
    "production points at nothing, before a switch": Broken(
        hands.address_pointed(Role.PRODUCTION, None), "switch"
    ),
    "production points at nothing, before a deploy": Broken(
        hands.address_pointed(Role.PRODUCTION, None), "deploy 3.0"
    ),
    "production points at a port of somebody else": Broken(
        hands.address_pointed(Role.PRODUCTION, "a-maintenance-page"), "switch"
    ),
    "production points at a port of somebody else, and resume is tried": Broken(
        hands.address_pointed(Role.PRODUCTION, "a-maintenance-page"), "resume"
    ),
    "preview points at nothing": Broken(hands.address_pointed(Role.PREVIEW, None), "switch"),
    "the idle release is deleted": Broken(hands.stacks_deleted(GREEN), "switch"),
    "the idle release is deleted, before a rollback": Broken(
        hands.stacks_deleted(GREEN), "rollback"
    ),
    "the live release is deleted": Broken(hands.stacks_deleted(BLUE), "resume"),
    "the live release is deleted, and somebody looks": Broken(hands.stacks_deleted(BLUE), "status"),
    "the idle side is deleted": Broken(hands.stacks_deleted(GREEN, "shop-green"), "switch"),
    "the idle side is deleted, before a deploy": Broken(
        hands.stacks_deleted(GREEN, "shop-green"), "deploy 3.0"
    ),
    "the live side is deleted": Broken(hands.stacks_deleted(BLUE, "shop-blue"), "status"),
    "the live side is deleted, and resume is tried": Broken(
        hands.stacks_deleted(BLUE, "shop-blue"), "resume"
    ),
    "the servers of the idle side are stopped": Broken(hands.servers_stopped(GREEN), "switch"),
    "a server of the idle side is stopped": Broken(hands.servers_stopped(GREEN, 1), "switch"),
    "the servers of the live side are stopped": Broken(hands.servers_stopped(BLUE), "resume"),
    "a server of the live side is stopped": Broken(hands.servers_stopped(BLUE, 1), "status"),
    "the idle release is UPDATE_FAILED": Broken(hands.stack_in("UPDATE_FAILED", GREEN), "switch"),
    "the idle release is CHECK_FAILED": Broken(hands.stack_in("CHECK_FAILED", GREEN), "switch"),
    "the idle release is DELETE_FAILED": Broken(hands.stack_in("DELETE_FAILED", GREEN), "switch"),
    "the live release is UPDATE_FAILED": Broken(hands.stack_in("UPDATE_FAILED", BLUE), "status"),
    "the live release is CHECK_FAILED": Broken(
        hands.stack_in("CHECK_FAILED", BLUE), "status", not_yet=CHECK
    ),
    "the live release is DELETE_FAILED": Broken(hands.stack_in("DELETE_FAILED", BLUE), "status"),
    "the idle side is UPDATE_FAILED": Broken(
        hands.stack_in("UPDATE_FAILED", "shop-green"), "switch", not_yet=UPDATE
    ),
    "the idle side is CHECK_FAILED": Broken(hands.stack_in("CHECK_FAILED", "shop-green"), "switch"),
    "the idle side is DELETE_FAILED": Broken(
        hands.stack_in("DELETE_FAILED", "shop-green"), "switch"
    ),
    "the live side is UPDATE_FAILED": Broken(
        hands.stack_in("UPDATE_FAILED", "shop-blue"), "status", not_yet=UPDATE
    ),
    "the live side is DELETE_FAILED": Broken(
        hands.stack_in("DELETE_FAILED", "shop-blue"), "status"
    ),
    "the application's network is UPDATE_FAILED": Broken(
        hands.stack_in("UPDATE_FAILED", "shop"), "switch", not_yet=UPDATE
    ),
    "the application's network is DELETE_FAILED": Broken(
        hands.stack_in("DELETE_FAILED", "shop"),
        "resume",
        End.PERSON,
        "openstack stack failures list shop",
        person=None,
    ),
    "the image is deleted": _lacking("there is no image web", "openstack image list"),
    "the flavor is deleted": _lacking("there is no flavor small", "openstack flavor list"),
    "the key pair is deleted": _lacking("there is no key pair ops", "openstack keypair list"),
    "the external network is deleted": _lacking(
        "there is no network public", "openstack network list --external"
    ),
    "the quota of servers is too small": _lacking("2 servers are missing", "openstack quota show"),
    "the image is deleted, before a repair": Broken(
        hands.all_of(
            hands.servers_stopped(GREEN, 1), hands.heat_cannot(GREEN, "No images matching web")
        ),
        "repair green",
        End.PERSON,
        "fix the cause, then run the same command again",
        person=lambda project, _: project.failing_stacks.clear(),
    ),
    "a server of the idle side is deleted": Broken(hands.servers_deleted(GREEN, 1), "switch"),
    "the servers of the live side are deleted": Broken(hands.servers_deleted(BLUE, 2), "status"),
    "all servers of both sides are stopped": Broken(
        hands.all_of(hands.servers_stopped(BLUE), hands.servers_stopped(GREEN)), "resume"
    ),
    "the idle side's load balancer is untagged": Broken(
        hands.balancer_untagged("shop-green"), "switch"
    ),
    "the live side's load balancer is untagged": Broken(
        hands.balancer_untagged("shop-blue"), "status"
    ),
    "the idle side's listener is closed": Broken(hands.listener_closed("shop-green"), "status"),
    "the live side's listener is closed": Broken(hands.listener_closed("shop-blue"), "status"),
    "the idle side's load balancer is in ERROR": Broken(
        hands.balancer_in("shop-green", "ERROR", "ERROR"),
        "switch",
        End.PERSON,
        "openstack loadbalancer status show lb-shop-green",
        person=hands.balancers_work,
    ),
    "the idle side's load balancer stays PENDING_UPDATE": Broken(
        hands.balancer_in("shop-green", "PENDING_UPDATE", "ONLINE"),
        "switch",
        End.PERSON,
        "openstack loadbalancer status show lb-shop-green",
        person=hands.balancers_work,
    ),
    "two addresses are tagged as production": Broken(
        hands.address_doubled(Role.PRODUCTION), "switch"
    ),
    "two addresses are tagged as preview": Broken(hands.address_doubled(Role.PREVIEW), "status"),
    "the alarms of the live side are suspended": Broken(
        hands.alarms_enabled(BLUE, enabled=False), "status", specification=SCALED_SHOP
    ),
    "the alarms of the idle side act": Broken(
        hands.alarms_enabled(GREEN, enabled=True), "status", specification=SCALED_SHOP
    ),
    "a killed command has left its lease": Broken(
        hands.killed("switch", "--to", "green", "--stop-at", "after:detach-preview"), "switch"
    ),
    "a command was killed, and somebody looks": Broken(
        hands.all_of(
            hands.killed("switch", "--to", "green", "--stop-at", "after:detach-preview"),
            hands.lease_ends,
        ),
        "status",
    ),
    "a deploy was killed, and somebody looks": Broken(
        hands.all_of(
            hands.killed("deploy", "3.0", "--stop-at", "after:build-shop-green-r4"),
            hands.lease_ends,
        ),
        "status",
    ),
    "a down was killed": Broken(
        hands.all_of(
            hands.killed("down", "--live", "shop", "--stop-at", "after:remove-production-address"),
            hands.lease_ends,
        ),
        "resume",
        End.PERSON,
        "bluegreen list",
        person=hands.built_again,
    ),
    "automatic actions are paused": Broken(hands.paused, "release 3.0 --watch 2s"),
    "the version is live already": Broken(nothing, "deploy 1.0"),
    "a hook is missing": Broken(
        hands.hook_deleted,
        "switch",
        End.PERSON,
        "correct the file",
        person=hands.hook_written,
        specification=f"{SHOP}hooks: {{before_switch: ./hook.sh}}\n",
    ),
    "the specification is broken": Broken(
        hands.specification_is("application: shop\nservers: none\n"),
        "deploy 3.0",
        End.PERSON,
        "correct the file",
        person=hands.specification_is(SHOP),
    ),
    "another application is named": Broken(
        nothing, "switch shpo", End.PERSON, "bluegreen list", person=None
    ),
    "the application is gone": Broken(
        hands.all_of(
            hands.stacks_deleted(BLUE, GREEN, "shop-blue", "shop-green", "shop"),
            hands.addresses_deleted,
        ),
        "up 1.0",
    ),
}

PARTS = {
    "health monitor": "health_monitor",
    "listener": "listener",
    "pool": "pool",
    "load balancer": "load_balancer",
    "policy": "side_policy",
}

BROKEN |= {
    f"the {side} side's {name} is deleted, before {types}": Broken(
        hands.part_deleted(part, stack), types, not_yet=UPDATE
    )
    for name, part in PARTS.items()
    for side, stack in (("idle", "shop-green"), ("live", "shop-blue"))
    for types in ("status", "switch")
}
