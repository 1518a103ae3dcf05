# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Horizon finds what its plugins bring, and nothing that has gone."""

import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from openstack_lab.engine import sources
from openstack_lab.lab import Lab
from openstack_lab.pinned_packages import HORIZON
from openstack_lab.services import UNITS
from openstack_lab.services.horizon import lacks_static, link_plugins


@pytest.fixture
def dashboard(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out Horizon and one plugin as they are when installed; return Horizon's own folder."""
    monkeypatch.setattr(sources, "LAB", tmp_path / "checkout/lab")
    packages = lab.paths.horizon_virtualenv / "lib/python3.11/site-packages"
    for folder in ("local/enabled", "local/local_settings.d", "conf/default_policies"):
        (packages / "openstack_dashboard" / folder).mkdir(parents=True)
    for file in ("enabled/_1610_stacks.py", "enabled/__init__.py", "conf/heat_policy.yaml"):
        path = packages / "heat_dashboard" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return packages / "openstack_dashboard"


def test_enabled_files_and_policies_are_where_horizon_looks(lab: Lab, dashboard: Path) -> None:
    """And the settings are the lab's."""
    link_plugins(lab)

    assert [path.name for path in (dashboard / "local/enabled").iterdir()] == ["_1610_stacks.py"]
    assert (dashboard / "conf/heat_policy.yaml").is_file()
    assert (
        (dashboard / "local/local_settings.py").readlink().is_relative_to(lab.paths.configuration)
    )


def test_what_a_plugin_no_longer_brings_is_no_longer_linked(lab: Lab, dashboard: Path) -> None:
    """Horizon would fail at a file that is not there."""
    link_plugins(lab)
    (dashboard.parent / "heat_dashboard/enabled/_1610_stacks.py").unlink()

    link_plugins(lab)

    assert list((dashboard / "local/enabled").iterdir()) == []


def test_the_panel_is_linked_like_a_plugin_if_it_is_installed(lab: Lab, dashboard: Path) -> None:
    """Without it, Horizon is served without it."""
    assert sources.panel_projects() == ()
    enabled = dashboard.parent / "bluegreen_dashboard/enabled"
    enabled.mkdir(parents=True)
    (enabled / "_1710_bluegreen.py").touch()

    link_plugins(lab)

    link = dashboard / "local/enabled/_1710_bluegreen.py"
    assert link.readlink() == enabled / "_1710_bluegreen.py"


def _compress(lab: Lab, dashboard: Path, *, blocks: int, written: int, files: int) -> None:
    templates = dashboard / "templates/horizon"
    templates.mkdir(parents=True)
    tag = '{% compress js %}<script src="one.js"></script>{% endcompress %}\n'
    (templates / "_scripts.html").write_text(tag * blocks)
    static = lab.paths.data / "horizon/static"
    (static / "dashboard/js").mkdir(parents=True)
    names = []
    for number in range(written):
        text = f"number = {number}"
        names.append(f"dashboard/js/output.{sha256(text.encode()).hexdigest()[:12]}.js")
        if number < files:
            (static / names[-1]).write_text(text)
    link = '<script src="/__compressor_url_placeholder__/{}"></script>'
    manifest = {name: link.format(name) for name in names}
    (static / "dashboard/manifest.json").write_text(json.dumps(manifest))


def test_horizon_with_every_block_compressed_is_accepted(lab: Lab, dashboard: Path) -> None:
    """As many blocks are written as its templates have."""
    _compress(lab, dashboard, blocks=3, written=3, files=3)

    assert lacks_static(lab) is None


@pytest.mark.parametrize(("written", "files"), [(2, 2), (3, 2), (0, 0)])
def test_a_block_that_the_compressor_has_left_out_is_a_failure(
    lab: Lab, dashboard: Path, written: int, files: int
) -> None:
    """It ends with 0 all the same, and Horizon would answer HTTP 500."""
    _compress(lab, dashboard, blocks=3, written=written, files=files)

    assert lacks_static(lab) == f"only {files} of 3 blocks in Horizon's templates are compressed"


def test_a_compressed_file_that_has_been_spoiled_is_found(lab: Lab, dashboard: Path) -> None:
    """Its name is the digest of what the compressor wrote; a manifest may be spoiled too."""
    _compress(lab, dashboard, blocks=3, written=3, files=3)
    static = lab.paths.data / "horizon/static/dashboard"
    output = next(static.glob("js/output.*.js"))
    whole = output.read_text()

    output.write_text(whole[:-1])
    spoiled = lacks_static(lab)
    output.write_text(whole)
    assert lacks_static(lab) is None
    (static / "manifest.json").write_text("{")

    assert spoiled == "only 2 of 3 blocks in Horizon's templates are compressed"
    assert lacks_static(lab) == "only 0 of 3 blocks in Horizon's templates are compressed"


def test_horizon_compresses_its_files_only_when_memcached_serves() -> None:
    """The compressor asks the cache, and leaves out a block when nobody answers."""
    assert "memcached" in UNITS["horizon-static"].needs


@pytest.mark.parametrize(
    ("place", "collected"), [("dashboard/src/one.py", True), ("src/one.py", False)]
)
def test_a_checkout_is_installed_again_when_its_code_changes(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, *, collected: bool
) -> None:
    """Horizon has a copy of it; the static files are the panel's, not the product's."""
    monkeypatch.setattr(sources, "LAB", tmp_path / "lab")
    for project in ("dashboard", "."):
        (tmp_path / project / "src").mkdir(parents=True)
        (tmp_path / project / "pyproject.toml").touch()
    before = [UNITS[name].inputs(lab) for name in ("horizon-panel", "horizon-static")]  # type: ignore[union-attr]

    (tmp_path / place).write_text("changed")

    after = [UNITS[name].inputs(lab) for name in ("horizon-panel", "horizon-static")]  # type: ignore[union-attr]
    changed = [one != other for one, other in zip(before, after, strict=True)]
    assert changed == [True, collected]


@pytest.mark.parametrize("project", ["dashboard", "."])
def test_what_the_panel_and_the_product_need_is_locked(project: str) -> None:
    """They are installed without their dependencies, so those must be there."""
    root = Path(__file__).parents[3]
    described = tomllib.loads((root / project / "pyproject.toml").read_text())
    needed = {re.split(r"[<>=\[]", one)[0] for one in described["project"]["dependencies"]}
    locked = set(re.findall(r"^([\w.-]+)==", HORIZON.read_text(), re.MULTILINE))

    missing = needed - {"openstack-bluegreen"} - locked
    assert not missing, f"lock again, as requirements-horizon.in says: {missing}"
