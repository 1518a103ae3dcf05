# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The units in examples/systemd, and the one in the user data for cloud images."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from support.named_commands import refusal

from bluegreen.spec import load

ROOT = Path(__file__).parents[3]
UNITS = ROOT / "examples/systemd"
CLOUD_INIT = ROOT / "examples/cloud-init"
PAGE = ROOT / "docs/cloud-images.md"
ELSEWHERE = ("/usr/local/bin/bluegreen", "/usr/sbin/sendmail", "/usr/bin/python3")
"""Programs that need not be on the machine that runs the tests."""


def section(text: str, name: str) -> dict[str, str]:
    """Return the settings of a section of a unit, in which no setting stands twice."""
    unit = configparser.ConfigParser(interpolation=None, delimiters="=")
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text)
    return dict(unit[name])


def user_data() -> dict[str, object]:
    """Return what cloud-init reads on a server of the example."""
    text = load(CLOUD_INIT / "bluegreen.yaml").user_data("green", "2.0", "r3")
    assert text.startswith("#cloud-config\n")
    read: dict[str, object] = yaml.safe_load(text)
    return read


def files() -> dict[str, str]:
    """Return the files that the user data writes, by their paths."""
    written = user_data()["write_files"]
    assert isinstance(written, list)
    return {file["path"]: file["content"] for file in written}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """Neither an unknown setting nor a time that is none; systemd writes what it ignores."""
    texts = {file.name: file.read_text() for file in UNITS.glob("*.*")}
    texts["bluegreen-release@shop.service"] = texts["bluegreen-release@.service"]
    texts["shop.service"] = files()["/etc/systemd/system/shop.service"]
    for name, text in texts.items():
        for program in ELSEWHERE:
            text = text.replace(program, "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.glob("*.[st]*"))],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_of_a_release_runs_a_command_that_exists() -> None:
    """It asks nothing, and gets its version from the environment that is beside it."""
    service = section((UNITS / "bluegreen-release@.service").read_text(), "Service")
    environment = dict(
        line.split("=", 1)
        for line in (UNITS / "release.env").read_text().splitlines()
        if not line.startswith("#")
    )
    command = service["ExecStart"].replace("${VERSION}", environment["VERSION"])

    assert refusal(command.removeprefix("/usr/local/bin/")) == ""
    assert "--yes" in command
    assert {"OS_CLOUD", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"} <= set(environment)


def test_a_unit_that_fails_names_the_unit_that_mails_about_it() -> None:
    """Else exit code 4 at night would wait for somebody who looks."""
    release = (UNITS / "bluegreen-release@.service").read_text()
    mails = section(release, "Unit")["OnFailure"]

    assert mails == "bluegreen-mail@%n.service"
    assert (UNITS / "bluegreen-mail@.service").exists()


def test_the_user_data_for_cloud_images_writes_what_the_health_check_asks_for() -> None:
    """The service shows the folder in which the page of the health path is."""
    specification = load(CLOUD_INIT / "bluegreen.yaml")
    command = section(files()["/etc/systemd/system/shop.service"], "Service")["ExecStart"]
    path = specification.load_balancer.health_check.path

    assert command.endswith(f"{specification.servers.port} --directory /srv/shop")
    assert f"/srv/shop{path}" in files()
    assert files()["/srv/shop/index.html"] == "version 2.0 on green: hello\n"


def test_the_page_shows_the_user_data_as_it_is() -> None:
    """People copy from the page; its comments are the page's text."""
    text = (CLOUD_INIT / "user-data.yaml").read_text()
    shown = "\n".join(line for line in text.splitlines() if not line.startswith("# "))

    assert f"```yaml\n{shown}\n```" in PAGE.read_text()
