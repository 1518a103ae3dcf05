# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""Real guests in QEMU, each with DHCP and metadata in a network namespace of its own.

Needs root and the packages that `lab up` installs (qemu-system-x86, dnsmasq-base).
"""

import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from openstack_lab.guest_image import GuestImage, build
from pyroute2 import netns

METADATA = "169.254.169.254"
ADDRESS = "10.77.0.10"
BOOT_SECONDS = 120
ROUTES = f"121,{METADATA}/32,10.77.0.1,0.0.0.0/0,10.77.0.1"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Guest:
    """A running server, as its cloud and its clients see it."""

    namespace: str
    qemu: subprocess.Popen[bytes]
    console: Path
    monitor: Path

    def connect(self) -> HTTPConnection:
        """Open one HTTP connection from inside the namespace."""
        connection = HTTPConnection(ADDRESS, 8080, timeout=30)
        netns.pushns(self.namespace)
        try:
            connection.connect()
        finally:
            netns.popns()
        return connection

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        """Return status, text and headers of one request on a connection of its own."""
        connection = self.connect()
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, dict(answer.headers)

    def press_power_button(self) -> None:
        """Ask the server to stop, as Nova does."""
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.connect(str(self.monitor))
            lines = monitor.makefile("rw")
            for command in ("qmp_capabilities", "system_powerdown"):
                lines.write(json.dumps({"execute": command}) + "\n")
                lines.flush()
                while "return" not in json.loads(lines.readline()):
                    pass


Boot = Callable[[str | None], Guest]
Started = AbstractContextManager[subprocess.Popen[bytes]]


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> GuestImage:
    """The guest image, made once."""
    return build(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def boot(image: GuestImage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Boot]:
    """Boots a guest with the given user data and returns when it is ready."""
    with ExitStack() as stack:

        def boot_one(user_data: str | None) -> Guest:
            directory = tmp_path_factory.mktemp("guest")
            namespace = stack.enter_context(_network())
            stack.enter_context(_dhcp(namespace, directory))
            stack.enter_context(_metadata(namespace, directory, user_data))
            qemu = stack.enter_context(_qemu(namespace, directory, image))
            guest = Guest(namespace, qemu, directory / "console.log", directory / "monitor")
            _wait_until_ready(guest)
            return guest

        yield boot_one


@contextmanager
def _network() -> Iterator[str]:
    name = f"guest-test-{os.getpid()}-{next(_numbers)}"
    netns.create(name)
    try:
        for command in (
            "link set lo up",
            f"address add {METADATA}/32 dev lo",
            "tuntap add tap0 mode tap",
            "address add 10.77.0.1/24 dev tap0",
            "link set tap0 up",
        ):
            subprocess.run(["ip", "-n", name, *command.split()], check=True)
        yield name
    finally:
        netns.remove(name)


@contextmanager
def _running(namespace: str, command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _dhcp(namespace: str, directory: Path) -> Started:
    leases = f"--dhcp-range={ADDRESS},{ADDRESS} --no-ping --dhcp-leasefile={directory}/leases"
    options = f"--dhcp-option=option:mtu,1450 --dhcp-option={ROUTES}"
    command = f"dnsmasq --keep-in-foreground --port=0 --conf-file=/dev/null {leases} {options}"
    return _running(namespace, command.split(), directory / "dhcp.log")


def _metadata(namespace: str, directory: Path, user_data: str | None) -> Started:
    latest = directory / "metadata" / "latest"
    (latest / "meta-data").mkdir(parents=True)
    (latest / "meta-data" / "hostname").write_text("web-1.example.org")
    if user_data is not None:
        (latest / "user-data").write_text(user_data)
    command = [sys.executable, "-m", "http.server", "--bind", METADATA, "--directory"]
    return _running(namespace, [*command, str(latest.parent), "80"], directory / "metadata.log")


def _qemu(namespace: str, directory: Path, image: GuestImage) -> Started:
    machine = "-accel tcg -m 128 -nodefaults -nographic -no-reboot"
    lan = "-netdev tap,id=lan,ifname=tap0,script=no,downscript=no -device virtio-net-pci,netdev=lan"
    control = f"-serial stdio -qmp unix:{directory}/monitor,server,nowait"
    files = f"-kernel {image.kernel} -initrd {image.ramdisk} -append console=ttyS0"
    command = f"qemu-system-x86_64 {machine} {lan} {control} {files}"
    return _running(namespace, command.split(), directory / "console.log")


def _wait_until_ready(guest: Guest) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while "guest: READY" not in guest.console.read_text(errors="replace"):
        if guest.qemu.poll() is not None or time.monotonic() > deadline:
            tail = guest.console.read_text(errors="replace")[-2000:]
            pytest.fail(f"the guest did not get ready; its console ends with:\n{tail}")
        time.sleep(0.1)
