# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""The packages that the image is made of, straight from the Debian archive; none is installed."""

import subprocess
import tempfile
from pathlib import Path

from openstack_lab.guest_image.errors import ImageError

KERNEL = "linux-image-cloud-amd64"
PROGRAMS = ("busybox-static", "lighttpd")
ADVICE = "It needs the package lists of Debian (amd64): run `apt-get update`, then try again."


def needed_packages() -> tuple[str, ...]:
    """Return the names of the kernel's real package, the programs, and the programs' libraries.

    Raises ``ImageError`` when this machine's package lists do not know one of them.
    """
    names = _dependencies(KERNEL, *PROGRAMS)
    kernel = {name for name in names if name.startswith("linux-image-")}
    if not kernel:
        raise ImageError(f"The guest image was not made: no package {KERNEL} here. {ADVICE}")
    libraries = {name for name in names if name.startswith("lib")}
    return tuple(sorted(kernel | libraries | set(PROGRAMS)))


def fingerprints(packages: tuple[str, ...]) -> list[str]:
    """Return one line for each package: its address, file name, size in bytes and SHA-256."""
    with tempfile.TemporaryDirectory() as empty:  # apt prints nothing for a file it finds there
        listing = _run("apt-get", "--print-uris", "download", *packages, cwd=empty)
    return sorted(listing.splitlines())


def unpack(packages: tuple[str, ...], directory: Path) -> None:
    """Download the packages and unpack all of them into one directory."""
    with tempfile.TemporaryDirectory() as downloads:
        _run("apt-get", "--quiet", "download", *packages, cwd=downloads)
        for package in sorted(Path(downloads).glob("*.deb")):
            _run("dpkg-deb", "--extract", str(package), str(directory))


def _dependencies(*packages: str) -> set[str]:
    lines = _run("apt-cache", "depends", "--important", *packages).splitlines()
    return {line.split()[-1] for line in lines if line.lstrip().startswith("Depends:")}


def _run(*command: str, cwd: str | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"`{' '.join(command)}` says: {done.stderr.strip()}."
        raise ImageError(f"The guest image was not made: {said} {ADVICE}")
    return done.stdout
