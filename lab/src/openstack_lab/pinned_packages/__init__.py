# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The locked versions of the services' packages."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

_HERE = Path(str(files("openstack_lab.pinned_packages")))
REQUIREMENTS = _HERE / "requirements.txt"
HORIZON = _HERE / "requirements-horizon.txt"
TELEMETRY = _HERE / "requirements-telemetry.txt"
DEBIAN = _HERE / "debian.txt"
DEBIAN_TELEMETRY = _HERE / "debian-telemetry.txt"


@cache
def version_of(package: str, requirements: Path = REQUIREMENTS) -> str:
    """Return the locked version of a package; KeyError if it is not locked."""
    versions: dict[str, str] = dict(
        re.findall(r"^([\w.-]+)==(\S+)", requirements.read_text(), re.MULTILINE)
    )
    return versions[package]


def debian_packages(file: Path = DEBIAN) -> list[str]:
    """Return the names of the Debian packages in one of the lists."""
    lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return [line for line in lines if line]
