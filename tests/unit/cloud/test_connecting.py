# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What stands in the way to a cloud is named: no name, a broken entry, no service."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.keystone import SERVICES, endpoints, keystone
from support.web_server import web_servers

from bluegreen.cli.app import main
from bluegreen.cloud import connect
from bluegreen.errors import CloudError, CloudNotNamed

NOBODY_THERE = "https://127.0.0.1:9/v3"
JANE = f"auth_url: {NOBODY_THERE}, username: jane, project_name: shop"

Write = Callable[[str], Path]
Serve = Callable[..., None]


@pytest.fixture(autouse=True)
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes clouds.yaml, the only file and variable about a cloud."""
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)
    for kind in ("CONFIG", "SECURE", "VENDOR"):
        monkeypatch.setattr(f"openstack.config.loader.{kind}_FILES", [])
    file = tmp_path / "clouds.yaml"
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(file))
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> Path:
        file.write_text(text)
        return file

    return write


@pytest.fixture
def serve(write: Write) -> Iterator[Serve]:
    """Return a function that starts a Keystone with this catalogue, and an entry `mine` for it."""
    with web_servers() as start:

        def serve(catalogue: list[dict[str, Any]], project: str | None = "shop") -> None:
            server = start(keystone(catalogue, project))
            auth = f"auth_url: {server.url}/v3, username: jane, password: x"
            scope = f", project_name: {project}" if project else ""
            write(f"clouds:\n  mine: {{auth: {{{auth}{scope}}}}}\n")

        yield serve


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (f"{{auth: {{{JANE}}}}}", "the cloud mine cannot be used: it lacks the password"),
        (f"{{auth: {{{JANE}, password: x}}, cacert: /no/ca.pem}}", "invalid path: /no/ca.pem"),
        ("", "the cloud mine is empty; "),
        ("not a mapping", "the cloud mine is no mapping of keys to values"),
        ("{auth: [jane]}", "the cloud mine has an auth that is no mapping"),
        ("{auth: {username: jane, password: x}}", "Missing value auth-url required"),
        (f"{{auth: {{{JANE}, password: x}}, auth_type: v9}}", "could not be found"),
        (
            f"{{auth: {{{JANE}, password: x}}, regions: [RegionOne, RegionTwo], region_name: x}}",
            "no connection to the cloud: ",
        ),
    ],
)
def test_an_entry_that_lacks_something_is_no_defect(write: Write, entry: str, told: str) -> None:
    """The libraries raise whatever comes to hand; the second line leads on."""
    write(f"clouds:\n  mine: {entry}\n  other: {{}}\n")

    with pytest.raises(CloudError) as refused:
        connect("mine")

    assert told in refused.value.true_now
    assert "--os-cloud" in refused.value.next_step


def test_a_program_that_is_given_no_cloud_names_those_that_there_are(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is a usage error, and nothing is asked: no entry is taken that nobody named."""
    file = write("clouds: {mine: {}, other: {}}\n")

    assert main(["list"]) == 2

    assert capsys.readouterr().err == (
        f"error: no cloud is named; {file} has mine, other\n"
        "next: bluegreen --os-cloud mine list, or set OS_CLOUD\n"
    )


def test_without_any_file_it_says_where_to_get_one(tmp_path: Path) -> None:
    """OpenStack's dashboard writes one."""
    with pytest.raises(CloudNotNamed) as refused:
        connect()

    assert refused.value.true_now == (
        "no cloud is named; no file names any; "
        f"{tmp_path / 'clouds.yaml'} (OS_CLIENT_CONFIG_FILE) does not exist"
    )
    assert "API Access" in refused.value.next_step


def test_a_cloud_that_is_not_there_is_refused_with_those_that_are(write: Write) -> None:
    """A wrong letter is the likely cause."""
    file = write("clouds: {Mine: {}, other: {}}\n")

    with pytest.raises(CloudNotNamed) as refused:
        connect("mine")

    assert refused.value.true_now == (
        f"there is no cloud mine; {file} has Mine, other; did you mean Mine?"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "{file} is empty or no mapping"),
        ("- mine\n", "{file} is empty or no mapping"),
        ("clouds:\n", "{file} has no mapping of clouds"),
        ("mine: {}\n", "{file} has no mapping of clouds"),
        ("clouds: {mine: {auth: {}\n", "{file} is not used: line 2: it is not YAML"),
        ("clouds: [mine]\n", "{file} has no mapping of clouds"),
    ],
)
def test_a_file_that_is_broken_is_named_with_what_is_wrong(
    write: Write, text: str, told: str
) -> None:
    """The libraries pass over some of them in silence, and end in a defect with others."""
    file = write(text)

    with pytest.raises(CloudNotNamed) as refused:
        connect("mine")

    assert told.format(file=file) in refused.value.true_now


def test_no_secret_of_a_broken_file_is_shown(write: Write) -> None:
    """A parser quotes the line at which it stops."""
    write("clouds:\n  mine:\n    auth: {password: s3cret: oops\n")

    with pytest.raises(CloudNotNamed) as refused:
        connect("mine")

    assert "s3cret" not in refused.value.true_now + refused.value.next_step


@pytest.mark.parametrize(
    ("region", "meant"),
    [("regionone", "; did you mean RegionOne? Upper and lower case differ"), ("Mars", "")],
)
def test_a_region_that_is_not_there_is_refused_with_those_that_are(
    serve: Serve, region: str, meant: str
) -> None:
    """The catalogue came with the token, so this takes no request."""
    serve(endpoints(regions=["RegionOne", "RegionTwo"]))

    with pytest.raises(CloudNotNamed) as refused:
        connect("mine", region=region)

    assert refused.value.true_now == (
        f"the cloud mine has no region {region}; it has RegionOne, RegionTwo{meant}"
    )
    assert refused.value.next_step == (
        "bluegreen --os-cloud mine --os-region-name RegionOne list, or set OS_REGION_NAME"
    )


def test_the_variable_of_the_region_is_obeyed_beside_a_named_cloud(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the openstack client does; the option wins over the variable."""
    serve(endpoints(regions=["RegionOne", "RegionTwo"]))
    monkeypatch.setenv("OS_CLOUD", "mine")
    monkeypatch.setenv("OS_REGION_NAME", "RegionThree")

    with pytest.raises(CloudNotNamed, match="no region RegionThree"):
        connect()
    connect(region="RegionTwo")


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("load-balancer", "load-balancer service (Octavia)"),
        ("orchestration", "orchestration service (Heat)"),
        ("network", "network service (Neutron)"),
    ],
)
def test_a_cloud_without_a_service_is_reported_as_that(
    serve: Serve, missing: str, told: str
) -> None:
    """It names the services that there are, and a command that shows them."""
    serve(endpoints(service for service in SERVICES if service != missing))

    with pytest.raises(CloudError) as refused:
        _ask(connect("mine"), missing)

    known = sorted(set(SERVICES) - {missing})
    assert refused.value.true_now == (
        f"the cloud mine has no {told}; its catalogue has {', '.join(known)}"
    )
    assert refused.value.next_step.startswith("openstack --os-cloud mine catalog list, which shows")


def test_a_service_that_only_another_region_has_is_reported_with_that_region(serve: Serve) -> None:
    """Regions of one cloud need not have the same services."""
    everywhere = [service for service in SERVICES if service != "load-balancer"]
    serve(
        [
            *endpoints(everywhere, ["RegionOne", "RegionTwo"]),
            *endpoints(["load-balancer"], ["RegionTwo"]),
        ]
    )

    with pytest.raises(CloudError) as refused:
        _ask(connect("mine", region="RegionOne"), "load-balancer")

    assert refused.value.true_now == (
        "the cloud mine in the region RegionOne has no load-balancer service (Octavia); the region "
        "RegionTwo has one"
    )


def test_a_service_that_has_another_interface_only_is_reported_with_that(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OS_INTERFACE chooses among the ways to a service."""
    serve(endpoints())
    monkeypatch.setenv("OS_INTERFACE", "internal")

    with pytest.raises(CloudError) as refused:
        _ask(connect("mine"), "network")

    assert refused.value.true_now == (
        "the cloud mine has the network service (Neutron) for the interface public, not internal"
    )
    assert refused.value.next_step.startswith("set OS_INTERFACE; openstack --os-cloud mine catalog")


def test_credentials_without_a_project_learn_how_to_find_one(serve: Serve) -> None:
    """`openstack token issue` succeeds with them, and says nothing."""
    serve([], project=None)

    with pytest.raises(CloudError) as refused:
        list(connect("mine").addresses.find())

    assert refused.value.true_now == "these credentials are scoped to no project"
    assert refused.value.next_step.startswith("openstack project list, which shows your projects")


def _ask(cloud: Any, service: str) -> None:
    """Send a request to a service."""
    match service:
        case "network":
            list(cloud.addresses.find())
        case "load-balancer":
            list(cloud.balancers.find())
        case "orchestration":
            list(cloud.stacks.find())


def test_a_way_to_sign_in_that_cannot_be_loaded_is_not_shown(write: Write) -> None:
    """Its library may be missing, and nobody asked for it: an error has two lines, no traceback."""
    write("clouds: {mycloud: {}}\n")
    command = [sys.executable, "-m", "bluegreen.cli.app", "--os-cloud", "nowhere", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["error", "next"]
