# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Projects, users, roles and the catalogue: everything Keystone knows of this lab."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from keystoneauth1.exceptions import ClientException
from openstack.exceptions import SDKException

from openstack_lab.engine.cloud import new_connection, write_clouds_file
from openstack_lab.lab import ORDINARY_USERS, REGION, SERVICE_USERS, Lab, url

CATALOGUE = {
    "glance": ("image", ""),
    "placement": ("placement", ""),
    "neutron": ("network", ""),
    "nova": ("compute", "/v2.1"),
    "octavia": ("load-balancer", ""),
    "heat": ("orchestration", "/v1/%(project_id)s"),
}
"""Service: its type in the catalogue, and what follows the port in its address."""

LOAD_BALANCER_ROLES = (
    "load-balancer_observer",
    "load-balancer_member",
    "load-balancer_global_observer",
    "load-balancer_quota_admin",
    "load-balancer_admin",
)
HEAT_ROLES = ("heat_stack_owner", "heat_stack_user")
ORDINARY_ROLES = ("member", "load-balancer_member", "heat_stack_owner")
SERVICE_ROLES = ("admin", "service")

_Users = dict[str, tuple[Any, tuple[str, ...]]]
"""Name of a user: the project, and the roles there."""
_AT_ONCE = 4


def make_identities(lab: Lab) -> None:
    """Make all of it; what exists already stays."""
    write_clouds_file(lab)
    identity = new_connection(lab).identity  # its token will never know what is made here
    roles = _make_roles(identity)
    ordinary = {name: (_project(identity, name), ORDINARY_ROLES) for name in ORDINARY_USERS}
    _make_users(lab, identity, _services(identity, SERVICE_USERS) | ordinary)
    _make_endpoints(identity, CATALOGUE)
    _make_heat_domain(lab, identity, roles["admin"])


def lacks_identities(lab: Lab) -> str | None:
    """Say which of the lab's users cannot sign in, or what is not in the catalogue."""
    try:
        for name in ORDINARY_USERS:
            new_connection(lab, name).authorize()
    except (ClientException, SDKException, OSError) as error:
        return f"not every user can sign in: {error}"
    return lacks_services(lab, SERVICE_USERS, CATALOGUE)


def lacks_services(
    lab: Lab, users: Iterable[str], catalogue: Mapping[str, tuple[str, str]]
) -> str | None:
    """Say which users of services Keystone does not know, or what is not in the catalogue."""
    try:
        identity = new_connection(lab).identity
        types = {one.type for one in identity.services()}
        known = {one.name for one in identity.users()}
    except (ClientException, SDKException, OSError) as error:
        return f"the administrator cannot sign in: {error}"
    if missing := set(users) - known:
        return f"Keystone has no user {', '.join(sorted(missing))}"
    missing = {kind for kind, _ in catalogue.values()} - types
    return f"the catalogue has no {', '.join(sorted(missing))}" if missing else None


def add_services(lab: Lab, users: Iterable[str], catalogue: Mapping[str, tuple[str, str]]) -> None:
    """Add the users of more services, and entries in the catalogue; what exists already stays."""
    identity = new_connection(lab).identity
    _make_users(lab, identity, _services(identity, users))
    _make_endpoints(identity, catalogue)


def _services(identity: Any, names: Iterable[str]) -> _Users:
    return dict.fromkeys(names, (_project(identity, "service"), SERVICE_ROLES))


def _make_users(lab: Lab, identity: Any, users: _Users) -> None:
    roles = {role.name: role for role in identity.roles()}

    def make_user(name: str) -> None:
        project, role_names = users[name]
        user = _user(identity, name, lab.secret(name), "default")
        for role in role_names:
            identity.assign_project_role_to_user(project, user, roles[role])

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(make_user, users))


def _make_endpoints(identity: Any, catalogue: Mapping[str, tuple[str, str]]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda name: _endpoint(identity, name, *catalogue[name]), catalogue))


def _make_roles(identity: Any) -> dict[str, Any]:
    roles = {role.name: role for role in identity.roles()}
    for name in _missing((*LOAD_BALANCER_ROLES, *HEAT_ROLES, "service"), roles):
        roles[name] = identity.create_role(name=name)
    return roles


def _missing(names: Iterable[str], known: Iterable[str]) -> list[str]:
    return [name for name in names if name not in set(known)]


def _project(identity: Any, name: str) -> Any:
    return identity.find_project(name) or identity.create_project(name=name, domain_id="default")


def _user(identity: Any, name: str, password: str, domain: str) -> Any:
    user = identity.find_user(name, domain_id=domain)
    return user or identity.create_user(name=name, password=password, domain_id=domain)


def _endpoint(identity: Any, name: str, kind: str, path: str) -> None:
    service = identity.find_service(name) or identity.create_service(name=name, type=kind)
    known = {one.interface for one in identity.endpoints(service_id=service.id)}
    for interface in _missing(("public", "internal", "admin"), known):
        identity.create_endpoint(
            service_id=service.id,
            interface=interface,
            region_id=REGION,
            url=url(name, path),
        )


def _make_heat_domain(lab: Lab, identity: Any, administrator: Any) -> None:
    domain = identity.find_domain("heat") or identity.create_domain(name="heat")
    name = "heat-domain-admin"
    user = _user(identity, name, lab.secret(name), domain.id)
    identity.assign_domain_role_to_user(domain, user, administrator)
