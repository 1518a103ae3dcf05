# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looking at a cloud, and at an application in it: reads only, and each may fail on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from bluegreen.cloud.observe import observe
from bluegreen.cloud.protocols import Cloud
from bluegreen.cloud.server_problems import problems
from bluegreen.doctor import of_application as application_
from bluegreen.doctor import of_cloud
from bluegreen.doctor.finding import Finding, unknown
from bluegreen.doctor.of_drift import of_drift
from bluegreen.errors import CloudError
from bluegreen.model.application import Application
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.quota import Needs
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.build.needs import needs_of_deploy, needs_of_up, size_of_deploy
from bluegreen.operations.build.wish import wish_of
from bluegreen.operations.drift.find import find_drift
from bluegreen.spec import Specification

SMALLEST = Needs(
    image="",
    flavor="",
    external_network=None,
    key_pair=None,
    servers=2,
    releases=2,
    sides=2,
    routers=1,
    addresses=2,
)
"""An application of one server a side, of any image and flavor."""

ENTRIES = 60
QUICK = timedelta(seconds=10)


def examine(
    cloud: Cloud, name: str | None, specification: Specification | None, proof: ProofSpec | None
) -> Iterator[Finding]:
    """Yield what is found of the cloud, and of the application when it is there."""
    tenancy = cloud.tenancy
    who = tenancy.who()
    yield from of_cloud.of_credentials(who)
    scaling = specification.scaling if specification else None
    by_alarms = scaling is not None and scaling.source != "none"
    yield from of_cloud.of_services(tenancy.readings(alarming=by_alarms), who)
    yield from _unless_refused(
        "extensions", lambda: list(of_cloud.of_extensions(tenancy.extensions()))
    )
    yield from _unless_refused(
        "external-network", lambda: [of_cloud.of_external_networks(tenancy.external_networks())]
    )
    yield from _unless_refused(
        "load-balancer-provider", lambda: [of_cloud.of_providers(tenancy.providers())]
    )
    application = observe(cloud, name) if name else None
    yield from _unless_refused("room", lambda: _room(cloud, application, specification))
    if application and application.exists:
        yield from _of_application(cloud, application, proof)
        wish = wish_of(specification, application) if specification else None
        yield from of_drift(find_drift(cloud, application, wish), specified=wish is not None)


def _unless_refused(name: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except CloudError as error:
        yield unknown(name, f"this check failed: {error.true_now}", error.next_step)


def _room(
    cloud: Cloud, application: Application | None, specification: Specification | None
) -> list[Finding]:
    """Say whether there is room for what comes next: a deploy, the application, the smallest."""
    if specification and application and application.exists:
        wanted = size_of_deploy(specification, application)
        needs = replace(needs_of_deploy(specification, "", wanted), image="")
        what = f"a release of {plural(wanted, 'server')} beside the present ones"
    elif specification and application:
        needs = replace(needs_of_up(specification, "", application, tuple(Colour)), image="")
        what = f"both sides of {specification.application}"
    else:
        needs, what = SMALLEST, "an application with one server per side"
    return list(of_cloud.of_room(cloud.inventory.shortages(needs), what))


def _of_application(
    cloud: Cloud, application: Application, proof: ProofSpec | None
) -> Iterator[Finding]:
    yield from application_.of_application(application)
    yield from _unless_refused(
        "servers", lambda: list(application_.of_servers(application, problems(cloud, application)))
    )
    for address in (application.production, application.preview):
        if address:
            yield from _unless_refused(
                "other-manager",
                lambda address=address: list(  # type: ignore[misc]
                    application_.of_keepers(address, cloud.tenancy.other_managers(address.id))
                ),
            )
    yield from _unless_refused(
        "lease", lambda: [application_.of_lease(cloud.leases.holder(application.name))]
    )
    yield from _unless_refused(
        "last-move",
        lambda: list(
            application_.of_last_move(application, cloud.journal.entries(application.name, ENTRIES))
        ),
    )
    yield _reach(cloud, application, proof)


def _reach(cloud: Cloud, application: Application, proof: ProofSpec | None) -> Finding:
    live, production = application.live, application.production
    if not (live and live.balancer and production):
        return application_.of_reach(None, "no side is live")
    if proof is None or not proof.probes:
        return application_.of_reach(None, "--proof rules out connections from this machine")
    if proof.of_balancer and live.balancer.protocol != "HTTP":
        return application_.of_reach(
            None, f"a {live.balancer.protocol} listener cannot tell its side"
        )
    quickly = replace(proof, in_a_row=1, limit=min(proof.limit, QUICK))
    return application_.of_reach(cloud.data_plane.prove(production, live.balancer, quickly))
