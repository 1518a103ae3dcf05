# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""CI's fresh machine: only what the lab has installed is purged, and what it took is counted."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from openstack_lab.lab import Lab
from openstack_lab.pinned_packages import DEBIAN, DEBIAN_TELEMETRY, debian_packages
from openstack_lab.services import installation

ROOT = Path(__file__).parents[3]

HISTORY = """
Start-Date: 2026-11-28  21:35:53
Commandline: apt-get install -y gcc rabbitmq-server
Install: gcc:amd64 (4:12.2.0-3), rabbitmq-server:amd64 (3.10.8-1), erlang-base:amd64 (25, automatic)
End-Date: 2026-11-28  21:36:07

Start-Date: 2026-11-28  21:40:53
Commandline: {lab}haproxy memcached mariadb-client
Install: haproxy:amd64 (2.6), memcached:amd64 (1.6), mariadb-client:amd64 (1:10.11), libx:amd64 (1)
End-Date: 2026-11-28  21:41:07

Start-Date: 2026-11-29  09:00:00
Commandline: apt-get purge memcached haproxy
Purge: memcached:amd64 (1.6)
Remove: haproxy:amd64 (2.6)
End-Date: 2026-11-29  09:00:01

Start-Date: 2026-11-29  10:00:00
Commandline: apt-get install memcached
Install: memcached:amd64 (1.6)
End-Date: 2026-11-29  10:00:01
"""


@pytest.fixture(scope="module")
def fresh() -> ModuleType:
    """The program, as a module."""
    spec = importlib.util.spec_from_file_location("fresh_demo", ROOT / ".ci/fresh_demo.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_what_the_lab_installed_last_is_its_to_purge(fresh: ModuleType) -> None:
    """A package that was there before, or that somebody has installed since, stays."""
    records = iter([HISTORY.format(lab=fresh.OF_THE_LAB)])

    assert fresh.installed_by_the_lab(records) == {"mariadb-client", "libx"}


def test_the_lab_installs_as_it_is_looked_for(
    fresh: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the words that apt writes into its history."""
    commands: list[str] = []
    monkeypatch.setattr(installation, "_is_installed", lambda name: False)
    monkeypatch.setattr(installation, "_POLICY", tmp_path / "policy")
    monkeypatch.setattr(
        installation, "run_logged", lambda lab, name, words, *_: commands.append(" ".join(words))
    )

    installation.install_debian_packages(Lab(tmp_path), ["haproxy"])

    assert commands[-1] == f"{fresh.OF_THE_LAB}haproxy"


def test_the_lists_are_the_labs(fresh: ModuleType) -> None:
    """Both of them, without their comments."""
    names = {name for file in fresh.LISTS for name in fresh.names_in(file.read_text())}

    assert names == {*debian_packages(DEBIAN), *debian_packages(DEBIAN_TELEMETRY)}


NEEDED_BY = {"gcc": {"build-essential"}, "qemu": {"libvirt"}, "one": set(), "two": set()}


def _effect(names: set[str]) -> set[str]:
    gone = names.union(*(NEEDED_BY.get(name, set()) for name in names))
    return gone | {"program"} if {"one", "two"} <= names else gone


def test_what_others_need_stays(fresh: ModuleType) -> None:
    """`build-essential` would go with gcc; libvirt is the lab's too, so it may go with QEMU."""
    assert fresh.removable({"gcc", "qemu", "libvirt"}, _effect) == {"qemu", "libvirt"}


def test_what_others_need_one_of_stays_in_part(fresh: ModuleType) -> None:
    """A program that needs either of two packages would go with both."""
    assert fresh.removable({"one", "two"}, _effect) == {"one"}


def test_what_came_from_outside_is_counted_and_nothing_else(fresh: ModuleType) -> None:
    """The lab's own networks carry more than the machine downloads."""
    routes = (
        "Iface\tDestination\tGateway\tFlags\n"
        "eth0\t00000000\t010200C0\t0003\n"
        "br-ex\t000418AC\t00000000\t0001\n"
    )

    assert fresh.default_interfaces(routes) == ["eth0"]
    assert fresh.received(["lo"]) >= 0


def test_memory_is_looked_at_while_it_runs(
    fresh: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The most that was used counts, not the last."""
    looks = iter([2, 7, 3])
    monkeypatch.setattr(fresh, "MEMORY_EVERY", 0.0)
    monkeypatch.setattr(fresh, "used_memory", lambda: next(looks, 1))

    with fresh.peak_memory() as peak:
        while peak() < 7:
            pass

    assert peak() == 7


def test_downloads_begin_with_empty_caches(fresh: ModuleType) -> None:
    """Of all three that download; afterwards they are gone."""
    with fresh.empty_caches() as environment:
        settings = Path(environment["APT_CONFIG"])
        assert f'Dir::Cache::archives "{settings.parent}/apt/";' in settings.read_text()
        assert not Path(environment["UV_CACHE_DIR"]).exists()
        assert not Path(environment["PIP_CACHE_DIR"]).exists()

    assert not settings.parent.exists()


def test_ci_makes_the_lab_of_the_tests_from_nothing() -> None:
    """After the demo, whose lab came up in the order that users have."""
    run = (ROOT / ".ci/run").read_text()

    before, _, after = run.partition(".ci/fresh_demo.py\n")
    assert before.endswith(".venv/bin/lab wipe --yes\n")
    assert after == ".venv/bin/lab wipe --yes\nexec make test\n"
