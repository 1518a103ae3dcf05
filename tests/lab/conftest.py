# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lab as a user meets it: its clouds.yaml, and the commands of the product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from keystoneauth1.identity.v3 import ApplicationCredential
from keystoneauth1.session import Session
from openstack.connection import Connection
from openstack_lab.host.shell_env import choosing
from openstack_lab.lab import Lab

BIN = Path(sys.executable).parent
DEMO = Path(__file__).parents[2] / "demo"
STANDING = "standing"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return what it printed, as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Operator:
    """Somebody with a terminal, in a folder with a specification."""

    folder: Path
    environment: dict[str, str]

    def types(self, *arguments: str, expect: int | None = 0) -> Done:
        """Run one bluegreen command; it must end with the expected exit code unless None."""
        done = subprocess.run(
            [BIN / "bluegreen", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        result = Done(done.returncode, done.stdout, done.stderr)
        if expect is not None:
            told = f"bluegreen {' '.join(arguments)} ended with {done.returncode}"
            assert done.returncode == expect, f"{told}:\n{done.stdout}\n{done.stderr}"
        return result

    def sides(self, application: str) -> dict[str, dict[str, Any]]:
        """Return the rows of `status` by side."""
        rows = self.types("-q", "status", application, "-f", "json").json()
        return {row["Side"]: row for row in rows}

    def live(self, application: str) -> str:
        """Return the live side."""
        return next(n for n, row in self.sides(application).items() if row["Role"] == "live")


@pytest.fixture(scope="session")
def lab_environment() -> dict[str, str]:
    """The variables that `lab env` sets, in a copy of this process's environment."""
    return choosing(Lab.from_environment(), os.environ)


def operator_of(folder: Path, environment: dict[str, str], application: str) -> Operator:
    """Return an operator whose folder holds the demo application under another name."""
    specification = (DEMO / "bluegreen.yaml").read_text()
    (folder / "bluegreen.yaml").write_text(
        specification.replace("application: demo", f"application: {application}")
    )
    (folder / "user-data.sh").write_bytes((DEMO / "user-data.sh").read_bytes())
    return Operator(folder, environment)


@pytest.fixture(scope="session")
def standing(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Operator]:
    """An operator whose demo application `STANDING` is up, for tests that leave it so: one side is
    live, and both run 1.0.
    """
    yield from standing_up(tmp_path_factory.mktemp(STANDING), lab_environment, STANDING)


@pytest.fixture(scope="module")
def operator(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    lab_environment: dict[str, str],
) -> Iterator[Operator]:
    """An operator whose demo application is up under the file's `NAME`: blue is live, both sides
    run 1.0.
    """
    name = request.module.NAME
    yield from standing_up(tmp_path_factory.mktemp(name), lab_environment, name)


def standing_up(folder: Path, environment: dict[str, str], name: str) -> Iterator[Operator]:
    """Yield an operator whose demo application is up: blue is live, both sides run 1.0."""
    operator = operator_of(folder, environment, name)
    remove = ("down", name, "--live", name, "--yes", "--break-lease")
    operator.types(*remove, expect=None)
    operator.types("up", "1.0", "--yes")
    yield operator
    operator.types(*remove, expect=None)


def answering(address: str) -> set[str]:
    """Return which servers answer a few requests through an address."""
    seen = set()
    for _ in range(6):
        with urllib.request.urlopen(f"http://{address}/cgi-bin/whoami", timeout=30) as answer:
            seen.add(json.load(answer)["server"])
    return seen


def connection_of(clouds: Path, name: str) -> Connection:
    """Return a connection by a narrow credential, to send what the program never would."""
    auth = yaml.safe_load(clouds.read_text())["clouds"][name]["auth"]
    return Connection(session=Session(ApplicationCredential(**auth)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    """Add what the lab says of itself to the report of a test that failed."""
    report = yield
    if report.failed and item.get_closest_marker("lab"):
        done = subprocess.run(
            [BIN / "lab", "status"], capture_output=True, text=True, check=False, timeout=60
        )
        report.sections.append(("lab status", done.stdout + done.stderr))
        logs = subprocess.run(
            [BIN / "lab", "logs", "--errors"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        report.sections.append(("lab logs --errors", logs.stdout[-4000:] + logs.stderr))
    return report
