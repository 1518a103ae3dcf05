# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the measurements share: the lab, the demo application, the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from openstack_lab.host.shell_env import choosing
from openstack_lab.lab import Lab

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
RESULTS = ROOT / "bench" / "results"


def bluegreen(*arguments: str) -> str:
    """Run one command of the tool and return its result; it prints no progress."""
    command = [str(BIN / "bluegreen"), "-q", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def copy_the_demo(application: str, *changes: tuple[str, str], more: str = "") -> None:
    """Write the demo application's specification here, under another name and with changes."""
    text = (ROOT / "demo" / "bluegreen.yaml").read_text()
    for old, new in (("application: demo", f"application: {application}"), *changes):
        assert old in text, f"the demo's specification has no {old}"
        text = text.replace(old, new)
    Path("bluegreen.yaml").write_text(text + more)
    Path("user-data.sh").write_bytes((ROOT / "demo" / "user-data.sh").read_bytes())


def choose_the_lab() -> None:
    """Set the variables that `lab env` prints."""
    os.environ.update(choosing(Lab.from_environment(), os.environ))
