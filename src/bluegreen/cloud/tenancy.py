# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the credentials are and what the cloud offers them: asked with tenant rights only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import NotFound
from bluegreen.errors import CloudError
from bluegreen.model.tenancy import CurrentUser, ServiceAccess

READ: dict[str, tuple[str, str]] = {
    "network": ("network", "/floatingips?limit=1"),
    "load-balancer": ("load_balancer", "/lbaas/loadbalancers?limit=1"),
    "orchestration": ("orchestration", "/software_configs?limit=1"),
    "compute": ("compute", "/limits"),
    "image": ("image", "/images?limit=1"),
}
"""Type in the catalogue: the SDK's name for the service, and something every application reads."""

READ_BY_SOME: dict[str, tuple[str, str]] = {"alarming": ("alarm", "/alarms?limit=1")}
"""The same of what only applications read that scale with load."""

KUBERNETES = "for Kubernetes"
"""cloud-provider-openstack, loadbalancer.go: "Floating IP for Kubernetes external service"."""

NESTED_DEPTH = 5
"""Heat's own limit, unless the operator has raised it."""
AT_ONCE = 8
"""Requests that are under way together; the SDK keeps ten connections."""

OF_ADDRESSES = ("OS::Neutron::FloatingIP", "OS::Neutron::FloatingIPAssociation")


class ProjectTenancy:
    """One project of one cloud, as these credentials see it."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def who(self) -> CurrentUser:
        """Read the token."""
        token = self._api.token()
        credential = token.get("application_credential") or {}
        return CurrentUser(
            user=token["user"]["name"],
            user_id=token["user"]["id"],
            project=token["project"]["name"],
            project_id=token["project"]["id"],
            roles=frozenset(role["name"] for role in token["roles"]),
            credential=credential.get("id"),
            restricted=bool(credential.get("restricted")),
            rules="access_rules" in credential,
        )

    def readings(self, *, alarming: bool = False) -> list[ServiceAccess]:
        """Read something of each service, side by side; each refusal is an answer."""
        names = (*READ, *(READ_BY_SOME if alarming else ()))
        return list(concurrently(*(partial(self._reading, name) for name in names), clock=None))

    def extensions(self) -> frozenset[str]:
        """Return the aliases of Neutron's extensions."""
        found = self._api.get("network", "/extensions")["extensions"]
        return frozenset(extension["alias"] for extension in found)

    def providers(self) -> frozenset[str]:
        """Return the names of Octavia's providers."""
        found = self._api.list(
            "load_balancer", "/lbaas/providers", "providers", of_any_project=True
        )
        return frozenset(provider["name"] for provider in found)

    def external_networks(self) -> list[str]:
        """Return the names of the external networks that this project sees."""
        external = {"router:external": True}
        found = self._api.list("network", "/networks", "networks", of_any_project=True, **external)
        return sorted(network["name"] or network["id"] for network in found)

    def other_managers(self, address_id: str) -> list[str]:
        """Look at the address's own marks, and at the stacks of the project that have addresses."""
        path = f"/floatingips/{address_id}"
        floating_ip = self._api.get("network", path)["floatingip"]
        return [*_marks(floating_ip), *self._stacks_with(floating_ip)]

    def _reading(self, name: str) -> ServiceAccess:
        service, path = (READ | READ_BY_SOME)[name]
        try:
            self._api.get(service, path)  # type: ignore[arg-type]
        except CloudError as error:
            return ServiceAccess(name, error.true_now)
        return ServiceAccess(name)

    def _stacks_with(self, floating_ip: Json) -> Iterator[str]:
        """Yield the stacks that made the address, or whose parameters name it."""
        stacks = list(self._api.list("orchestration", "/stacks", "stacks"))
        claims = (partial(self._claim_of, floating_ip, stack) for stack in stacks)
        yield from filter(None, concurrently(*claims, clock=None, at_once=AT_ONCE))

    def _claim_of(self, floating_ip: Json, stack: Json) -> str | None:
        """Say whether a stack manages the address; one that is gone meanwhile does not."""
        try:
            manages = self._manages(floating_ip, f"/stacks/{stack['stack_name']}/{stack['id']}")
        except NotFound:
            return None
        name = stack["stack_name"]
        return (
            f"the Heat stack {name} manages it and may move it with any update" if manages else None
        )

    def _manages(self, floating_ip: Json, path: str) -> bool:
        """Tell whether a stack, or one nested in it, manages the address.

        An association has no id of its own that names the address (Heat's `FloatingIPAssociation`),
        so the parameters of the stack that holds it are searched for it.
        """
        found = self._api.get("orchestration", f"{path}/resources", nested_depth=NESTED_DEPTH)
        of_addresses = [r for r in found["resources"] if r["resource_type"] in OF_ADDRESSES]
        claimed = {resource["physical_resource_id"] for resource in of_addresses}
        for holder in {_stack_of(resource) for resource in of_addresses}:
            shown = self._api.get("orchestration", holder, resolve_outputs="false")["stack"]
            claimed |= set(shown["parameters"].values())
        return bool(claimed & {floating_ip["id"], floating_ip["floating_ip_address"]})


def _stack_of(resource: Json) -> str:
    """Return the path of the stack that a resource is in, which may be a nested one."""
    link = next(str(link["href"]) for link in resource["links"] if link["rel"] == "stack")
    return "/stacks/" + urlsplit(link).path.partition("/stacks/")[2]


def _marks(floating_ip: Json) -> Iterator[str]:
    description = floating_ip.get("description") or ""
    if KUBERNETES in description:
        yield f"Kubernetes manages it ({description})"
    if floating_ip.get("port_forwardings"):
        yield "it has port forwardings, and Neutron refuses to point such an address at a port"
