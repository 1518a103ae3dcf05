# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From a file to values, and from broken rules to lines."""

from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network

import pytest
from pydantic import ValidationError

from bluegreen.errors import SpecificationInvalid
from bluegreen.spec import application_name, load


def test_five_lines_are_a_whole_specification(loaded, smallest):
    """Everything but the name, the external network, the image and the flavor has a default."""
    specification = loaded(smallest)
    assert (specification.servers.port, specification.load_balancer.port) == (8080, 80)
    assert specification.servers.count.model_dump() == {"min": 2, "max": 2, "wanted": 2}
    assert specification.sides.green.cidr == IPv4Network("10.20.2.0/24")
    assert specification.load_balancer.idle_timeout == timedelta(seconds=50)
    assert specification.load_balancer.health_check.timeout == timedelta(seconds=3)
    assert specification.switch.proof.path == "/.well-known/bluegreen"
    assert specification.addresses.production is None


def test_values_have_the_types_that_the_program_works_with(loaded, smallest):
    """Durations, addresses and networks are parsed once, here."""
    text = smallest + "dns_servers: [192.0.2.53]\nload_balancer: {idle_timeout: 1500ms}\n"
    specification = loaded(text)
    assert specification.dns_servers == (IPv4Address("192.0.2.53"),)
    assert specification.load_balancer.idle_timeout == timedelta(milliseconds=1500)


def test_the_image_follows_the_version(loaded, smallest):
    """{version} in the image becomes the version of the release."""
    assert loaded(smallest).image("2.0") == "web-2.0"


def test_an_empty_value_is_an_absent_key(loaded, smallest):
    """A section whose keys are all commented out is no problem."""
    assert loaded(smallest + "addresses:\nload_balancer: {flavor: null}\n") == loaded(smallest)


def test_a_bare_off_is_the_word_off(loaded, smallest):
    """YAML 1.1 reads off as false; the file means the word."""
    assert loaded(smallest + "  anti_affinity: off\n").servers.anti_affinity == "off"


def test_a_specification_cannot_be_changed(loaded, smallest):
    """What was checked stays as it was checked."""
    with pytest.raises(ValidationError, match="frozen"):
        loaded(smallest).servers.port = 81


def test_all_problems_are_reported_at_once_and_by_line(problems):
    """Wrong types, unknown and missing keys, two-key rules: nobody has to try again and again."""
    text = """\
application: Shop
sides:
  green: {cidr: 10.20.1.0/25, color: green}
servers:
  image: web
  flavor: 1
  count: {min: 3, max: 1, wanted: 2}
load_balancer: {protocol: UDP}
servres: {}
"""
    assert problems(text) == [
        (
            "1: application: must be 1 to 40 characters of a-z, 0-9 and '-', starting with a "
            "letter and not ending with '-'"
        ),
        "1: external_network: is required",
        "3: sides.green: 10.20.1.0/25 overlaps the blue side's 10.20.1.0/24",
        "3: sides.green.color: is not a key here; the keys are cidr",
        "6: servers.flavor: must be text; put it in quotes",
        "7: servers.count.max: must be at least min, which is 3",
        "7: servers.count.wanted: must be at least min, which is 3",
        "8: load_balancer.protocol: must be one of HTTP or TCP",
        "9: servres: is not a key here; did you mean servers?",
    ]


def test_a_problem_knows_its_parts(write):
    """Programs read the parts, people the sentence."""
    with pytest.raises(SpecificationInvalid) as invalid:
        load(write("servers: 3\n"))
    problem = invalid.value.problems[-1]
    assert (problem.file, problem.line, problem.path) == ("bluegreen.yaml", 1, "servers")
    assert str(problem) == f"bluegreen.yaml:1: servers: {problem.rule}"
    assert invalid.value.exit_code == 2


def test_the_name_can_be_read_while_the_rest_is_broken(write):
    """A rollback must not wait for the correction of an unrelated key."""
    assert application_name(write("application: shop\nservers: broken\n")) == "shop"


@pytest.mark.parametrize(
    ("text", "rule"), [("application: -x", "must be 1 to 40"), ("a: 1", "must be text")]
)
def test_a_name_that_is_none_is_refused(write, text, rule):
    """Without a valid name there is nothing to look for in the cloud."""
    with pytest.raises(SpecificationInvalid, match=rule):
        application_name(write(text))
