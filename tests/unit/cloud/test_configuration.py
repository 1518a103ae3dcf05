# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Variables and files mean the same cloud here as to the openstack client, whose own code is run.

The client is started in this process up to its first request, which is never sent.
"""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openstackclient import shell as client

from bluegreen.cloud.configuration import chosen
from bluegreen.errors import CloudNotNamed

URL = "https://keystone.test/v3"
SCOPE = "project_name: shop, user_domain_name: Default, project_domain_name: Default"
AUTH = f"auth_url: {URL}, username: jane, password: secret, {SCOPE}"
OPENRC = {
    "OS_AUTH_URL": URL,
    "OS_USERNAME": "jane",
    "OS_PASSWORD": "secret",
    "OS_PROJECT_NAME": "shop",
    "OS_USER_DOMAIN_NAME": "Default",
    "OS_PROJECT_DOMAIN_ID": "default",
    "OS_IDENTITY_API_VERSION": "3",
    "OS_INTERFACE": "public",
    "OS_REGION_NAME": "RegionOne",
}
ONE = f"clouds: {{mine: {{auth: {{{AUTH}}}}}}}"
REGIONS = f"clouds: {{mine: {{auth: {{{AUTH}}}, regions: [RegionOne, RegionTwo]}}}}"
MINE = {"OS_CLOUD": "mine"}


@dataclass(frozen=True)
class Shape:
    """A shape of variables and files; `options` are those of the command line."""

    environment: dict[str, str] = field(default_factory=dict)
    clouds: str | None = None
    secure: str | None = None
    public: str | None = None
    options: dict[str, str] = field(default_factory=dict)


def application_credential(more: str = "") -> str:
    """Return an entry that signs in with an application credential."""
    auth = f"auth_url: {URL}, application_credential_id: id, application_credential_secret: s"
    return f"clouds: {{mine: {{auth_type: v3applicationcredential, auth: {{{auth}}}{more}}}}}"


def entry(more: str, auth: str = AUTH) -> str:
    """Return an entry with a password and more keys."""
    return f"clouds: {{mine: {{auth: {{{auth}}}, {more}}}}}"


SHAPES = {
    "nothing at all": Shape(),
    "an openrc file": Shape(OPENRC),
    "an openrc file without a password": Shape(OPENRC | {"OS_PASSWORD": ""}),
    "an openrc file without a URL": Shape(OPENRC | {"OS_AUTH_URL": ""}),
    "an openrc file of old with a tenant": Shape(
        {k: v for k, v in OPENRC.items() if k != "OS_PROJECT_NAME"} | {"OS_TENANT_NAME": "shop"}
    ),
    "an openrc file beside a file of clouds": Shape(OPENRC, ONE),
    "an openrc file without domains": Shape(
        {k: v for k, v in OPENRC.items() if "DOMAIN" not in k} | {"OS_DEFAULT_DOMAIN": "customers"}
    ),
    "a token": Shape(
        {"OS_AUTH_URL": URL, "OS_AUTH_TYPE": "v3token", "OS_TOKEN": "gA", "OS_PROJECT_ID": "1"}
    ),
    "an application credential of variables": Shape(
        {
            "OS_AUTH_URL": URL,
            "OS_AUTH_TYPE": "v3applicationcredential",
            "OS_APPLICATION_CREDENTIAL_ID": "id",
            "OS_APPLICATION_CREDENTIAL_SECRET": "s",
        }
    ),
    "one cloud that nobody named": Shape({}, ONE),
    "one cloud, named": Shape(MINE, ONE),
    "one cloud, named by the option": Shape({}, ONE, options={"cloud": "mine"}),
    "the option against the variable": Shape({"OS_CLOUD": "other"}, ONE, options={"cloud": "mine"}),
    "a cloud that is not there": Shape({"OS_CLOUD": "other"}, ONE),
    "a cloud in another case": Shape({"OS_CLOUD": "Mine"}, ONE),
    "a cloud without any file": Shape(MINE),
    "an empty entry": Shape(MINE, "clouds: {mine: }"),
    "an entry that is text": Shape(MINE, "clouds: {mine: text}"),
    "an entry without auth": Shape(MINE, "clouds: {mine: {region_name: RegionOne}}"),
    "an entry without auth, and an openrc file": Shape(
        MINE | OPENRC, "clouds: {mine: {region_name: RegionOne}}"
    ),
    "an empty file": Shape(MINE, ""),
    "a file without clouds": Shape(MINE, "mine: {}"),
    "a file that is a list": Shape(MINE, "- mine"),
    "a file that is not YAML": Shape(MINE, "clouds: {mine: "),
    "a region of the variable": Shape(MINE | {"OS_REGION_NAME": "RegionTwo"}, ONE),
    "a region of the variable among those of the entry": Shape(
        MINE | {"OS_REGION_NAME": "RegionTwo"}, REGIONS
    ),
    "no region, and two in the entry": Shape(MINE, REGIONS),
    "a region that the entry does not have": Shape(MINE | {"OS_REGION_NAME": "Mars"}, REGIONS),
    "a region of the entry in another case": Shape(MINE | {"OS_REGION_NAME": "regionone"}, REGIONS),
    "the region of the option against the variable": Shape(
        MINE | {"OS_REGION_NAME": "RegionOne"}, REGIONS, options={"region_name": "RegionTwo"}
    ),
    "a region with values of its own": Shape(
        MINE | {"OS_REGION_NAME": "RegionTwo"},
        entry(
            "regions: [{name: RegionOne, values: {interface: public}}, "
            "{name: RegionTwo, values: {interface: internal}}]"
        ),
    ),
    "a region that is broken": Shape(MINE, entry("regions: [{values: {interface: public}}]")),
    "the entry's region against the variable": Shape(
        MINE | {"OS_REGION_NAME": "RegionTwo"}, entry("region_name: RegionOne")
    ),
    "the entry's region and no variable": Shape(MINE, entry("region_name: RegionOne")),
    "the entry's interface": Shape(MINE, entry("interface: internal")),
    "the variable's interface against the entry's": Shape(
        MINE | {"OS_INTERFACE": "public"}, entry("interface: internal")
    ),
    "an old name of the interface": Shape(MINE, entry("endpoint_type: internalURL")),
    "a project of the variable beside a cloud": Shape(MINE | {"OS_PROJECT_NAME": "other"}, ONE),
    "a password of the variable beside a cloud": Shape(
        MINE | {"OS_PASSWORD": "from the job"},
        f"clouds: {{mine: {{auth: {{auth_url: {URL}, username: jane, {SCOPE}}}}}}}",
    ),
    "a password in secure.yaml": Shape(
        MINE,
        f"clouds: {{mine: {{auth: {{auth_url: {URL}, username: jane, {SCOPE}}}}}}}",
        secure="clouds: {mine: {auth: {password: of the other file}}}",
    ),
    "secure.yaml against clouds.yaml": Shape(
        MINE, ONE, secure="clouds: {mine: {auth: {password: of the other file}}}"
    ),
    "only secure.yaml": Shape(MINE, secure=ONE),
    "an empty secure.yaml": Shape(MINE, ONE, secure=""),
    "secure.yaml that is broken": Shape(MINE, ONE, secure="clouds: {mine: "),
    "a profile of clouds-public.yaml": Shape(
        MINE,
        "clouds: {mine: {profile: provider, auth: "
        f"{{username: jane, password: secret, {SCOPE}}}}}}}",
        public=f"public-clouds: {{provider: {{auth: {{auth_url: {URL}}}, region_name: West}}}}",
    ),
    "a region against that of a profile": Shape(
        MINE | {"OS_REGION_NAME": "East"},
        "clouds: {mine: {profile: provider, auth: "
        f"{{username: jane, password: secret, {SCOPE}}}}}}}",
        public=f"public-clouds: {{provider: {{auth: {{auth_url: {URL}}}, region_name: West}}}}",
    ),
    "a profile that nobody knows": Shape(MINE, entry("profile: nobody")),
    "an application credential": Shape(MINE, application_credential()),
    "an application credential without its secret": Shape(
        MINE, application_credential().replace(", application_credential_secret: s", "")
    ),
    "a kind of sign-in that nobody knows": Shape(MINE, entry("auth_type: v9password")),
    "the version of the identity service in the entry": Shape(
        MINE, entry("identity_api_version: 3", f"auth_url: {URL}, username: jane, password: x")
    ),
    "certificates of the variables": Shape(
        MINE | {"OS_CACERT": "/etc/ssl/ca.pem", "OS_CERT": "/c.pem", "OS_KEY": "/k.pem"}, ONE
    ),
    "certificates of the entry": Shape(MINE, entry("cacert: /etc/ssl/ca.pem, verify: false")),
    "a domain instead of a project": Shape(
        MINE,
        f"clouds: {{mine: {{auth: {{auth_url: {URL}, username: jane, password: x, "
        "user_domain_name: Default, domain_name: Default}}}",
    ),
    "a name of the variables' cloud that a file has": Shape(
        OPENRC | {"OS_CLOUD_NAME": "mine"}, ONE
    ),
    "the cloud of the variables, by name": Shape(OPENRC | {"OS_CLOUD": "envvars"}, ONE),
}


class NotSent(Exception):
    """The first request would be sent now: everything that decides where has been read."""


class Client(client.OpenStackShell):
    """The client; its commands are left out, which take a second to load."""

    def _load_commands(self) -> None:
        pass

    log_configurator = Namespace(configure=lambda _: None, dump_trace=False)


@pytest.fixture(autouse=True)
def nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """End each run at its first request."""

    def send(*_: object, **__: object) -> None:
        raise NotSent

    monkeypatch.setattr("keystoneauth1.session.Session.request", send)


@pytest.fixture(params=list(SHAPES))
def shape(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shape:
    """Make a shape's variables and files the only ones."""
    shape = SHAPES[request.param]
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)
    for name, value in shape.environment.items():
        monkeypatch.setenv(name, value)
    files = {
        "CONFIG": ("clouds.yaml", shape.clouds),
        "SECURE": ("secure.yaml", shape.secure),
        "VENDOR": ("clouds-public.yaml", shape.public),
    }
    for kind, (name, text) in files.items():
        file = tmp_path / name
        if text is not None:
            file.write_text(text)
        monkeypatch.setattr(f"openstack.config.loader.{kind}_FILES", [str(file)])
    monkeypatch.chdir(tmp_path)
    return shape


def as_the_client_reads(options: dict[str, str]) -> dict[str, Any] | None:
    """Return what the client would use; None where it refuses."""
    shell = Client()
    try:
        shell.options = shell.parser.parse_args([])
        for name, value in options.items():
            setattr(shell.options, name, value)
        shell.initialize_app([])
        shell.prepare_to_run_command(Namespace(auth_required=True, cmd_name="token issue"))
    except NotSent:
        return facts(shell.cloud)
    except Exception:  # it ends with whatever the libraries raise
        return None
    raise AssertionError("the client has sent no request")


def as_it_is_read_here(options: dict[str, str]) -> dict[str, Any] | None:
    """Return what a command would use; None where it refuses."""
    try:
        return facts(chosen(options.get("cloud"), options.get("region_name")))
    except CloudNotNamed:
        return None


def facts(cloud: Any) -> dict[str, Any]:
    """Return all that decides whom to ask, as whom, and about what."""
    config = cloud.config
    return {
        "auth": config["auth"],
        "auth_type": config["auth_type"],
        "region": cloud.region_name,
        "interface": config["interface"],
        "tls": cloud.get_requests_verify_args(),
    }


@pytest.mark.filterwarnings("ignore")
def test_it_is_the_cloud_of_the_openstack_client_or_the_same_refusal(shape: Shape) -> None:
    """Same URL, user, secret, project, region, interface and certificates."""
    assert as_it_is_read_here(shape.options) == as_the_client_reads(shape.options)


def test_there_are_enough_shapes_of_both_kinds() -> None:
    """A rule that refuses everything, or reads nothing, would pass otherwise."""
    assert len(SHAPES) >= 40
