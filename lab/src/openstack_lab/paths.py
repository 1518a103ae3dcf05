# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Where a lab keeps its files: everything is below its one directory."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LabPaths:
    """The files and folders of one lab, whether or not they are there yet."""

    directory: Path

    @property
    def virtualenv(self) -> Path:
        """The services' own virtual environment."""
        return self.directory / "venv"

    @property
    def horizon_virtualenv(self) -> Path:
        """Horizon's virtual environment: its panels would not agree with the services' packages."""
        return self.directory / "venv-horizon"

    @property
    def telemetry_virtualenv(self) -> Path:
        """The virtual environment of the telemetry services."""
        return self.directory / "venv-telemetry"

    @property
    def configuration(self) -> Path:
        """The rendered configuration, one folder a service."""
        return self.directory / "etc"

    @property
    def logs(self) -> Path:
        """One log file for each service and step."""
        return self.directory / "log"

    @property
    def sockets(self) -> Path:
        """UNIX sockets and process ids."""
        return self.directory / "run"

    @property
    def service_sockets(self) -> Path:
        """The UNIX sockets of services that are not root: nobody else can reach them."""
        return self.sockets / "services"

    @property
    def home(self) -> Path:
        """The home directory of the services that are not root."""
        return self.directory / "home"

    @property
    def stamps(self) -> Path:
        """Which one-time steps are done, and for what inputs."""
        return self.directory / "stamps"

    @property
    def data(self) -> Path:
        """Databases, images, disks: what must survive `lab down`."""
        return self.directory / "data"

    @property
    def commands(self) -> Path:
        """What users may want on their PATH: the `openstack` command."""
        return self.directory / "commands"

    @property
    def clouds_file(self) -> Path:
        """The `clouds.yaml` of the lab's users."""
        return self.directory / "clouds.yaml"

    @property
    def secrets_file(self) -> Path:
        """The passwords of all users and services; root alone can read it."""
        return self.directory / "secrets.json"

    @property
    def telemetry_mark(self) -> Path:
        """The file whose presence says that this lab has telemetry."""
        return self.directory / "with-telemetry"
