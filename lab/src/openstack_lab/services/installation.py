# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Everything the services need on this machine: Debian packages and a virtual environment."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from openstack_lab.engine import sources
from openstack_lab.engine.running import run_logged
from openstack_lab.engine.sources import digest
from openstack_lab.engine.unit import Step, Unit
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab, was_ever_done
from openstack_lab.pinned_packages import REQUIREMENTS, debian_packages

_POLICY = Path("/usr/sbin/policy-rc.d")
PROVIDER = (
    "octavia_provider",
    "host/guest_watch.py",
    "host/guest_taps.py",
    "host/guest_logs.py",
    "host/external_network.py",
)
"""What the services run of the lab's own package."""
_SUDO = """\
#!/bin/sh
# The lab runs as root already: drop sudo's options, run the command.
while [ "${1#-}" != "$1" ]; do shift; done
exec "$@"
"""


def install_debian_packages(lab: Lab, names: Iterable[str]) -> None:
    """Install those Debian packages that are missing, without starting their daemons."""
    missing = [name for name in names if not _is_installed(name)]
    if not missing:
        return
    ours = not _POLICY.exists()
    if ours:
        _POLICY.write_text("#!/bin/sh\n# The lab starts its daemons itself.\nexit 101\n")
        _POLICY.chmod(0o755)
    try:
        # An installation that was killed half-way must be completed before dpkg begins another.
        run_logged(lab, "debian-packages", ["dpkg", "--configure", "--pending"])
        apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
        _download(lab, "debian-packages", *apt, "update")
        install = ("install", "--yes", "--no-install-recommends")
        _download(lab, "debian-packages", *apt, *install, *missing)
    finally:
        if ours:
            _POLICY.unlink()


def _is_installed(package: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout == "installed"


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    if not found:
        raise LabError(
            "The program uv is neither beside the lab's Python nor on PATH.",
            "Install it, for example with `pip install uv`.",
        )
    return found


def make_virtualenv(lab: Lab, step: str, virtualenv: Path) -> None:
    """Make an empty virtual environment, unless the step has made a whole one before.

    What an interrupted run installed may lack files: start over, mostly from uv's cache.
    """
    if not was_ever_done(lab, step) or lacks_python(virtualenv):
        _download(lab, step, _uv(), "venv", "--clear", "--python", "/usr/bin/python3", virtualenv)


def lacks_python(virtualenv: Path) -> str | None:
    """Say that there is no virtual environment."""
    python = virtualenv / "bin/python"
    return None if python.exists() else f"there is no {python}"


def pip(lab: Lab, log: str, virtualenv: Path, *words: str | Path) -> None:
    """Run one of uv's commands like pip's, such as `sync`, on a virtual environment."""
    command, *rest = words
    _download(lab, log, _uv(), "pip", command, "--python", virtualenv / "bin/python", *rest)


def _download(lab: Lab, log: str, *command: str | Path) -> None:
    # Proxies, certificates and mirrors are what the user set for these programs.
    run_logged(lab, log, command, {**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def _make_virtualenv(lab: Lab) -> None:
    make_virtualenv(lab, "wheels", lab.paths.virtualenv)
    # Needs neither compiler nor headers, so it runs while apt brings them.
    lines = REQUIREMENTS.read_text().splitlines()
    wheels = lab.directory / "wheels.txt"
    wheels.write_text("\n".join(line for line in lines if not line.startswith("libvirt-python")))
    pip(lab, "wheels", lab.paths.virtualenv, "install", "--no-deps", "--requirements", wheels)


def _complete_virtualenv(lab: Lab) -> None:
    pip(lab, "virtualenv", lab.paths.virtualenv, "sync", REQUIREMENTS)
    shim = lab.directory / "bin/sudo"
    shim.parent.mkdir(exist_ok=True)
    shim.write_text(_SUDO)
    shim.chmod(0o755)
    lab.paths.commands.mkdir(exist_ok=True)
    link = lab.paths.commands / "openstack"
    link.unlink(missing_ok=True)
    link.symlink_to(lab.paths.virtualenv / "bin/openstack")


def install_checkout(lab: Lab, log: str, virtualenv: Path, *sources: Path) -> None:
    """Install a copy of distributions of the checkout.

    Not a link to it: the services' user may not be able to read a checkout in a user's home.
    """
    pip(lab, log, virtualenv, "install", "--no-deps", "--reinstall", *sources)


def _install_provider(lab: Lab) -> None:
    if _is_checkout():
        install_checkout(lab, "provider", lab.paths.virtualenv, sources.LAB)
    else:
        locked = f"openstack-lab=={importlib.metadata.version('openstack-lab')}"
        pip(lab, "provider", lab.paths.virtualenv, "install", "--no-deps", locked)


def _is_checkout() -> bool:
    return (sources.LAB / "pyproject.toml").exists()


def _locked(_lab: Lab) -> str:
    return REQUIREMENTS.read_text()


def _locked_and_source(lab: Lab) -> str:
    """Installed again after each synchronisation, which removes it, and when its code changes."""
    package = sources.LAB / "src/openstack_lab"
    code = [sources.LAB / "pyproject.toml", *(package / name for name in PROVIDER)]
    return f"{digest(*code) if _is_checkout() else ''}\n{_locked(lab)}"


def lacks_debian_packages(names: Iterable[str]) -> str | None:
    """Name the Debian packages that are not installed."""
    missing = [name for name in names if not _is_installed(name)]
    return f"these Debian packages are not installed: {', '.join(missing)}" if missing else None


def _lacks_programs(lab: Lab) -> str | None:
    programs = ("keystone-manage", "nova-compute", "neutron-l3-agent", "heat-engine", "uwsgi")
    paths = [
        *(lab.paths.virtualenv / "bin" / name for name in programs),
        packages(lab) / "libvirt.py",
    ]
    missing = [path.name for path in paths if not path.exists()]
    return f"the virtual environment has no {', '.join(missing)}" if missing else None


def packages(lab: Lab) -> Path:
    """Return where the services' virtual environment has its packages."""
    return next(lab.paths.virtualenv.glob("lib/python3*/site-packages"))


def _lacks_provider(lab: Lab) -> str | None:
    missing = [name for name in PROVIDER if not (packages(lab) / "openstack_lab" / name).exists()]
    return f"the services' packages have no openstack_lab/{missing[0]}" if missing else None


UNITS: tuple[Unit, ...] = (
    Step(
        "debian-packages",
        lambda lab: install_debian_packages(lab, debian_packages()),
        always=True,
        lacks=lambda _lab: lacks_debian_packages(debian_packages()),
    ),
    Step(
        "wheels",
        _make_virtualenv,
        inputs=_locked,
        lacks=lambda lab: lacks_python(lab.paths.virtualenv),
    ),
    Step(
        "virtualenv",
        _complete_virtualenv,
        needs=("debian-packages", "wheels"),
        inputs=_locked,
        lacks=_lacks_programs,
    ),
    Step(
        "provider",
        _install_provider,
        needs=("virtualenv",),
        inputs=_locked_and_source,
        lacks=_lacks_provider,
    ),
)
