# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lab as a value: its directory, the ports that it uses and its passwords."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from openstack_lab.paths import LabPaths

DEFAULT_DIRECTORY = Path("/var/lib/openstack-lab")
DIRECTORY_VARIABLE = "OPENSTACK_LAB_DIR"
MARK = "OPENSTACK_LAB"
"""Every process of the lab carries this variable, so that it can be found without its parent."""
STEP_MARK = "OPENSTACK_LAB_STEP"
"""The programs of a step carry its name in this one: they should end with the `lab` command."""

REGION = "RegionOne"
LOOPBACK = "127.0.0.1"
PORTS = {
    "keystone": 5000,
    "aodh": 8042,
    "heat": 8004,
    "nova": 8774,
    "nova-metadata": 8775,
    "placement": 8778,
    "glance": 9292,
    "neutron": 9696,
    "octavia": 9876,
    "horizon": 16080,
    "prometheus": 16090,
    "ceilometer": 16101,
    "epmd": 16369,
    "openflow": 16633,
    "rabbitmq": 16672,
    "rabbitmq-distribution": 16673,
}
"""TCP ports, all on loopback.

MariaDB, memcached, OVSDB, libvirt and supervisord use UNIX sockets.
"""

TELEMETRY = ("aodh", "prometheus", "ceilometer")
"""Those of `PORTS` that are used with `lab up --telemetry` only."""

SERVICE_USERS = ("glance", "heat", "neutron", "nova", "octavia", "placement")
TELEMETRY_USERS = ("aodh", "ceilometer")
ORDINARY_USERS = ("demo", "other")
_DATA_DIRECTORIES = ("neutron", "nova/instances", "octavia")
_SECRETS = (
    "admin",
    *ORDINARY_USERS,
    *SERVICE_USERS,
    *TELEMETRY_USERS,
    "keystone",
    "heat-domain-admin",
    "heat-encryption",
    "horizon",
    "metadata",
    "rabbitmq",
)


@dataclass(frozen=True)
class Lab:
    """One lab on this machine."""

    directory: Path

    @classmethod
    def from_environment(cls) -> "Lab":
        """Return the lab that the environment names, else the one in the default directory."""
        return cls(Path(os.environ.get(DIRECTORY_VARIABLE) or DEFAULT_DIRECTORY).absolute())

    @property
    def paths(self) -> LabPaths:
        """Where everything of this lab is on disk."""
        return LabPaths(self.directory)

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of every process of the lab; nothing is inherited."""
        path = f"{self.directory}/bin:{self.paths.virtualenv}/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {
            "PATH": path,
            "HOME": str(self.directory),
            "LANG": "C.UTF-8",
            "OVS_RUNDIR": str(self.paths.sockets),
            # Else setproctitle writes titles of processes over their environment and its mark.
            "SPT_NOENV": "1",
            MARK: str(self.directory),
        }

    @property
    def has_telemetry(self) -> bool:
        """Tell whether this lab was once brought up with telemetry: it keeps it."""
        return self.paths.telemetry_mark.exists()

    def add_telemetry(self) -> None:
        """Remember that this lab has telemetry."""
        self.paths.telemetry_mark.touch()

    def exists(self) -> bool:
        """Tell whether anything of this lab is on disk."""
        return self.directory.exists()

    def prepare(self) -> None:
        """Make the directories and the missing passwords; root alone may look inside."""
        for path in (self.directory, self.paths.sockets, self.paths.data):
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o755)  # the services' own directories are in these
        for path in (self.paths.configuration, self.paths.logs, self.paths.stamps):
            path.mkdir(mode=0o700, exist_ok=True)
        for name in _DATA_DIRECTORIES:
            (self.paths.data / name).mkdir(parents=True, exist_ok=True)
        known = self._read_secrets()
        missing = {name: secrets.token_hex(16) for name in _SECRETS if name not in known}
        if missing:
            write_private(self.paths.secrets_file, json.dumps(known | missing, indent=1))

    def secret(self, name: str) -> str:
        """Return a password of this lab: 32 hexadecimal digits."""
        return self._read_secrets()[name]

    def _read_secrets(self) -> dict[str, str]:
        if not self.paths.secrets_file.exists():
            return {}
        return dict(json.loads(self.paths.secrets_file.read_text()))


def was_ever_done(lab: Lab, step: str) -> bool:
    """Tell whether a step was once completed, with whatever inputs."""
    return (lab.paths.stamps / step).exists()


def url(service: str, path: str = "") -> str:
    """Return the address of a service's API, or of a path in it."""
    return f"http://{LOOPBACK}:{PORTS[service]}{path}"


def sign_in(lab: Lab) -> str:
    """Say where the dashboard is, and who can sign in."""
    users = " or ".join(ORDINARY_USERS)
    return f"Horizon: {url('horizon', '/')} for {users}; passwords: {lab.paths.clouds_file}"


def write_private(path: Path, text: str, *, group: int | None = None) -> None:
    """Write a file that only root, and a group if one is given, can read; whole or not at all."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        if group is not None:
            os.fchown(descriptor, -1, group)
            os.fchmod(descriptor, 0o640)
        file.write(text)
    temporary.replace(path)
