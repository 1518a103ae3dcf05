#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Run the README's first command as on a machine that has nothing, and print what it took.

The checkout is cleaned, uv's, pip's and apt's caches are empty directories, there is no lab, and of
Debian's packages those are purged that the lab has installed on this machine by its own lists,
and that nothing else needs. Packages that came with them stay. Needs root, and nothing but Python.
"""

import gzip
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LISTS = sorted((ROOT / "lab/src/openstack_lab/pinned_packages").glob("debian*.txt"))
LAB = Path(os.environ.get("OPENSTACK_LAB_DIR") or "/var/lib/openstack-lab")
HISTORY = Path("/var/log/apt")
OF_THE_LAB = "apt-get -q -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "
"""How an installation by the lab begins in apt's history."""
PURGE = ("-o", "APT::Get::AutomaticRemove=false", "purge")
MEMORY_EVERY = 1.0
MB, GB = 1e6, 1e9


def main() -> int:
    """Return what `make demo` ended with; 2 if there is no clean checkout, or a lab."""
    if changes := _output("git", "status", "--porcelain"):
        say(f"this is no clean checkout; commit or remove these first:\n{changes}")
        return 2
    if LAB.exists():
        say(f"there is a lab in {LAB}; run `.venv/bin/lab wipe` first")
        return 2
    purged = purge()
    subprocess.run(["make", "clean"], cwd=ROOT, check=True)
    interfaces = default_interfaces(Path("/proc/net/route").read_text())
    before, used_before = received(interfaces), used_memory()
    begun = time.monotonic()
    with empty_caches() as environment, peak_memory() as peak:
        done = subprocess.run(["make", "demo"], cwd=ROOT, env=environment, check=False)
    seconds = time.monotonic() - begun
    say(f"`make demo` ended with {done.returncode} after {seconds:.0f} s")
    say(f"{(received(interfaces) - before) / MB:.0f} MB received by {', '.join(interfaces)}")
    say(f"{peak() / GB:.1f} GB of memory used at most, {used_before / GB:.1f} GB before")
    say(f"{len(purged)} Debian packages had been purged: {' '.join(sorted(purged)) or 'none'}")
    return done.returncode


def say(text: str) -> None:
    """Print a line that stands out in the log."""
    sys.stdout.write(f"fresh demo: {text}\n")
    sys.stdout.flush()


def purge() -> set[str]:
    """Purge what may go of Debian's packages, and return the names."""
    listed = {name for file in LISTS for name in names_in(file.read_text())}
    names = removable(listed & installed_by_the_lab(histories()), would_remove)
    if names:
        words = ("apt-get", "-q", "--yes", *PURGE, *sorted(names))
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(words, env=quiet, check=True)
    return names


def names_in(text: str) -> set[str]:
    """Return the packages of one of the lab's lists."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return {line for line in lines if line}


def histories() -> Iterator[str]:
    """Return apt's records of what it has installed and removed, the older ones first."""
    for file in sorted(HISTORY.glob("history.log*"), key=lambda path: path.stat().st_mtime):
        data = file.read_bytes()
        yield (gzip.decompress(data) if file.suffix == ".gz" else data).decode(errors="replace")


def installed_by_the_lab(records: Iterator[str]) -> set[str]:
    """Return the packages that were installed last by the lab, and are still there."""
    by_the_lab: set[str] = set()
    for entry in "\n".join(records).split("\n\n"):
        lines = dict(re.findall(r"^([\w-]+): (.*)$", entry, re.MULTILINE))
        changed = {
            kind: set(re.findall(r"([\w.+-]+):\w+ \(", lines.get(kind, "")))
            for kind in ("Install", "Remove", "Purge")
        }
        by_the_lab -= changed["Install"] | changed["Remove"] | changed["Purge"]
        if lines.get("Commandline", "").startswith(OF_THE_LAB):
            by_the_lab |= changed["Install"]
    return by_the_lab


def removable(candidates: set[str], effect: Callable[[set[str]], set[str]]) -> set[str]:
    """Return the candidates that take nothing but candidates with them when they are purged."""
    names = {name for name in candidates if effect({name}) <= candidates}
    while names and not (gone := effect(names)) <= candidates:
        # Apart they harm nothing, together they do: leave out one after the other.
        say(f"{' '.join(sorted(gone - candidates))} would go too")
        names.remove(max(names))
    return names


def would_remove(names: set[str]) -> set[str]:
    """Ask apt, which changes nothing, what would go with these packages."""
    told = _output("apt-get", "-s", *PURGE, *sorted(names))
    return set(re.findall(r"^(?:Purg|Remv) ([\w.+-]+)", told, re.MULTILINE))


def default_interfaces(routes: str) -> list[str]:
    """Return the interfaces that the way out goes through, by the text of /proc/net/route."""
    rows = [line.split() for line in routes.splitlines()[1:]]
    return sorted({row[0] for row in rows if row[1] == "00000000"})


def received(interfaces: list[str]) -> int:
    """Return how many bytes came in since the machine's start."""
    counters = (Path("/sys/class/net") / name / "statistics/rx_bytes" for name in interfaces)
    return sum(int(counter.read_text()) for counter in counters)


def used_memory() -> int:
    """Return the bytes that are not available to new programs (MemAvailable, proc(5))."""
    text = Path("/proc/meminfo").read_text()
    kilobytes = dict(re.findall(r"^(\w+): +(\d+) kB$", text, re.MULTILINE))
    return (int(kilobytes["MemTotal"]) - int(kilobytes["MemAvailable"])) * 1024


@contextmanager
def peak_memory() -> Iterator[Callable[[], int]]:
    """Look at the memory every second; what is returned tells the most that was used."""
    seen = [used_memory()]
    over = threading.Event()

    def look() -> None:
        while not over.wait(MEMORY_EVERY):
            seen.append(used_memory())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield lambda: max(seen)
    finally:
        over.set()
        thread.join()


@contextmanager
def empty_caches() -> Iterator[dict[str, str]]:
    """Have an environment in which uv, pip and apt have downloaded nothing before."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)  # apt downloads as a user of its own
        (folder / "apt/partial").mkdir(parents=True)
        settings = folder / "apt.conf"
        settings.write_text(f'Dir::Cache::archives "{folder}/apt/";\n')
        yield {
            **os.environ,
            "APT_CONFIG": str(settings),
            "PIP_CACHE_DIR": str(folder / "pip"),
            "UV_CACHE_DIR": str(folder / "uv"),
        }


def _output(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
