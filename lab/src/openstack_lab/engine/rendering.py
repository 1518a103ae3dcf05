# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Turns the templates of the package into the configuration files of one lab."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from openstack_lab.engine.sources import digest, panel_sources
from openstack_lab.host import user
from openstack_lab.lab import LOOPBACK, PORTS, REGION, Lab, url, write_private

_PROVIDER = Path(__file__).parents[1] / "octavia_provider"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("openstack_lab"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  these are configuration files, not HTML
    )


def variables(lab: Lab) -> dict[str, Any]:
    """Return what every template and command of the table can use."""
    return {
        "paths": lab.paths,
        "loopback": LOOPBACK,
        "ports": PORTS,
        "region": REGION,
        "url": url,
        "secret": lab.secret,
        "panel": digest(*panel_sources()),
        "provider": digest(_PROVIDER),
        "bin": lab.paths.virtualenv / "bin",
        "etc": lab.paths.configuration,
        "data": lab.paths.data,
        "run": lab.paths.sockets,
        "sockets": lab.paths.service_sockets,
        "home": lab.paths.home,
        "user": user.NAME,
        "log": lab.paths.logs,
    }


def render(lab: Lab, text: str) -> str:
    """Render a short text, such as a command."""
    return _templates().from_string(text).render(variables(lab))


def render_file(lab: Lab, name: str, **more: Any) -> str:
    """Render one template of the package and return its text."""
    return _templates().get_template(name).render(variables(lab) | more)


def write_configuration(lab: Lab, name: str) -> str:
    """Render one template to its place in the configuration folder and return its text."""
    text = render_file(lab, name)
    path = lab.paths.configuration / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        write_private(path, text, group=user.group())
    return text
