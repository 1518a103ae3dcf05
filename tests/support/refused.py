# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What refuses a command, but for what is broken in the cloud, and where what is printed leads."""

from __future__ import annotations

from bluegreen.model.address import Role
from support import hands
from support.broken import BLUE, GREEN, Broken, lacking
from support.following import End
from support.worlds import SHOP

REFUSED = {
    "the image is deleted": lacking("there is no image web", "openstack image list"),
    "the flavor is deleted": lacking("there is no flavor small", "openstack flavor list"),
    "the key pair is deleted": lacking("there is no key pair ops", "openstack keypair list"),
    "the external network is deleted": lacking(
        "there is no network public", "openstack network list --external"
    ),
    "the quota of servers is too small": lacking("2 servers are missing", "openstack quota show"),
    "the image is deleted, before a repair": Broken(
        hands.all_of(
            hands.servers_stopped(GREEN, 1), hands.heat_cannot(GREEN, "No images matching web")
        ),
        "repair green",
        End.PERSON,
        "fix the cause, then run the same command again",
        person=lambda project, _: project.failing_stacks.clear(),
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
    "the version is live already": Broken(hands.nothing, "deploy 1.0"),
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
        hands.nothing, "switch shpo", End.PERSON, "bluegreen list", person=None
    ),
    "the application is gone": Broken(
        hands.all_of(
            hands.stacks_deleted(BLUE, GREEN, "shop-blue", "shop-green", "shop"),
            hands.addresses_deleted,
        ),
        "up 1.0",
    ),
    "the quota of ports is used up": Broken(hands.no_port_is_left, "switch"),
    "the quota of ports is used up, before a rollback": Broken(hands.no_port_is_left, "rollback"),
    "the orchestration service does not answer": Broken(
        hands.heat_is_silent,
        "switch",
        End.PERSON,
        "wait until the service answers",
        person=hands.all_answer,
    ),
    "nobody waits for an answer": Broken(
        hands.nothing, "approve", End.PERSON, "bluegreen history shop", person=None
    ),
}

OF_A_LIVE_SIDE = (
    "switch",
    "rollback",
    "rollback --rehearse",
    "deploy 3.0",
    "release 3.0 --watch 2s",
    "check",
    "watch --duration 2s",
    "drain",
    "retire",
    "scale blue --count 3 --max 4",
    "resume",
)
"""The commands that need to know which side is live, or what is on the other."""

REFUSED |= {
    f"no side is live: {types}": Broken(hands.address_pointed(Role.PRODUCTION, None), types)
    for types in OF_A_LIVE_SIDE
}

OF_PREVIEW = ("switch", "rollback", "check", "release 3.0 --watch 2s")
"""The commands that look at the idle side through its address."""

REFUSED |= {
    f"there is no preview address: {types}": Broken(hands.address_deleted(Role.PREVIEW), types)
    for types in OF_PREVIEW
}
