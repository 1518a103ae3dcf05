# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Mistakes are found before a cloud sees them: in the templates, and in what they are given."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.templates.conftest import Heat

pytestmark = pytest.mark.lab


@pytest.mark.parametrize(
    ("name", "mistake", "problem"),
    [
        ("side", ("side.yaml", "lb_algorithm:", "algoritm:"), "Unknown Property algoritm"),
        ("side", ("side.yaml", "OS::Octavia::Pool\n", "OS::Octavia::Pol\n"), "could not be found"),
        ("side", ("side.yaml", "{get_param: cidr}", "{get_param: range}"), "(range) was not"),
        ("side", ("side.yaml", "[subnet, cidr]", "[subnet, sidr]"), "(subnet sidr) is incorrect"),
        ("side", ("side.yaml", "REDIRECT_TO_URL", "REDIRECT"), "not an allowed value"),
        ("release", ("member.yaml", "protocol_port:", "port:"), "Unknown Property port"),
        ("release", ("member.yaml", "OS::Nova::Server\n", "OS::Nova::Srv\n"), "OS::Nova::Srv"),
        ("release", ("member.yaml", "{get_param: image}", "{get_param: img}"), "(img) was not"),
        ("release", ("release.yaml", "type: member.yaml", "type: membr.yaml"), "membr.yaml"),
        (
            "release",
            ("release.yaml", "image: {get_param: image}", "img: web"),
            "Unknown Property img",
        ),
    ],
)
def test_heat_finds_the_mistake(
    heat: "Heat", name: str, mistake: tuple[str, str, str], problem: str
) -> None:
    """The check of the templates can fail: wrong properties, types, parameters, attributes."""
    assert problem in (heat.validate(name, mistake=mistake).problem or "")


@pytest.mark.parametrize(
    ("name", "parameters", "problem"),
    [
        ("application", {"application": "Shop"}, "lower-case letters"),
        ("application", {"application": "a" * 41}, "length (41) is out of range"),
        ("side", {"side": "red"}, 'not an allowed value ["blue", "green"]'),
        ("side", {"cidr": "10.20.1.0/33"}, "Invalid net cidr"),
        ("side", {"protocol": "HTTPS"}, 'not an allowed value ["HTTP", "TCP"]'),
        ("side", {"port": 0}, "out of range"),
        ("side", {"health_path": "health"}, "begins with a slash"),
        ("side", {"colour": "blue"}, "colour"),
        ("release", {"release": "7"}, "such as r42"),
        ("release", {"version": "1,0"}, "no comma"),
        ("release", {"min": 3, "max": 2, "wanted": 2}, "MinSize can not be greater than MaxSize"),
        ("release", {"min": 1, "max": 2, "wanted": 3}, "DesiredCapacity must be between"),
        ("release", {"scaling_source": "statsd"}, 'not an allowed value ["none", "prometheus"'),
        ("release", {"drain": 601}, "out of range"),
        ("release", {"anti_affinity": "medium"}, 'not an allowed value ["off", "soft", "hard"]'),
        ("release", {"allow": [{"protocol": "tcp", "port": 22, "form": "::/0"}]}, "'from'"),
    ],
)
def test_heat_refuses_the_value(
    heat: "Heat", name: str, parameters: dict[str, Any], problem: str
) -> None:
    """The templates, used by hand, say what is wrong before anything is built."""
    assert problem in (heat.validate(name, parameters).problem or "")
