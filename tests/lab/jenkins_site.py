# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An operator's repository on the agent of a Jenkins, and the openstack client beside it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.jenkins import Build, Jenkins

from lab.conftest import BIN, Operator

NAME = "clients"
JENKINS = Path(__file__).parents[2] / "jenkins"


def openstack(environment: dict[str, str], *arguments: str, expect: int = 0) -> str:
    """Run the openstack client; what it printed."""
    done = subprocess.run(
        [BIN / "openstack", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == expect, f"{arguments}:\n{done.stdout}\n{done.stderr}"
    return done.stdout + (done.stderr if expect else "")


@dataclass(frozen=True)
class Site:
    """An operator's repository, checked out on the agent of a Jenkins."""

    operator: Operator
    jenkins: Jenkins
    specification: str

    def builds(
        self,
        version: str,
        approved_by: str | None = "ada",
        *,
        check: str = "",
        on_failure: str = "automatic",
    ) -> Build:
        """Build the release job, with one more check, or another who rolls back."""
        file = self.operator.folder / "bluegreen.yaml"
        text = self.specification.replace("on_failure: automatic", f"on_failure: {on_failure}")
        file.write_text(text.replace("checks:\n", f"checks:\n  - {check}\n") if check else text)
        given = {"VERSION": version, "MESSAGE": "friday", "APPROVE": "true"}
        return self.jenkins.build(JENKINS / "Jenkinsfile", given, approved_by=approved_by)

    def versions(self) -> dict[str, str]:
        """Return the version on each side."""
        return {side: row["Version"] for side, row in self.operator.sides(NAME).items()}

    def rows(self) -> dict[str, Any]:
        """Return the newest run of each event in the history."""
        rows = self.operator.types("-q", "history", NAME, "-f", "json").json()
        return {row["Event"]: row for row in reversed(rows)}
