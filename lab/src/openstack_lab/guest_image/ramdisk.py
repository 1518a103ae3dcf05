# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""The ramdisk: busybox, a web server with the libraries it needs, a few drivers, our boot files."""

import gzip
import os
import shutil
import subprocess
from importlib.resources import as_file, files
from pathlib import Path

from openstack_lab.guest_image.errors import ImageError

DIRECTORIES = ("dev", "etc/web.d", "proc", "run", "srv/www/cgi-bin", "sys", "tmp")
WEB_SERVER = "usr/sbin/lighttpd"
WEB_MODULE = "usr/lib/lighttpd/mod_cgi.so"
LOADER = "lib64/ld-linux-x86-64.so.2"
LIBRARY_PATHS = ("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu")
ACCOUNTS = {
    "etc/passwd": "root:x:0:0::/:/bin/sh\nwww:x:33:33::/srv/www:/bin/sh\n",
    "etc/group": "root:x:0:\nwww:x:33:\n",
}


def pack(packages: Path, tree: Path) -> bytes:
    """Fill an empty tree from unpacked packages and return it as a compressed archive.

    The same packages and boot files give the same bytes: owners, times and inode numbers are fixed.
    """
    for directory in DIRECTORIES:
        (tree / directory).mkdir(parents=True)
    _add_busybox(packages, tree)
    _add_web_server(packages, tree)
    _add_boot_files(tree)
    _add_drivers(packages, tree)
    return gzip.compress(_archive(tree), compresslevel=9, mtime=0)


def _add_busybox(packages: Path, tree: Path) -> None:
    busybox = packages / "bin/busybox"
    _copy(busybox, tree / "bin/busybox")
    applets = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout
    for applet in set(applets.split()) - {"busybox"}:
        (tree / "bin" / applet).symlink_to("busybox")
    (tree / "init").symlink_to("bin/busybox")


def _add_web_server(packages: Path, tree: Path) -> None:
    for program in (WEB_SERVER, WEB_MODULE):
        _copy(packages / program, tree / program)
        for library in _libraries(packages, packages / program):
            _copy(library, tree / "lib/x86_64-linux-gnu" / library.name)
    _copy(packages / LIBRARY_PATHS[0] / Path(LOADER).name, tree / LOADER)


def _libraries(packages: Path, program: Path) -> list[Path]:
    """Ask the packages' own loader, so that this machine's libraries play no part."""
    loader = packages / LIBRARY_PATHS[0] / Path(LOADER).name
    search = ":".join(str(packages / path) for path in LIBRARY_PATHS)
    listing = subprocess.run(
        [loader, "--library-path", search, "--list", program],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    targets = [line.split(" => ")[1].split()[0] for line in listing.splitlines() if " => " in line]
    return [Path(target) for target in targets if Path(target).name != Path(LOADER).name]


def _add_drivers(packages: Path, tree: Path) -> None:
    found = {path.stem: path for path in packages.glob("lib/modules/*/kernel/**/*.ko")}
    lines = (tree / "etc/guest/drivers").read_text().splitlines()
    for driver in [line.split()[0] for line in lines if line and not line.startswith("#")]:
        if driver not in found:
            raise ImageError(
                f"This kernel package has no module {driver}: perhaps the driver is now built in. "
                "Correct guest_image/guest/drivers, then run `lab up` again."
            )
        _copy(found[driver], tree / "lib/modules" / f"{driver}.ko")


def _add_boot_files(tree: Path) -> None:
    with as_file(files("openstack_lab.guest_image") / "guest") as guest:
        for source in guest.iterdir():
            _copy(source, tree / "etc/guest" / source.name)
    (tree / "etc/inittab").symlink_to("guest/inittab")
    for name, text in ACCOUNTS.items():
        (tree / name).write_text(text)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _archive(tree: Path) -> bytes:
    names = sorted(path.relative_to(tree) for path in tree.rglob("*"))
    for name in names:
        path = tree / name
        if not path.is_symlink():
            path.chmod(0o1777 if name == Path("tmp") else 0o755)
        os.utime(path, (0, 0), follow_symlinks=False)
    reproducible = ("--ignore-devno", "--renumber-inodes", "-R", "0:0")
    return subprocess.run(
        ["bin/busybox", "cpio", "-o", "-H", "newc", *reproducible],
        cwd=tree,
        input="".join(f"{name}\n" for name in names).encode(),
        capture_output=True,
        check=True,
    ).stdout
