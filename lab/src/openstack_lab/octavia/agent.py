# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The provider's long-running part, started by the Octavia driver agent."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event

from keystoneauth1 import loading
from octavia_lib.api.drivers.driver_lib import DriverLibrary
from openstack.connection import Connection
from oslo_config import cfg

from openstack_lab.octavia import settings as provider_settings
from openstack_lab.octavia.bell import Bell
from openstack_lab.octavia.desired import Octavia
from openstack_lab.octavia.machine import Machine
from openstack_lab.octavia.observer import Observer
from openstack_lab.octavia.orders import Orders

_LOG = logging.getLogger(__name__)
_FIRST_LOOK, _LAST_LOOK = 0.1, 5.0
_OBSERVE_EVERY = 1.0


def run(exit_event: Event) -> None:
    """Serve the load balancers of the API on this machine until told to exit.

    The bell only makes it faster. After a ring the API is asked at growing intervals, because
    the driver rings before Octavia commits; without one it is asked every few seconds.
    HAProxy processes outlive this function.
    """
    settings = provider_settings.load()
    settings.state_directory.mkdir(parents=True, exist_ok=True)
    cloud, library = _cloud(), _library()
    machine = Machine(settings, cloud)
    with Bell(settings.bell) as bell, ThreadPoolExecutor(4) as workers:
        observer = Observer(machine, library)
        orders = Orders(Octavia(cloud), machine, library, observer, workers)
        pause = _FIRST_LOOK
        next_look = time.monotonic()
        while not exit_event.is_set():
            if time.monotonic() >= next_look:
                orders.look()
                next_look = time.monotonic() + pause
                pause = min(2 * pause, _LAST_LOOK)
            observer.observe()
            if bell.wait(min(_OBSERVE_EVERY, max(next_look - time.monotonic(), 0))):
                pause = _FIRST_LOOK
                next_look = time.monotonic() + pause


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
