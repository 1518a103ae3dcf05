# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The locked versions of the services' packages."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

_HERE = Path(str(files("openstack_lab")))
REQUIREMENTS = _HERE / "requirements.txt"
HORIZON = _HERE / "requirements-horizon.txt"
DEBIAN_PACKAGES = _HERE / "debian.txt"


@cache
def version_of(package: str, requirements: Path = REQUIREMENTS) -> str:
    """Return the locked version of a package; KeyError if it is not locked."""
    versions: dict[str, str] = dict(
        re.findall(r"^([\w.-]+)==(\S+)", requirements.read_text(), re.MULTILINE)
    )
    return versions[package]


def debian_packages() -> list[str]:
    """Return the names of the Debian packages that the lab needs."""
    lines = (line.partition("#")[0].strip() for line in DEBIAN_PACKAGES.read_text().splitlines())
    return [line for line in lines if line]
