# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Two load balancers that somebody has made with plain `openstack` commands."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.cloud.api import Api, Service
from bluegreen.cloud.protocols import Cloud
from bluegreen.probe import Limits, Target
from bluegreen.probe.ask_once import ask_once
from lab.conftest import BIN, Operator

NAME = "adopted"
PARTS = "doctor-adopt"


SERVER = "10.77.0.20"

SPECIFICATION = f"""
application: {NAME}
external_network: public
servers: {{image: none, flavor: none}}
checks:
  - {{name: health, http: {{path: /health}}}}
watch: {{duration: 5s, every: 1s}}
"""
MAKE = f"""
network create {PARTS}
subnet create --network {PARTS} --subnet-range 10.77.0.0/24 {PARTS}
router create --external-gateway public {PARTS}
router add subnet {PARTS} {PARTS}
security group create {PARTS}
security group rule create --protocol tcp --dst-port 8080 {PARTS}
port create --network {PARTS} --fixed-ip ip-address={SERVER} --security-group {PARTS} {PARTS}
server create --image lab-web --flavor lab.small --port {PARTS} --user-data {{user_data}} {PARTS}
"""
USER_DATA = "#!/bin/sh\necho well | tee /srv/www/index.html >/srv/www/health\n"
MAKE_BALANCER = """
loadbalancer create --name {name} --vip-subnet-id {parts} --wait
loadbalancer listener create --name {name} --protocol HTTP --protocol-port 80 --wait {name}
loadbalancer pool create --name {name} --listener {name} {pool} --wait
loadbalancer member create --address {server} --protocol-port 8080 --subnet-id {parts} --wait {name}
loadbalancer healthmonitor create {check} --wait {name}
"""
POOL = "--protocol HTTP --lb-algorithm ROUND_ROBIN"
CHECK = "--type HTTP --url-path /health --delay 3 --timeout 2 --max-retries 1"
TAKE_DOWN = f"""
loadbalancer delete --cascade --wait {PARTS}-one
loadbalancer delete --cascade --wait {PARTS}-two
server delete --wait {PARTS}
port delete {PARTS}
router remove subnet {PARTS} {PARTS}
router delete {PARTS}
network delete {PARTS}
security group delete {PARTS}
"""


@dataclass(frozen=True)
class Client:
    """Somebody with the openstack client, and somebody who looks on."""

    environment: dict[str, str]
    api: Api
    cloud: Cloud

    def types(self, commands: str, *, may_fail: bool = False) -> str:
        """Run some commands, one a line, in one session.

        Such a session ends with 1 whatever came of the commands (cliff gives no other code), so
        stderr says what failed.
        """
        done = subprocess.run(
            [BIN / "openstack"],
            input=commands,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert may_fail or not done.stderr, f"{commands}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def named(self, service: Service, path: str, name: str = PARTS) -> Any:
        """Return what has this name and is the project's or shared with it, or None."""
        kind = path.rpartition("/")[2]
        listed = self.api.list(service, path, kind, of_any_project=True, name=name)
        return next(listed, None)

    def port_of(self, floating_ip: str) -> str | None:
        """Return where a floating IP points."""
        found = self.cloud.adoption.addresses()
        return next(one.port_id for one in found if one.floating_ip == floating_ip)


@dataclass(frozen=True)
class Pair:
    """What stands there before anything is adopted."""

    production: str
    ports: dict[str, str]


def make(client: Client, folder: Path) -> Pair:
    """Make all of it with plain commands."""
    user_data = folder / "user-data.sh"
    user_data.write_text(USER_DATA)
    balancers = {side: f"{PARTS}-{side}" for side in ("one", "two")}
    each = (
        MAKE_BALANCER.format(name=name, parts=PARTS, server=SERVER, pool=POOL, check=CHECK)
        for name in balancers.values()
    )
    client.types("".join((MAKE.format(user_data=user_data), *each)))
    found = {one.name: one.vip_port_id for one in client.cloud.adoption.balancers()}
    ports = {side: found[name] for side, name in balancers.items()}
    made = client.types(f"floating ip create --port {ports['one']} public -f json")
    return Pair(json.loads(made)["floating_ip_address"], ports)


def take_down(client: Client, operator: Operator) -> None:
    """Leave nothing of it, nor of an earlier run."""
    if client.named("network", "/networks") is None:
        return
    operator.types("credential", "delete", NAME, "--all", expect=None)
    operator.types("adopt", NAME, "--unadopt", "--yes", "--break-lease", expect=None)
    ports = {one.vip_port_id for one in client.cloud.adoption.balancers() if PARTS in one.name}
    addresses = [one.id for one in client.cloud.adoption.addresses() if one.port_id in ports]
    release = "".join(f"floating ip delete {one}\n" for one in addresses)
    client.types(release + TAKE_DOWN, may_fail=True)


@contextmanager
def users_of(address: str) -> Iterator[None]:
    """Let somebody open a connection to an address four times a second."""
    gone, target = threading.Event(), Target.of(f"http://{address}/health")

    def ask() -> None:
        while not gone.wait(0.25):
            ask_once(target, Limits(timedelta(seconds=5)))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        gone.set()
        asking.join()


def wait_until_healthy(operator: Operator) -> None:
    """Wait for the health monitors, which need a server that has booted."""

    def healthy() -> bool:
        rows = operator.sides(NAME).values()
        return all(row["State"] == "healthy" and row["Healthy"] == 1 for row in rows)

    every, limit = timedelta(seconds=2), timedelta(minutes=5)
    assert wait_until(healthy, limit=limit, every=every, clock=SteadyClock())


def narrow_operator(operator: Operator, job: str, *more: str) -> Operator:
    """Return an operator who has nothing but a credential for one job."""
    made = operator.types("credential", "create", NAME, "--for", job, "--expires", "1h", *more)
    (name,) = yaml.safe_load(made.out)["clouds"]
    clouds = operator.folder / f"{name}.yaml"
    clouds.write_text(made.out)
    cloud = {"OS_CLIENT_CONFIG_FILE": str(clouds), "OS_CLOUD": name}
    return replace(operator, environment=operator.environment | cloud)
