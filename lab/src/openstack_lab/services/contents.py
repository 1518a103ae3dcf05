# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the lab's users find in their cloud: flavors, the external network and the guest image."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from keystoneauth1.exceptions import ClientException

from openstack_lab import guest_image
from openstack_lab.engine.cloud import connect, new_connection
from openstack_lab.engine.sources import digest
from openstack_lab.engine.unit import Step, Unit
from openstack_lab.errors import LabError
from openstack_lab.host.external_network import (
    FIRST_ADDRESS,
    GATEWAY,
    LAST_ADDRESS,
    NAME,
    PHYSICAL_NETWORK,
    SUBNET,
)
from openstack_lab.lab import ORDINARY_USERS, Lab
from openstack_lab.octavia_provider.desired_state import PROVIDER
from openstack_lab.services.identities import CATALOGUE

FLAVORS = {"lab.small": 128, "lab.medium": 192}
"""Name and memory in MiB. One processor; no disk, as the image has all it needs in its ramdisk."""

BALANCER_FLAVORS = {
    "lab.graceful": (
        {"graceful_reload": True},
        "graceful_reload: an idle connection is answered once more, and closed with that answer",
    ),
    "lab.close": (
        {"http_connection_mode": "close"},
        "keep-alive off: every connection ends after one answer",
    ),
}
"""What load balancers may be other than the default, and what their tenants can read about it: the
profile itself is for administrators."""

SERVICE_QUOTAS = {"security_groups": -1, "security_group_rules": -1, "ports": -1}
"""All load balancers have their groups in the service project: no tenant may use them up."""

_IMAGES = {"lab-kernel": "kernel", "lab-ramdisk": "ramdisk", "lab-web": "disk"}
"""Name in Glance, and the file that it is made from."""

_AGENTS = ("neutron-openvswitch-agent", "neutron-l3-agent", "neutron-dhcp-agent")


def _image_sources(_lab: Lab) -> str:
    return digest(Path(str(guest_image.__file__)).parent)


def _image_directory(lab: Lab) -> Path:
    return lab.paths.data / "guest-image"


def _build_image(lab: Lab) -> None:
    try:
        guest_image.build(_image_directory(lab))
    except guest_image.ImageError as error:
        raise LabError(str(error), "Then run `lab up` again.") from error


def _upload_image(lab: Lab) -> None:
    cloud = connect(lab)
    built = guest_image.build(_image_directory(lab))
    kernel = _upload(cloud, "lab-kernel", built.kernel, "aki")
    ramdisk = _upload(cloud, "lab-ramdisk", built.ramdisk, "ari")
    _upload(cloud, "lab-web", built.disk, "ami", kernel_id=kernel.id, ramdisk_id=ramdisk.id)


def _upload(cloud: Any, name: str, file: Path, form: str, **properties: str) -> Any:
    # Only those of the administrator's project: a tenant may have an image of that name.
    for older in list(cloud.image.images(name=name, owner=cloud.current_project_id)):
        cloud.image.delete_image(older)
    return cloud.image.create_image(
        name,
        filename=str(file),
        container_format=form,
        disk_format=form,
        visibility="public",
        **properties,
    )


def _lacks_guest_image(lab: Lab) -> str | None:
    files = [_image_directory(lab) / name for name in _IMAGES.values()]
    missing = [str(file) for file in files if not (file.is_file() and file.stat().st_size)]
    return f"{', '.join(missing)} is missing or empty" if missing else None


def _lacks_images(lab: Lab) -> str | None:
    cloud = connect(lab)
    known = {one.name: one for one in cloud.image.images(owner=cloud.current_project_id)}
    for name, file in _IMAGES.items():
        size = (_image_directory(lab) / file).stat().st_size
        if name not in known or (known[name].status, known[name].size) != ("active", size):
            return f"Glance has no image {name} of {size} bytes that is active"
    parts = (known["lab-kernel"].id, known["lab-ramdisk"].id)
    web = known["lab-web"]
    return None if (web.kernel_id, web.ramdisk_id) == parts else "lab-web refers to another kernel"


def _make_flavors(lab: Lab) -> None:
    compute = connect(lab).compute
    for name, memory in FLAVORS.items():
        if not compute.find_flavor(name):
            compute.create_flavor(name=name, ram=memory, vcpus=1, disk=0)


def _make_balancer_flavors(lab: Lab) -> None:
    octavia = connect(lab).load_balancer
    for name, (data, description) in BALANCER_FLAVORS.items():
        profile = octavia.find_flavor_profile(name) or octavia.create_flavor_profile(
            name=name, provider_name=PROVIDER, flavor_data=json.dumps(data)
        )
        if not octavia.find_flavor(name):
            octavia.create_flavor(
                name=name, flavor_profile_id=profile.id, description=description, is_enabled=True
            )


def _lift_service_quotas(lab: Lab) -> None:
    cloud = connect(lab)
    cloud.network.update_quota(cloud.identity.find_project("service").id, **SERVICE_QUOTAS)


def _lacks_service_quotas(lab: Lab) -> str | None:
    cloud = connect(lab)
    quota = cloud.network.get_quota(cloud.identity.find_project("service").id)
    wrong = [name for name, limit in SERVICE_QUOTAS.items() if quota[name] != limit]
    return f"the project service has a limit on {', '.join(wrong)}" if wrong else None


def _make_external_network(lab: Lab) -> None:
    network = connect(lab).network
    external = network.find_network(NAME) or network.create_network(
        name=NAME,
        is_router_external=True,
        is_shared=False,
        provider_network_type="flat",
        provider_physical_network=PHYSICAL_NETWORK,
    )
    if not external.subnet_ids:
        network.create_subnet(
            name=NAME,
            network_id=external.id,
            ip_version=4,
            cidr=SUBNET,
            gateway_ip=GATEWAY,
            is_dhcp_enabled=False,
            allocation_pools=[{"start": FIRST_ADDRESS, "end": LAST_ADDRESS}],
        )


def _missing(kind: str, wanted: Iterable[str], known: Iterable[Any]) -> str | None:
    missing = set(wanted) - {one.name for one in known}
    return f"there is no {kind} {', '.join(sorted(missing))}" if missing else None


def _lacks_flavors(lab: Lab) -> str | None:
    return _missing("flavor", FLAVORS, connect(lab).compute.flavors())


def _lacks_balancer_flavors(lab: Lab) -> str | None:
    known = connect(lab).load_balancer.flavors()
    return _missing("flavor of load balancers", BALANCER_FLAVORS, known)


def _lacks_external_network(lab: Lab) -> str | None:
    known = [
        one for one in connect(lab).network.networks(is_router_external=True) if one.subnet_ids
    ]
    return _missing("external network with a subnet", [NAME], known)


def _lacks_endpoints(lab: Lab) -> str | None:
    """As an ordinary user: with a password, by the catalogue."""
    session = new_connection(lab, ORDINARY_USERS[0]).session
    for kind, _ in CATALOGUE.values():
        try:
            answer = session.get("/", endpoint_filter={"service_type": kind}, raise_exc=False)
        except ClientException as error:
            return f"the {kind} API does not answer: {error}"
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return f"the {kind} API answers HTTP {answer.status_code}"
    return None


UNITS: tuple[Unit, ...] = (
    Step(
        "guest-image",
        _build_image,
        needs=("debian-packages",),
        inputs=_image_sources,
        lacks=_lacks_guest_image,
    ),
    Step(
        "flavors",
        _make_flavors,
        needs=("nova",),
        inputs=lambda _lab: str(FLAVORS),
        lacks=_lacks_flavors,
    ),
    Step(
        "balancer-flavors",
        _make_balancer_flavors,
        needs=("octavia",),
        inputs=lambda _lab: str(BALANCER_FLAVORS),
        lacks=_lacks_balancer_flavors,
    ),
    Step(
        "external-network",
        _make_external_network,
        needs=("neutron", *_AGENTS),
        inputs=lambda _lab: SUBNET,
        lacks=_lacks_external_network,
    ),
    Step(
        "service-quotas",
        _lift_service_quotas,
        needs=("neutron",),
        inputs=lambda _lab: str(SERVICE_QUOTAS),
        lacks=_lacks_service_quotas,
    ),
    Step(
        "images",
        _upload_image,
        needs=("glance", "guest-image"),
        inputs=_image_sources,
        lacks=_lacks_images,
    ),
    # Nothing to make: what users' programs will do first.
    Step(
        "endpoints",
        lambda _lab: None,
        needs=(*CATALOGUE, "identities"),
        always=True,
        lacks=_lacks_endpoints,
    ),
)
