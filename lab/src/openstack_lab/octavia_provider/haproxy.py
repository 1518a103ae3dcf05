# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The HAProxy process of one load balancer: start, reload without a lost connection, stop."""

from pathlib import Path

from openstack_lab.octavia_provider.commands import run, wait_until
from openstack_lab.octavia_provider.control import Master, Unreachable
from openstack_lab.octavia_provider.namespace import Namespace


class HAProxy:
    """A master process with its workers, inside the load balancer's namespace.

    It is a daemon of its own: it goes on serving while the agent is away.
    """

    def __init__(self, program: str, directory: Path, namespace: Namespace) -> None:
        self._program = program
        self._namespace = namespace
        self.configuration = directory / "haproxy.cfg"
        self.server_states = directory / "server-states"
        self._socket = directory / "master"
        self.master = Master(self._socket)

    def is_running(self) -> bool:
        """Whether a worker takes new connections."""
        try:
            return self.master.current() is not None
        except Unreachable:
            return False

    def apply(self, text: str) -> None:
        """Make HAProxy run with this configuration; do nothing when it already does.

        The text becomes the configuration file only after HAProxy has checked it. Raises
        CommandFailed when HAProxy refuses it, NotInTime when no new worker takes over.
        """
        if self.is_running():
            if self.configuration.exists() and self.configuration.read_text() == text:
                return
            self._save_server_states()
            self._install(text)
            self._reload()
        else:
            self._namespace.end_processes()
            self.server_states.touch()
            self._install(text)
            self._start()

    def _install(self, text: str) -> None:
        draft = self.configuration.with_suffix(".draft")
        draft.write_text(text)
        run(self._program, "-c", "-f", str(draft))
        draft.replace(self.configuration)

    def _start(self) -> None:
        self._namespace.run(
            *(self._program, "-D", "-W", "-S", f"{self._socket},mode,600"),
            *("-f", str(self.configuration)),
        )
        wait_until(self.is_running, "start of HAProxy", seconds=10)

    def _reload(self) -> None:
        before = {worker.pid for worker in self.master.workers()}
        self.master.ask("reload")

        def taken_over() -> bool:
            try:
                worker = self.master.current()
            except Unreachable:  # the master is executing itself again
                return False
            return worker is not None and worker.pid not in before

        wait_until(taken_over, "take-over by a new HAProxy worker", seconds=10)

    def _save_server_states(self) -> None:
        """Keep the members' health, so that the new worker does not start from "all are up"."""
        worker = self.master.current()
        if worker:
            self.server_states.write_text(self.master.ask(f"@!{worker.pid} show servers state"))
