# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Narrow credentials: the calls that a job makes, as access rules of application credentials.

An access rule says a service, a method and a path (Identity API v3, application credentials). It
knows no bodies, and of things that do not exist yet no ids. What that leaves open stands in
docs/credentials.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bluegreen.errors import Refused
from bluegreen.model.application import Application


class Job(StrEnum):
    """What a credential is for."""

    SWITCH_ONLY = "switch-only"
    """Move the two addresses: switch, rollback to a side as it is, approve, watch, status."""
    JENKINS = "jenkins"
    """All of that, and what a pipeline does beside building: cut, retire, scale, repair, pause."""


@dataclass(frozen=True)
class Rule:
    """One kind of call that is allowed. In a path `*` is a segment or its rest, `**` anything."""

    service: str
    method: str
    path: str


@dataclass(frozen=True)
class CredentialRequest:
    """A credential that is wanted."""

    name: str
    description: str
    roles: tuple[str, ...]
    expires: datetime
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Credential:
    """A credential of the user, as Keystone lists it; it never shows a secret again.

    `rules` are the ids of its access rules.
    """

    id: str
    name: str
    description: str
    roles: tuple[str, ...]
    expires: datetime | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class CreatedCredential:
    """A new credential, its secret, and what else a clouds.yaml entry needs."""

    id: str
    name: str
    secret: str = field(repr=False)
    auth_url: str
    region: str | None = None
    interface: str | None = None
    verify: bool = True
    cacert: str | None = None


USEFUL_ROLES = {
    Job.SWITCH_ONLY: ("member", "load-balancer_member"),
    Job.JENKINS: ("member", "load-balancer_member", "heat_stack_owner"),
}
"""What each job takes of the roles that the user has."""

NETWORK, BALANCING, HEAT = "network", "load-balancer", "orchestration"
ALARMING = "alarming"


def name_prefix(application: str) -> str:
    """Return how the names of an application's credentials begin."""
    return f"bluegreen-{application}-for-"


def description_of(job: Job, application: str) -> str:
    """Return what a credential says of itself."""
    return f"{job} of the application {application} (bluegreen)"


def is_of(application: str, found: Credential) -> bool:
    """Whether a credential was made for an application, and not for one whose name is longer."""
    said = {description_of(job, application) for job in Job}
    return found.name.startswith(name_prefix(application)) and found.description in said


def roles_for(job: Job, held: Iterable[str]) -> tuple[str, ...]:
    """Return the roles that the credential gets: as few of those held as the job needs.

    A cloud whose roles have other names is not second-guessed: then all of them.
    """
    held = sorted(held)
    useful = tuple(role for role in held if role in USEFUL_ROLES[job])
    return useful if "member" in useful else tuple(held)


def rules_for(
    job: Job, application: Application, *, cut: bool = False, lease: bool = True
) -> tuple[Rule, ...]:
    """Return the rules for exactly the calls that the job makes on an application.

    Without `lease` the job's commands need --without-lease. Raises Refused before the application
    has its two addresses and its two load balancers, since the rules name them.
    """
    held = (application.production, application.preview)
    addresses = [address.id for address in held if address]
    balancers = [side.balancer for side in application.sides if side.balancer]
    listeners = [balancer.listener_id for balancer in balancers if balancer.listener_id]
    if len(addresses) < len(held) or len(listeners) < len(application.sides):
        raise Refused(
            f"{application.name} is incomplete, and a narrow credential names its two addresses "
            "and load balancers",
            f"bluegreen status {application.name}",
        )
    rules = [*_reading(), *_moving(addresses), *_journal(), *(_lease(addresses) if lease else ())]
    if cut or job is Job.JENKINS:
        rules += [Rule(BALANCING, "PUT", f"/**/lbaas/listeners/{one}") for one in listeners]
    if any(release.scaling for release in application.releases):
        rules += _scaling(application.name)
    if job is Job.JENKINS:
        rules += _of_pipeline(application.name, addresses)
    return tuple(dict.fromkeys(rules))


def _reading() -> Iterator[Rule]:
    """What `status` and every plan look at; whole listings, since Neutron filters by query."""
    yield Rule(NETWORK, "GET", "/**v2.0/floatingips")
    yield Rule(NETWORK, "GET", "/**v2.0/networks")
    yield Rule(NETWORK, "GET", "/**v2.0/ports")
    for path in ("loadbalancers", "listeners", "pools"):
        yield Rule(BALANCING, "GET", f"/**/lbaas/{path}")
    yield Rule(BALANCING, "GET", "/**/lbaas/loadbalancers/*/status")
    yield Rule(BALANCING, "GET", "/**/lbaas/pools/*/members")
    yield Rule(BALANCING, "GET", "/**/lbaas/listeners/*")
    yield Rule(BALANCING, "GET", "/**/lbaas/listeners/*/stats")
    yield Rule(BALANCING, "GET", "/**/lbaas/flavors/*")
    yield Rule(HEAT, "GET", "/**v1/*/stacks")


def _moving(addresses: Sequence[str]) -> Iterator[Rule]:
    for one in addresses:
        yield Rule(NETWORK, "GET", f"/**v2.0/floatingips/{one}")
        yield Rule(NETWORK, "PUT", f"/**v2.0/floatingips/{one}")


def _scaling(application: str) -> Iterator[Rule]:
    """What holds a side at its size and lets it scale; alarms change with every release."""
    yield Rule(ALARMING, "GET", "/**v2/alarms")
    yield Rule(ALARMING, "GET", "/**v2/alarms/*")
    yield Rule(ALARMING, "PUT", "/**v2/alarms/*")
    yield Rule(HEAT, "GET", f"/**v1/*/stacks/{application}-*/*/events")


def _lease(addresses: Sequence[str]) -> Iterator[Rule]:
    """The lease is a port that does not exist yet; the subnet pool tells the cloud's time.

    Taking over the lease of a dead run writes a tag on the addresses, which fences it.
    """
    yield from _tagging(addresses)
    yield Rule(NETWORK, "POST", "/**v2.0/ports")
    yield Rule(NETWORK, "PUT", "/**v2.0/ports/*")
    yield Rule(NETWORK, "DELETE", "/**v2.0/ports/*")
    yield Rule(NETWORK, "POST", "/**v2.0/subnetpools")
    yield Rule(NETWORK, "DELETE", "/**v2.0/subnetpools/*")


def _tagging(addresses: Sequence[str]) -> Iterator[Rule]:
    for one in addresses:
        yield Rule(NETWORK, "PUT", f"/**v2.0/floatingips/{one}/tags/*")
        yield Rule(NETWORK, "DELETE", f"/**v2.0/floatingips/{one}/tags/*")


def _journal() -> Iterator[Rule]:
    """Entries can be read and added, and not removed."""
    yield Rule(HEAT, "GET", "/**v1/*/software_configs")
    yield Rule(HEAT, "GET", "/**v1/*/software_configs/*")
    yield Rule(HEAT, "POST", "/**v1/*/software_configs")


def _of_pipeline(name: str, addresses: Sequence[str]) -> Iterator[Rule]:
    """What retiring, growing, repairing and pausing need; the journal's oldest entries may go."""
    yield Rule(HEAT, "GET", f"/**v1/*/stacks/{name}-*")
    yield Rule(HEAT, "GET", f"/**v1/*/stacks/{name}-*/**")
    for side in ("blue", "green"):
        yield Rule(HEAT, "PATCH", f"/**v1/*/stacks/{name}-{side}-r*/*")
        yield Rule(HEAT, "PATCH", f"/**v1/*/stacks/{name}-{side}-r*/*/resources/*")
        yield Rule(HEAT, "DELETE", f"/**v1/*/stacks/{name}-{side}-r*/*")
    yield Rule(HEAT, "DELETE", "/**v1/*/software_configs/*")
    yield from _tagging(addresses)
    yield Rule(NETWORK, "GET", "/**v2.0/quotas/**")
    yield Rule(BALANCING, "GET", "/**/lbaas/quotas/*")
    yield Rule("compute", "GET", "/**v2.1/**limits")
    yield Rule("compute", "GET", "/**v2.1/**flavors/detail")
    yield Rule("compute", "GET", "/**v2.1/**servers/detail")
    yield Rule("image", "GET", "/**v2/images")
    yield Rule("image", "GET", "/**v2/images/*")


def clouds_entry(made: CreatedCredential, cloud: str) -> dict[str, object]:
    """Return a whole clouds.yaml with one entry, as values."""
    more: dict[str, object] = {}
    if made.region:
        more["region_name"] = made.region
    if made.interface:
        more["interface"] = made.interface
    if not made.verify:
        more["verify"] = False
    if made.cacert:
        more["cacert"] = made.cacert
    entry = {
        "auth_type": "v3applicationcredential",
        "auth": {
            "auth_url": made.auth_url,
            "application_credential_id": made.id,
            "application_credential_secret": made.secret,
        },
        "identity_api_version": "3",
        **more,
    }
    return {"clouds": {cloud: entry}}
