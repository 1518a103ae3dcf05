# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every service keeps the text that its users give it, or refuses it.

With three bytes a character, Heat answered HTTP 500 to an emoji, and kept the stack for ever.
"""

from collections.abc import Callable
from typing import Any

import pytest
from openstack.exceptions import BadRequestException
from openstack_lab.engine.cloud import new_connection
from openstack_lab.lab import Lab
from openstack_lab.octavia_provider.commands import wait_until

pytestmark = pytest.mark.lab

TEXT = "rocket-🚀-ロケット"
TEMPLATE = {"heat_template_version": "2021-04-16", "resources": {}}


def _network(cloud: Any) -> tuple[Callable[[], str], Callable[[], object]]:
    network = cloud.network.create_network(name=TEXT)
    cloud.network.set_tags(network, [TEXT])

    def kept() -> str:
        [one] = cloud.network.networks(tags=[TEXT])
        assert one.tags == [TEXT]
        return str(one.name)

    return kept, lambda: cloud.network.delete_network(network)


def _image(cloud: Any) -> tuple[Callable[[], str], Callable[[], object]]:
    image = cloud.image.create_image(TEXT, container_format="bare", disk_format="raw")
    return lambda: cloud.image.get_image(image).name, lambda: cloud.image.delete_image(image)


def _server_group(cloud: Any) -> tuple[Callable[[], str], Callable[[], object]]:
    compute = cloud.compute
    group = compute.create_server_group(name=TEXT, policy="soft-affinity")
    return lambda: compute.get_server_group(group).name, lambda: compute.delete_server_group(group)


def _project(cloud: Any) -> tuple[Callable[[], str], Callable[[], object]]:
    identity = cloud.identity
    project = identity.create_project(name=TEXT, domain_id="default")
    return lambda: identity.get_project(project).name, lambda: identity.delete_project(project)


def _balancer_flavor(cloud: Any) -> tuple[Callable[[], str], Callable[[], object]]:
    octavia = cloud.load_balancer
    profile = octavia.create_flavor_profile(
        name=TEXT, provider_name="namespace", flavor_data='{"graceful_reload": true}'
    )
    return (
        lambda: octavia.get_flavor_profile(profile).name,
        lambda: octavia.delete_flavor_profile(profile),
    )


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("demo", _network),
        ("demo", _image),
        ("demo", _server_group),
        ("admin", _project),
        ("admin", _balancer_flavor),
    ],
    ids=["neutron", "glance", "nova", "keystone", "octavia"],
)
def test_a_name_with_any_character_is_kept_or_refused(who: str, make: Callable[[Any], Any]) -> None:
    """It comes back as it was given; Neutron, Glance and Nova take no characters of four bytes."""
    try:
        kept, remove = make(new_connection(Lab.from_environment(), who))
    except BadRequestException:
        return
    try:
        assert kept() == TEXT
    finally:
        remove()


def test_a_stack_with_an_emoji_in_its_tag_is_made_found_and_deleted() -> None:
    """By the tag."""
    heat = new_connection(Lab.from_environment(), "demo").orchestration
    stack = heat.create_stack(name="test-of-text", template=TEMPLATE, tags=TEXT)

    def status() -> str:
        return str(heat.get_stack(stack.id).status)

    try:
        wait_until(lambda: status() != "CREATE_IN_PROGRESS", "the stack", seconds=60)
        assert status() == "CREATE_COMPLETE"
        assert [one.id for one in heat.stacks(tags=[TEXT])] == [stack.id]
    finally:
        heat.delete_stack(stack)
