# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Heat's engine as a fixture: it starts once and validates every template of the run."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

HEAT_PYTHON = Path(os.environ.get("HEAT_PYTHON", "/var/lib/openstack-lab/venv/bin/python"))

TEMPLATES = ("application", "side", "release", "member", "volume")

_RELEASE = {
    "application": "shop",
    "side": "blue",
    "release": "r7",
    "version": "1.0",
    "network": "shop-blue",
    "subnet": "shop-blue",
    "pool": "shop-blue",
    "image": "web-1.0",
    "flavor": "m1.tiny",
}

MINIMAL: dict[str, dict[str, Any]] = {
    "application": {"application": "shop", "external_network": "public"},
    "side": {"application": "shop", "side": "blue", "router": "shop", "cidr": "10.20.1.0/24"},
    "release": _RELEASE | {"cidr": "10.20.1.0/24"},
    "member": _RELEASE | {"group": "stack-id", "security_group": "shop-blue-r7", "port": 8080},
    "volume": {"name": "shop-blue-r7-ab12", "volumes": [{"size": 10}], "index": 0},
}


@dataclass(frozen=True)
class Answer:
    """What Heat makes of a template: a problem, or its conditions and resources worked out."""

    problem: str | None
    conditions: dict[str, bool]
    resources: dict[str, dict[str, Any]]

    def properties(self, resource: str) -> dict[str, Any]:
        """The properties of one resource, functions worked out."""
        properties: dict[str, Any] = self.resources[resource]["properties"]
        return properties


class Heat:
    """A running engine that answers one request after the other."""

    def __init__(self, engine: subprocess.Popen[str], log: Path) -> None:
        self._engine = engine
        self._log = log

    def validate(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        *,
        mistake: tuple[str, str, str] | None = None,
    ) -> Answer:
        """Validate a template with its minimal parameters and these in addition.

        `mistake` is (file name, right text, wrong text), to be made in that file only.
        """
        files = {f"{template}.yaml": template_text(template) for template in TEMPLATES}
        if mistake:
            file, right, wrong = mistake
            assert files[file].count(right) == 1, f"{right!r} must be in {file} exactly once"
            files[file] = files[file].replace(right, wrong)
        return self._ask(
            {
                "template": files.pop(f"{name}.yaml"),
                "files": files,
                "parameters": MINIMAL[name] | (parameters or {}),
            }
        )

    def _ask(self, request: dict[str, Any]) -> Answer:
        assert self._engine.stdin
        assert self._engine.stdout
        with contextlib.suppress(BrokenPipeError):
            self._engine.stdin.write(json.dumps(request) + "\n")
            self._engine.stdin.flush()
        line = self._engine.stdout.readline()
        if not line:
            pytest.fail("Heat's engine died; the end of its log:\n" + self._log.read_text()[-2000:])
        return Answer(**json.loads(line))


@pytest.fixture(scope="session")
def heat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heat]:
    """Heat's own engine, with no cloud behind it."""
    if not HEAT_PYTHON.exists():
        pytest.fail(
            f"{HEAT_PYTHON} does not exist, so Heat's engine cannot check the templates. Run "
            "`lab up`, or set HEAT_PYTHON to a Python that has openstack-heat installed."
        )
    log = tmp_path_factory.mktemp("heat") / "engine.log"
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [HEAT_PYTHON, Path(__file__).with_name("heat_engine.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as engine,
    ):
        yield Heat(engine, log)


def template_text(name: str) -> str:
    """The text of a template as it is shipped."""
    return (resources.files("bluegreen.cloud.templates") / f"{name}.yaml").read_text(
        encoding="utf-8"
    )


@pytest.fixture(params=TEMPLATES)
def template(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Each template in turn: its name and its text."""
    return request.param, template_text(request.param)
