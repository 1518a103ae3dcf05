# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the lab's users find in their cloud: flavors, the external network and the guest image."""

import json
from pathlib import Path
from typing import Any

from openstack_lab import image
from openstack_lab.cloud import connect
from openstack_lab.errors import LabError
from openstack_lab.external_network import (
    FIRST_ADDRESS,
    GATEWAY,
    LAST_ADDRESS,
    NAME,
    PHYSICAL_NETWORK,
    SUBNET,
)
from openstack_lab.lab import Lab
from openstack_lab.octavia.desired import PROVIDER
from openstack_lab.sources import digest
from openstack_lab.unit import Step, Unit

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
"""What load balancers may be besides the default, and what their tenants can read about it: the
profile itself is for administrators."""

SERVICE_QUOTAS = {"security_groups": -1, "security_group_rules": -1, "ports": -1}
"""All load balancers have their groups in the service project: no tenant may use them up."""

_AGENTS = ("neutron-openvswitch-agent", "neutron-l3-agent", "neutron-dhcp-agent")


def _image_sources(_lab: Lab) -> str:
    return digest(Path(str(image.__file__)).parent)


def _image_directory(lab: Lab) -> Path:
    return lab.data / "guest-image"


def _build_image(lab: Lab) -> None:
    try:
        image.build(_image_directory(lab))
    except image.ImageError as error:
        raise LabError(str(error), "Then run `lab up` again.") from error


def _upload_image(lab: Lab) -> None:
    cloud = connect(lab)
    built = image.build(_image_directory(lab))
    kernel = _upload(cloud, "lab-kernel", built.kernel, "aki")
    ramdisk = _upload(cloud, "lab-ramdisk", built.ramdisk, "ari")
    _upload(cloud, "lab-web", built.disk, "ami", kernel_id=kernel.id, ramdisk_id=ramdisk.id)


def _upload(cloud: Any, name: str, file: Path, form: str, **properties: str) -> Any:
    for older in list(cloud.image.images(name=name)):
        cloud.image.delete_image(older)
    return cloud.image.create_image(
        name,
        filename=str(file),
        container_format=form,
        disk_format=form,
        visibility="public",
        **properties,
    )


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


UNITS: tuple[Unit, ...] = (
    Step("guest-image", _build_image, needs=("debian-packages",), inputs=_image_sources),
    Step("flavors", _make_flavors, needs=("nova",), inputs=lambda _lab: str(FLAVORS)),
    Step(
        "balancer-flavors",
        _make_balancer_flavors,
        needs=("octavia",),
        inputs=lambda _lab: str(BALANCER_FLAVORS),
    ),
    Step(
        "external-network",
        _make_external_network,
        needs=("neutron", *_AGENTS),
        inputs=lambda _lab: SUBNET,
    ),
    Step(
        "service-quotas",
        _lift_service_quotas,
        needs=("neutron",),
        inputs=lambda _lab: str(SERVICE_QUOTAS),
    ),
    Step("images", _upload_image, needs=("glance", "guest-image"), inputs=_image_sources),
)
