# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""Make the guest image, unless the one that is there was made from the same inputs."""

import hashlib
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from openstack_lab.guest_image import debian, ramdisk
from openstack_lab.guest_image.errors import ImageError

__all__ = ["GuestImage", "ImageError", "build"]

DISK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class GuestImage:
    """The three files that a server boots from; the disk is empty, since all is in the ramdisk."""

    kernel: Path
    ramdisk: Path
    disk: Path

    @property
    def is_there(self) -> bool:
        """Tell whether none of the files is missing or empty."""
        files = (self.kernel, self.ramdisk, self.disk)
        return all(file.is_file() and file.stat().st_size for file in files)


def build(directory: Path) -> GuestImage:
    """Return the guest image in a directory, rebuilt only when what it is made of has changed,
    or a file of it has gone.

    Raises ``ImageError`` when a package is unknown or cannot be downloaded.
    """
    image = GuestImage(directory / "kernel", directory / "ramdisk", directory / "disk")
    stamp = directory / "inputs.sha256"
    packages = debian.needed_packages()
    inputs = _digest(debian.fingerprints(packages))
    if image.is_there and stamp.exists() and stamp.read_text() == inputs:
        return image

    directory.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=directory) as work:
        unpacked, tree = Path(work, "packages"), Path(work, "tree")
        tree.mkdir()
        debian.unpack(packages, unpacked)
        image.ramdisk.write_bytes(ramdisk.pack(unpacked, tree))
        next(unpacked.glob("boot/vmlinuz-*")).replace(image.kernel)
    image.disk.write_bytes(bytes(DISK_BYTES))
    stamp.write_text(inputs)
    return image


def _digest(fingerprints: list[str]) -> str:
    """Return one hash over the packages and over every file of this package, code included."""
    digest = hashlib.sha256("\n".join(fingerprints).encode())
    for file in _files(files("openstack_lab.guest_image")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry) if entry.name != "__pycache__" else []
        else:
            found.append(entry)
    return found
