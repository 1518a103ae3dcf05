# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Talks to supervisord, which starts, watches and stops the services."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import Faults, SupervisorTransport

from openstack_lab.engine.rendering import render, render_file, write_configuration
from openstack_lab.engine.unit import Process, Service
from openstack_lab.errors import LabError
from openstack_lab.host import user
from openstack_lab.lab import Lab, write_private

START_SECONDS = 20


class Supervisor:
    """The supervisord of one lab, over its UNIX socket."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._file = lab.paths.configuration / "supervisord.conf"
        self._log = lab.paths.logs / "supervisord.log"

    def is_running(self) -> bool:
        """Tell whether supervisord answers; the end of one that is shutting down is waited for."""
        while True:
            try:
                self._calls().getState()
            except Fault:  # SHUTDOWN_STATE: it waits for the end of its services
                time.sleep(0.1)
            except (OSError, HTTPException):
                return False
            else:
                return True

    def start_with(self, services: Iterable[Service]) -> None:
        """Start supervisord with this table, or give the table to the one that runs.

        A service whose command or configuration changed is stopped; `start` brings it back.
        """
        write_private(self._file, self._configuration(services))
        if self.is_running():
            self._adopt_changes()
            return
        supervisord = Path(sys.executable).with_name("supervisord")
        subprocess.run(
            [supervisord, "--configuration", self._file], env=self._lab.environment, check=True
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if time.monotonic() > deadline:
                raise LabError(
                    f"supervisord does not answer after {START_SECONDS} s.",
                    f"Read {self._log}.",
                )
            time.sleep(0.1)

    def start(self, name: str) -> None:
        """Start a service unless it runs; return at once. Raises LabError if it cannot be."""
        try:
            self._calls().startProcess(name, False)  # noqa: FBT003  XML-RPC has no names
        except Fault as fault:
            if fault.faultCode != Faults.ALREADY_STARTED:
                raise LabError(
                    f"{name} cannot be started: {fault.faultString}.",
                    f"Read {self._log}; `lab wipe` and `lab up` make a new lab.",
                ) from None

    def stop(self, name: str) -> None:
        """Stop a service and wait until its process has ended."""
        try:
            self._calls().stopProcess(name)
        except Fault as fault:
            if fault.faultCode not in (Faults.NOT_RUNNING, Faults.BAD_NAME, Faults.SHUTDOWN_STATE):
                raise

    def processes(self) -> dict[str, Process]:
        """Return every service that supervisord knows, by name; empty if it does not run."""
        try:
            known = self._calls().getAllProcessInfo()
        except (OSError, HTTPException, Fault):
            return {}
        return {info["name"]: _process(info) for info in known}

    def shut_down(self) -> None:
        """End supervisord itself and wait for its end."""
        with suppress(OSError, HTTPException, Fault):
            self._calls().shutdown()
        while self.is_running():
            time.sleep(0.1)

    def program(self, service: Service) -> dict[str, Any]:
        """Return supervisord's entry of a service, with its configuration written."""
        files = [write_configuration(self._lab, name) for name in service.configuration]
        digest = hashlib.sha256("\0".join(files).encode()).hexdigest()[:16]
        command = render(self._lab, service.command)
        environment = {name: render(self._lab, text) for name, text in service.environment.items()}
        if not service.as_root:
            command = user.command(command)
            environment = user.environment(self._lab) | environment
        # A changed file changes the program's environment: supervisord then sees a changed program.
        environment["OPENSTACK_LAB_CONFIGURATION"] = digest
        return {
            "name": service.name,
            "command": command,
            "environment": ",".join(f'{name}="{text}"' for name, text in environment.items()),
            "stop_seconds": service.stop_seconds,
            "stop_children": service.stop_children,
            "start_again": service.start_again,
        }

    def _configuration(self, services: Iterable[Service]) -> str:
        return render_file(
            self._lab, "supervisord.conf", programs=[self.program(one) for one in services]
        )

    def _adopt_changes(self) -> None:
        calls = self._calls()
        added, changed, removed = calls.reloadConfig()[0]
        for name in (*changed, *removed):
            calls.stopProcessGroup(name)
            calls.removeProcessGroup(name)
        for name in (*added, *changed):
            calls.addProcessGroup(name)

    def _calls(self) -> Any:
        socket = f"unix://{self._lab.paths.sockets / 'supervisor.sock'}"
        transport = SupervisorTransport(None, None, socket)
        return ServerProxy("http://localhost", transport=transport).supervisor


def _process(info: dict[str, Any]) -> Process:
    return Process(info["statename"], info["pid"], datetime.fromtimestamp(info["start"], UTC))
