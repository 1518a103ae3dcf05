# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Horizon: the dashboard, with panels for stacks, load balancers and blue-green deployment."""

import hashlib
import json
import re
from pathlib import Path

from openstack_lab.engine.readiness import answers
from openstack_lab.engine.running import run_logged
from openstack_lab.engine.sources import digest, panel_projects, panel_sources
from openstack_lab.engine.unit import Service, Step, Unit
from openstack_lab.lab import LOOPBACK, PORTS, Lab
from openstack_lab.pinned_packages import HORIZON
from openstack_lab.services.installation import install_checkout, lacks_python, make_virtualenv, pip

_PLUGINS = ("heat_dashboard", "octavia_dashboard")
_PANEL = "bluegreen_dashboard"
_LEFT_OUT = "_1499_load_balancer_settings.py"
"""Names a policy file that octavia-dashboard 18.0.0 does not bring: an error at every sign-in."""
_SETTINGS = "horizon/local_settings.py"
_COMPRESSED = re.compile(r"\{% compress ")
_OUTPUT = re.compile(r"/__compressor_url_placeholder__/([^\"]+)")


def _packages(lab: Lab) -> Path:
    return next(lab.paths.horizon_virtualenv.glob("lib/python3*/site-packages"))


def _install(lab: Lab) -> None:
    make_virtualenv(lab, "horizon-packages", lab.paths.horizon_virtualenv)
    pip(lab, "horizon-packages", lab.paths.horizon_virtualenv, "sync", HORIZON)
    # The packages bring their translations as text only.
    for package in ("horizon", "openstack_dashboard", *_PLUGINS):
        for text in (_packages(lab) / package).glob("locale/ja/LC_MESSAGES/*.po"):
            compiled = ("-i", text, "-o", text.with_suffix(".mo"))
            command = (lab.paths.horizon_virtualenv / "bin/pybabel", "compile", *compiled)
            run_logged(lab, "horizon-packages", command)


def _install_panel(lab: Lab) -> None:
    if panel_projects():
        install_checkout(lab, "horizon-panel", lab.paths.horizon_virtualenv, *panel_projects())


def link_plugins(lab: Lab) -> None:
    """Link what plugins bring to where Horizon looks: it has no other way to find them."""
    packages = _packages(lab)
    plugins = [packages / name for name in (*_PLUGINS, _PANEL)]
    dashboard = packages / "openstack_dashboard"
    for folder in ("local/enabled", "local/local_settings.d", "conf", "conf/default_policies"):
        for link in (dashboard / folder).iterdir():
            if link.is_symlink():
                link.unlink()
        for plugin in plugins:
            for file in sorted((plugin / folder.removeprefix("local/")).glob("*.*")):
                if file.is_file() and not file.name.startswith("__") and file.name != _LEFT_OUT:
                    (dashboard / folder / file.name).symlink_to(file)
    (dashboard / "local/local_settings.py").unlink(missing_ok=True)
    (dashboard / "local/local_settings.py").symlink_to(lab.paths.configuration / _SETTINGS)


def _collect_static(lab: Lab) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "openstack_dashboard.settings"}
    administer = lab.paths.horizon_virtualenv / "bin/django-admin"
    for words in (("collectstatic", "--no-input", "--clear", "--link"), ("compress", "--force")):
        command = (administer, *words, "--verbosity=0")
        run_logged(lab, "horizon-static", command, settings, as_root=False)


def lacks_static(lab: Lab) -> str | None:
    """Say how many of the blocks that Horizon's templates have compressed are not written, or
    have been changed since.

    The compressor leaves out a block whose rendering fails, and ends with 0 all the same: its
    threads keep the error to themselves (`_compress_template` in its compress.py).
    """
    static = lab.paths.data / "horizon/static"
    manifest = static / "dashboard/manifest.json"
    try:
        blocks = json.loads(manifest.read_text())
    except (OSError, ValueError):
        blocks = {}
    outputs = [name for block in blocks.values() for name in _OUTPUT.findall(block or "")]
    lost = [name for name in outputs if not _is_whole(static / name)]
    wanted = sum(len(_COMPRESSED.findall(file.read_text())) for file in _templates(lab))
    if lost or len(outputs) < wanted:
        written = len(outputs) - len(lost)
        return f"only {written} of {wanted} blocks in Horizon's templates are compressed"
    return None


def _is_whole(output: Path) -> bool:
    """Tell whether a compressed file has what it is named by (`get_filepath` in its base.py)."""
    if not output.is_file():
        return False
    digest_in_name = output.name.split(".")[-2]
    return hashlib.sha256(output.read_bytes()).hexdigest().startswith(digest_in_name)


def _lacks_panel(lab: Lab) -> str | None:
    is_there = not panel_projects() or (_packages(lab) / _PANEL).is_dir()
    return None if is_there else "the panel is not among Horizon's packages"


def _templates(lab: Lab) -> list[Path]:
    names = ("horizon", "openstack_dashboard", *_PLUGINS, _PANEL)
    return [file for name in names for file in (_packages(lab) / name).rglob("templates/**/*.html")]


def _locked(_lab: Lab) -> str:
    return HORIZON.read_text()


def _locked_and_panel(lab: Lab) -> str:
    """The synchronisation removes the panel; another checkout brings another one."""
    projects = (part / "pyproject.toml" for part in panel_projects())
    return f"{digest(*projects, *panel_sources())}\n{_locked(lab)}"


def _locked_and_static(lab: Lab) -> str:
    """What is collected are links to what was installed."""
    return f"{digest(*panel_sources()[:1])}\n{_locked(lab)}"


UNITS: tuple[Unit, ...] = (
    Step(
        "horizon-packages",
        _install,
        inputs=_locked,
        lacks=lambda lab: lacks_python(lab.paths.horizon_virtualenv),
    ),
    Step(
        "horizon-panel",
        _install_panel,
        needs=("horizon-packages",),
        inputs=_locked_and_panel,
        lacks=_lacks_panel,
    ),
    Step("horizon-plugins", link_plugins, needs=("horizon-panel",), always=True),
    Step(
        "horizon-static",
        _collect_static,
        # Compressing asks Horizon's cache.
        needs=("horizon-plugins", "memcached"),
        configuration=(_SETTINGS,),
        inputs=_locked_and_static,
        lacks=lacks_static,
        mends=True,
    ),
    Service(
        "horizon",
        command="{{ paths.horizon_virtualenv }}/bin/uwsgi --ini {{ etc }}/horizon/uwsgi.ini"
        f" --http-socket {LOOPBACK}:{PORTS['horizon']}"
        " --module openstack_dashboard.wsgi:application",
        ready=answers("horizon", "/auth/login/"),
        needs=("horizon-static", "keystone", "memcached"),
        configuration=("horizon/uwsgi.ini", _SETTINGS),
        # Other packages bring other static files: what runs would look for those of before.
        environment={"OPENSTACK_LAB_HORIZON": digest(HORIZON)},
    ),
)
