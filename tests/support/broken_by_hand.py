# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody breaks by hand in the cloud, and where what is printed leads from there."""

from __future__ import annotations

from bluegreen.model.address import Role
from support import hands
from support.broken import BLUE, GREEN, Broken
from support.following import End
from support.worlds import SCALED_SHOP

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
    "the live release is CHECK_FAILED": Broken(hands.stack_in("CHECK_FAILED", BLUE), "status"),
    "the live release is DELETE_FAILED": Broken(hands.stack_in("DELETE_FAILED", BLUE), "status"),
    "the idle side is UPDATE_FAILED": Broken(
        hands.stack_in("UPDATE_FAILED", "shop-green"), "switch"
    ),
    "the idle side is CHECK_FAILED": Broken(hands.stack_in("CHECK_FAILED", "shop-green"), "switch"),
    "the idle side is DELETE_FAILED": Broken(
        hands.stack_in("DELETE_FAILED", "shop-green"), "switch"
    ),
    "the live side is UPDATE_FAILED": Broken(
        hands.stack_in("UPDATE_FAILED", "shop-blue"), "status"
    ),
    "the live side is DELETE_FAILED": Broken(
        hands.stack_in("DELETE_FAILED", "shop-blue"), "status"
    ),
    "the application's network is UPDATE_FAILED": Broken(
        hands.stack_in("UPDATE_FAILED", "shop"), "switch"
    ),
    "the application's network is DELETE_FAILED": Broken(
        hands.stack_in("DELETE_FAILED", "shop"),
        "resume",
        End.PERSON,
        "openstack stack failures list shop",
        person=None,
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
    "a release was made beside the idle one": Broken(hands.released_by_hand(GREEN, "r9"), "switch"),
    "a release was made beside the live one": Broken(hands.released_by_hand(BLUE, "r9"), "status"),
    "the idle release was scaled in": Broken(hands.scaled_in(GREEN), "switch"),
    "preview points at a port of somebody else": Broken(
        hands.address_pointed(Role.PREVIEW, "a-maintenance-page"), "status"
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
        hands.part_deleted(part, stack), types
    )
    for name, part in PARTS.items()
    for side, stack in (("idle", "shop-green"), ("live", "shop-blue"))
    for types in ("status", "switch")
}
