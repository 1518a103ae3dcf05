# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is built from a clone, and what it is once installed where nothing else is.

Packages come from the index, in the versions of uv.lock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

from bluegreen import __version__

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
MEMBERS = (
    ".",
    *tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"],
)

pytestmark = pytest.mark.xdist_group("distributions")  # built and installed once


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a command with none of this environment's own paths; what it printed."""
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and the wheel of each member of the workspace."""
    folder = tmp_path_factory.mktemp("built")
    for member in MEMBERS:
        run(UV, "build", "-q", "-p", sys.executable, "--out-dir", folder, ROOT / member)
    return folder


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The versions of uv.lock, as constraints."""
    file = tmp_path_factory.mktemp("locked") / "constraints.txt"
    given = ("--frozen", "--all-packages", "--all-extras", "--no-dev", "--no-emit-workspace")
    run(UV, "export", "-q", *given, "--no-hashes", "-o", file)
    return file


def wheel(built: Path, name: str) -> Path:
    """Return the wheel of a distribution."""
    return next(built.glob(f"{name.replace('-', '_')}-[0-9]*.whl"))


def installed(folder: Path, what: str, locked: Path, *options: str | Path) -> Path:
    """Install into a new environment; the folder of its programs."""
    run(UV, "venv", "-q", "-p", sys.executable, folder)
    python = folder / "bin/python"
    run(UV, "pip", "install", "-q", "-p", python, "-c", locked, *options, what)
    run(UV, "pip", "check", "-q", "-p", python)
    return folder / "bin"


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory, built: Path, locked: Path) -> Path:
    """The programs of an environment that has the wheel of openstack-bluegreen alone."""
    folder = tmp_path_factory.mktemp("plain")
    return installed(folder, str(wheel(built, "openstack-bluegreen")), locked)


@pytest.mark.parametrize("member", MEMBERS)
def test_a_wheel_holds_every_file_of_its_package(built: Path, member: str) -> None:
    """Templates, starter and type marker are data, which a build may leave out without a word."""
    project = tomllib.loads((ROOT / member / "pyproject.toml").read_text())
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    source = (ROOT / member / package).resolve()
    tracked = run("git", "ls-files", cwd=source).splitlines()
    expected = {f"{source.name}/{name}" for name in tracked if (source / name).exists()}
    with zipfile.ZipFile(wheel(built, project["project"]["name"])) as archive:
        held = set(archive.namelist())

    assert expected
    assert expected - held == set()


@pytest.mark.parametrize("member", MEMBERS)
def test_a_distribution_says_who_may_use_it_and_where_it_runs(built: Path, member: str) -> None:
    """Licence and Python version are what an index and an installer look at."""
    name = tomllib.loads((ROOT / member / "pyproject.toml").read_text())["project"]["name"]
    with zipfile.ZipFile(wheel(built, name)) as archive:
        (metadata,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(archive.read(metadata).decode())

    assert (told["Name"], told["Version"]) == (name, __version__)
    assert (told["License-Expression"], told["Requires-Python"]) == ("Apache-2.0", ">=3.11")
    assert "openstack" in told["Keywords"].split(",")
    for version in ("3.11", "3.12", "3.13"):
        assert f"Programming Language :: Python :: {version}" in told.get_all("Classifier")


@pytest.mark.parametrize("member", MEMBERS)
def test_a_distribution_brings_the_licence_itself(built: Path, member: str) -> None:
    """Apache-2.0, section 4(a): each recipient of a copy gets the licence.

    Each member's folder has a copy: a build sees nothing beside its folder, and takes a link along
    as a link, which then leads nowhere.
    """
    licence = (ROOT / "LICENSE").read_bytes()
    name = tomllib.loads((ROOT / member / "pyproject.toml").read_text())["project"]["name"]
    with zipfile.ZipFile(wheel(built, name)) as archive:
        (held,) = (n for n in archive.namelist() if n.endswith(".dist-info/licenses/LICENSE"))

        assert archive.read(held) == licence
    with tarfile.open(next(built.glob(f"{name.replace('-', '_')}-[0-9]*.tar.gz"))) as archive:
        (held,) = (n for n in archive.getnames() if n.count("/") == 1 and n.endswith("/LICENSE"))
        file = archive.extractfile(held)

        assert file is not None
        assert file.read() == licence


@pytest.mark.parametrize("member", MEMBERS)
def test_a_source_distribution_holds_its_own_package_and_nothing_else(
    built: Path, member: str
) -> None:
    """The workspace has the lab, the dashboard, tests and a lock file beside the product."""
    project = tomllib.loads((ROOT / member / "pyproject.toml").read_text())
    name = project["project"]["name"].replace("-", "_")
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    with tarfile.open(next(built.glob(f"{name}-[0-9]*.tar.gz"))) as archive:
        held = {file.name.partition("/")[2] for file in archive.getmembers() if file.isfile()}
    beside = {file for file in held if not file.startswith(f"{package}/")}

    assert {"LICENSE", "pyproject.toml"} <= beside
    assert beside <= {
        *("LICENSE", "PKG-INFO", "pyproject.toml", ".gitignore"),
        *("README.md", "CHANGELOG.md", "docs/bluegreen.1"),
    }


def test_the_source_distribution_brings_the_man_page(built: Path) -> None:
    """The wheel, which installs it, is built from this one."""
    with tarfile.open(next(built.glob("openstack_bluegreen-[0-9]*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}

    assert {"README.md", "docs/bluegreen.1"} <= held


def test_the_plain_program_works_where_nothing_else_is(plain: Path, tmp_path: Path) -> None:
    """Its version, a starter that is valid, and the completion; no cloud is needed."""
    bluegreen = plain / "bluegreen"

    assert run(bluegreen, "--version") == f"bluegreen {__version__}\n"
    run(bluegreen, "init", cwd=tmp_path)
    assert "is a valid specification of shop" in run(bluegreen, "validate", cwd=tmp_path)
    assert "complete -F _bluegreen bluegreen" in run(bluegreen, "complete")
    assert (plain.parent / "share/man/man1/bluegreen.1").exists()


def test_the_plain_program_brings_no_openstack_client(plain: Path) -> None:
    """It is an extra, so that what runs in a small image stays small."""
    assert not (plain / "openstack").exists()


@pytest.fixture(scope="session")
def with_client(
    tmp_path_factory: pytest.TempPathFactory, built: Path, locked: Path
) -> Iterator[Path]:
    """The programs of an environment that has the extra `openstack` as well."""
    what = f"openstack-bluegreen[openstack] @ {wheel(built, 'openstack-bluegreen').as_uri()}"
    return installed(tmp_path_factory.mktemp("with-client"), what, locked)


def test_the_extra_puts_the_verbs_into_the_openstack_client(
    with_client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by its entry points, as installed from the wheel; no cloud is asked for."""
    monkeypatch.delenv("OS_CLOUD", raising=False)
    openstack = with_client / "openstack"
    run(openstack, "bluegreen", "init", cwd=tmp_path)

    assert "is a valid specification" in run(openstack, "bluegreen", "validate", cwd=tmp_path)


def test_the_lab_installs_without_the_product(
    tmp_path_factory: pytest.TempPathFactory, built: Path, locked: Path
) -> None:
    """Neither needs the other."""
    programs = installed(tmp_path_factory.mktemp("lab"), str(wheel(built, "openstack-lab")), locked)

    assert "up" in run(programs / "lab", "--help")
    assert not (programs / "bluegreen").exists()


def test_the_dashboard_brings_horizon_and_the_product(
    tmp_path_factory: pytest.TempPathFactory, built: Path, locked: Path
) -> None:
    """A web server has one distribution only to configure."""
    what = str(wheel(built, "openstack-bluegreen-dashboard"))
    programs = installed(tmp_path_factory.mktemp("dashboard"), what, locked, "--find-links", built)
    run(programs / "python", "-c", "import bluegreen_dashboard, bluegreen, horizon")


def test_pip_installs_a_clone(tmp_path: Path, locked: Path) -> None:
    """What the README says, with pip itself, of what is committed and nothing else."""
    run("git", "clone", "-q", "--depth", "1", ROOT.as_uri(), tmp_path / "clone")
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    pip = tmp_path / "venv/bin/pip"
    run(pip, "install", "-q", "-c", locked, ".", cwd=tmp_path / "clone")

    version = run(tmp_path / "venv/bin/bluegreen", "--version")
    assert version == f"bluegreen {__version__}\n"
