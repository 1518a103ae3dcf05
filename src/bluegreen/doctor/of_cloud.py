# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Findings about a cloud and the credentials, from facts alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bluegreen.doctor.finding import Finding, bad, note, ok
from bluegreen.model.quota import Shortage
from bluegreen.model.tenancy import CurrentUser, ServiceAccess

NEEDED = {
    "router": "routers and floating IPs",
    "external-net": "external networks",
    "standard-attr-tag": "tags, which mark everything that belongs to an application",
    "revision-if-match": "the fence, which keeps late requests of a former operator from moving "
    "an address; without it only the clock protects",
    "standard-attr-timestamp": "times of change, which tell when a lease ends",
}
"""Neutron extension: what it is needed for."""

OF_L3_AGENT = ("dvr", "l3-ha")
"""The L3 agent's plugin offers one of these, OVN's none (neutron/common/ovn/extensions.py)."""

OF_HAPROXY = {"amphora", "amphorav2", "octavia", "namespace"}
"""Providers that run HAProxy: they understand HTTP, and can say which side they are."""

MAY_WRITE = {"admin", "member", "manager"}
MAY_BALANCE = {"admin", "load-balancer_member", "load-balancer_admin"}


def of_credentials(who: CurrentUser) -> Iterator[Finding]:
    """Say who this is, and what Heat makes of such credentials."""
    how = "an application credential" if who.credential else "a password or similar"
    roles = ", ".join(sorted(who.roles))
    yield ok("credentials", f"{who.user} in the project {who.project}, by {how}; roles: {roles}")
    if not who.roles & MAY_WRITE:
        yield bad(
            "role",
            "the role member is missing: these credentials cannot change anything",
            "ask the operator",
        )
    if not who.roles & MAY_BALANCE:
        yield note(
            "load-balancer-role",
            "the role load-balancer_member is missing; many clouds require it for changes to "
            "load balancers, on some member is enough",
            "ask the operator, or try: bluegreen doctor --measure pair",
        )
    yield _of_heat(who)


def _of_heat(who: CurrentUser) -> Finding:
    if who.credential is None:
        return ok("heat-trusts", "Heat can make the trust that it needs for each stack")
    kind = "restricted" if who.restricted else "unrestricted"
    return note(
        "heat-trusts",
        f"this is an application credential ({kind}), and Heat makes a trust for each new stack: "
        "Keystone refuses that to restricted ones, and since 2026 by default to unrestricted "
        "ones too. So up, deploy and release may be refused here; switch, rollback, retire and "
        "all reading commands work",
        "build as a user with a password (secure.yaml), switch with a narrow credential: "
        "bluegreen credential create --for switch-only",
    )


def of_services(readings: Iterable[ServiceAccess], who: CurrentUser) -> Iterator[Finding]:
    """Say of each service whether it is there and answers these credentials.

    A credential with access rules is meant to be refused by what its job does not need.
    """
    for reading in readings:
        name = f"service-{reading.service}"
        if reading.refusal is None:
            yield ok(name, f"the {reading.service} service answers")
        elif who.rules:
            yield note(
                name,
                f"the {reading.service} service refuses this credential, which has access rules: "
                f"{reading.refusal}",
            )
        else:
            yield bad(
                name,
                f"the {reading.service} service refuses these credentials: {reading.refusal}",
                "openstack catalog list, then ask the operator",
            )


def of_extensions(there: frozenset[str]) -> Iterator[Finding]:
    """Say which extensions of the network service are missing, and what kind of routers it has."""
    missing = {alias: why for alias, why in NEEDED.items() if alias not in there}
    for alias, why in missing.items():
        yield bad("extension", f"the network service lacks {alias}: {why}", "ask the operator")
    if not missing:
        yield ok("extensions", f"the network service has {', '.join(NEEDED)}")
    if any(alias in there for alias in OF_L3_AGENT):
        yield note(
            "back-end",
            "the extensions are those of the L3 agent: when production moves, open connections "
            "stay on the old side",
            "to see it: bluegreen doctor --measure pair",
        )
    else:
        yield note(
            "back-end",
            "the extensions are those of OVN: when production moves, open connections hang until "
            "the preview address points at the old side, which a switch does at once",
            "to see it: bluegreen doctor --measure pair",
        )


def of_providers(there: frozenset[str]) -> Finding:
    """Say whether a load balancer here can understand HTTP."""
    names = ", ".join(sorted(there)) or "none"
    if there & OF_HAPROXY:
        return ok("load-balancer-provider", f"load balancer providers: {names}")
    return note(
        "load-balancer-provider",
        f"load balancer providers: {names}; none of these is known to support HTTP",
        "load_balancer.protocol: TCP, with switch.proof.by: statistics",
    )


def of_room(shortages: Iterable[Shortage], what: str) -> Iterator[Finding]:
    """Say what the project lacks for something."""
    lacking = list(shortages)
    for shortage in lacking:
        yield bad("room", f"for {what}: {shortage.what}", shortage.look)
    if not lacking:
        yield ok("room", f"the quotas that can be read suffice for {what}")


def of_external_networks(names: list[str]) -> Finding:
    """Say where floating IPs can come from."""
    if not names:
        return bad(
            "external-network",
            "no external network is visible to these credentials",
            "ask the operator",
        )
    return ok("external-network", f"floating IPs can come from: {', '.join(names)}")
