# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The provider's long-running part, started by the Octavia driver agent."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event

from keystoneauth1 import loading
from octavia_lib.api.drivers.driver_lib import DriverLibrary
from openstack.connection import Connection
from oslo_config import cfg

from openstack_lab.octavia_provider import configuration
from openstack_lab.octavia_provider.desired_state import DesiredState
from openstack_lab.octavia_provider.machine import Machine
from openstack_lab.octavia_provider.reconciler import Reconciler
from openstack_lab.octavia_provider.wakeup import WakeupSocket
from openstack_lab.octavia_provider.watcher import Watcher

_FIRST_LOOK, _URGENT_LOOK, _CALM_LOOK = 0.1, 1.0, 5.0
_URGENT_FOR = 15.0
_WATCH_EVERY = 1.0


def run(exit_event: Event) -> None:
    """Serve the load balancers of the API on this machine until `exit_event` is set.

    A wake-up only makes it faster. After one, the API is asked again and again for a while, because
    the driver sends it before Octavia commits; without one the API is asked every few seconds.
    HAProxy processes outlive this function. It ends as well when the driver agent is killed, so
    that there are never two of it.
    """
    parent = os.getppid()
    settings = configuration.load()
    settings.state_directory.mkdir(parents=True, exist_ok=True)
    cloud, library = _cloud(), _library()
    machine = Machine(settings, cloud)
    settings.requests.mkdir(parents=True, exist_ok=True)
    with WakeupSocket(settings.wakeup_socket) as wakeup, ThreadPoolExecutor(4) as workers:
        watcher = Watcher(machine, library)
        reconciler = Reconciler(DesiredState(cloud), machine, library, watcher, workers)
        attention = Attention()
        while not exit_event.is_set() and os.getppid() == parent:
            if attention.is_due():
                reconciler.reconcile()
            watcher.check()
            if wakeup.wait(min(_WATCH_EVERY, attention.seconds_left())):
                attention.rouse()


class Attention:
    """When to ask the API again: soon after a wake-up, then more and more seldom."""

    def __init__(self) -> None:
        self.rouse()

    def rouse(self) -> None:
        """Ask again soon, and often for a while."""
        self._pause = _FIRST_LOOK
        self._next = time.monotonic() + self._pause
        self._urgent_until = self._next + _URGENT_FOR

    def is_due(self) -> bool:
        """Whether it is time to look; if so, the next time is set."""
        now = time.monotonic()
        if now < self._next:
            return False
        ceiling = _URGENT_LOOK if now < self._urgent_until else _CALM_LOOK
        self._next, self._pause = now + self._pause, min(2 * self._pause, ceiling)
        return True

    def seconds_left(self) -> float:
        """Return the time until the next look."""
        return max(self._next - time.monotonic(), 0)


def _cloud() -> Connection:
    """Connect as the service user of Octavia's section `service_auth`."""
    section = "service_auth"
    auth = loading.load_auth_from_conf_options(cfg.CONF, section)
    session = loading.load_session_from_conf_options(cfg.CONF, section, auth=auth)
    return Connection(session=session)


def _library() -> DriverLibrary:
    """Open the sockets of the driver agent this function runs in."""
    paths = cfg.CONF.driver_agent
    return DriverLibrary(
        status_socket=paths.status_socket_path,
        stats_socket=paths.stats_socket_path,
        get_socket=paths.get_socket_path,
    )
