# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`credential`: what is made, shown, kept secret and deleted."""

from __future__ import annotations

import io
import json
import re
import stat
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import pytest
import yaml
from support.fake_cloud import SECRET, FakeProject
from support.operator import Operator
from support.worlds import shop, shop_that_is_up

from bluegreen.model.credential import Job, rules_for

ROOT = Path(__file__).parents[3]


class Redirected(io.StringIO):
    """A standard output that the shell has put into a file."""

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file = file

    def fileno(self) -> int:
        """Return the file's descriptor."""
        return self._file.fileno()

    def write(self, text: str) -> int:
        """Write to the file."""
        return self._file.write(text)


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live."""
    return shop_that_is_up(tmp_path)


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who types commands."""
    return Operator(project, tmp_path)


def test_the_entry_is_printed_once_and_the_secret_is_nowhere_else(
    operator: Operator, project: FakeProject
) -> None:
    """Stdout is a whole clouds.yaml; stderr, the journal and every later listing have no secret."""
    done = operator.types(
        "credential", "create", "--for", "switch-only", "--expires", "12h", expect=0
    )

    entry = yaml.safe_load(done.out)["clouds"]["shop-switch-only"]
    assert entry["auth_type"] == "v3applicationcredential"
    assert entry["auth"]["application_credential_secret"] == SECRET
    assert entry["auth"]["auth_url"] == "https://cloud.example/v3"
    assert entry["region_name"] == "RegionOne"
    (wish,) = project.credentials.values()
    assert timedelta(hours=11) < wish.expires - datetime.now(UTC) <= timedelta(hours=12)
    listed = operator.types("credential", "list", "-f", "json", expect=0)
    assert json.loads(listed.out)[0]["Name"] == wish.name
    journal = operator.types("history", "shop", "-f", "json", expect=0)
    assert not any(SECRET in text for text in (done.err, listed.out, listed.err, journal.out))
    assert not any("software_configs" in c for c in project.calls if c.startswith("POST"))


def test_an_application_that_is_not_whole_gets_none(
    operator: Operator, project: FakeProject
) -> None:
    """The rules name what is there; without it they would allow nothing, or too much."""
    project.addresses.popitem()

    done = operator.types("credential", "create", "--for", "switch-only", expect=1)

    assert "is incomplete" in done.err
    assert project.credentials == {}


def test_a_narrow_credential_cannot_make_another(operator: Operator, project: FakeProject) -> None:
    """The refusal names what helps."""
    project.who = replace(project.who, credential="c1", restricted=True)

    done = operator.types("credential", "create", "--for", "jenkins", expect=1)

    assert "cannot make another one" in done.err


def test_what_would_be_made_can_be_looked_at_first(
    operator: Operator, project: FakeProject
) -> None:
    """Every rule, and what takes it back; nothing on stdout, which may go to a clouds.yaml."""
    words = ("credential", "create", "--for", "switch-only", "--without-lease")

    shown = operator.types(*words, "--dry-run", expect=0)

    assert "Create a credential for switch-only on shop: roles load-balancer_member" in shown.err
    rules = rules_for(Job.SWITCH_ONLY, shop(project), lease=False)
    told = [line for line in shown.err.splitlines() if line.startswith("  may ")]
    assert told == [f"  may {rule.method} {rule.path} ({rule.service})" for rule in rules]
    assert "undo: bluegreen credential delete shop --name NAME" in shown.err
    assert shown.out == ""
    assert project.credentials == {}


def test_what_would_be_refused_is_refused_without_being_tried(
    operator: Operator, project: FakeProject
) -> None:
    """A rehearsal by one who may make no credential says so."""
    project.who = replace(project.who, credential="c1", restricted=True)

    done = operator.types("credential", "create", "--for", "jenkins", "--dry-run", expect=1)

    assert "cannot make another one" in done.err
    assert "log in as a user with a password" in done.err


@pytest.mark.parametrize("time", ["90", "0d", "2w", "-1h", "d"])
def test_a_time_that_means_nothing_is_usage(operator: Operator, time: str) -> None:
    """Exit code 2, with an example."""
    words = ("credential", "create", "--for", "switch-only", f"--expires={time}")

    assert "such as 12h or 90d" in operator.types(*words, expect=2).err


def test_those_that_are_named_are_deleted_or_none(operator: Operator, project: FakeProject) -> None:
    """One that is not found stops all; credentials of other applications and tools stay."""
    operator.types("credential", "create", "--for", "switch-only", expect=0)
    operator.types("credential", "create", "--for", "jenkins", expect=0)
    first, second = project.credentials
    project.credentials["foreign"] = replace(project.credentials[first], name="somebody-elses")

    refused = operator.types("credential", "delete", "--name", first, "--name", "nothing", expect=1)
    assert "has no credential nothing" in refused.err
    assert len(project.credentials) == 3

    operator.types("credential", "delete", "--name", first, expect=0)
    assert set(project.credentials) == {second, "foreign"}
    operator.types("credential", "delete", "--all", expect=0)
    assert set(project.credentials) == {"foreign"}


def test_those_of_an_application_with_a_longer_name_are_not_its_own(
    operator: Operator, project: FakeProject
) -> None:
    """`bluegreen-shop-for-` begins the names of shop's credentials, and of those of shop-for-x."""
    operator.types("credential", "create", "--for", "jenkins", expect=0)
    ((first, wish),) = project.credentials.items()
    other = "shop-for-x"
    project.credentials[other] = replace(
        wish,
        name=f"bluegreen-{other}-for-jenkins-123456",
        description=f"jenkins of the application {other} (bluegreen)",
    )

    listed = operator.types("credential", "list", "-f", "json", expect=0)
    assert [row["Id"] for row in json.loads(listed.out)] == [first]
    operator.types("credential", "delete", "--all", expect=0)
    assert set(project.credentials) == {other}


def test_what_would_be_deleted_can_be_looked_at_first(
    operator: Operator, project: FakeProject
) -> None:
    """Each by its name; one that is not found is refused here too, and all of them stay."""
    operator.types("credential", "create", "--for", "switch-only", expect=0)
    operator.types("credential", "create", "--for", "jenkins", expect=0)
    names = [held.name for held in project.credentials.values()]

    shown = operator.types("credential", "delete", "--all", "--dry-run", expect=0)
    assert shown.err.splitlines() == [f"Delete {name}, which cannot be undone." for name in names]
    operator.types("credential", "delete", "--name", "nothing", "--dry-run", expect=1)

    assert [held.name for held in project.credentials.values()] == names


def test_half_a_command_says_what_may_follow(operator: Operator) -> None:
    """`bluegreen credential` alone is no command."""
    assert "on its own: create, delete, list" in operator.types("credential", expect=2).err
    assert "--expires" in operator.types("help", "credential", "create", expect=0).out


@pytest.mark.parametrize(("mode", "code"), [(0o644, 1), (0o640, 1), (0o604, 1), (0o600, 0)])
def test_a_secret_goes_to_no_file_that_others_may_read(
    operator: Operator, project: FakeProject, tmp_path: Path, mode: int, code: int
) -> None:
    """A shell's `>` makes a file of mode 644, unless its umask says otherwise."""
    file = tmp_path / "switch-clouds.yaml"
    file.touch()
    file.chmod(mode)  # whatever the umask here is
    with file.open("w") as opened, pytest.MonkeyPatch.context() as patch:
        stdout, in_memory = iter([Redirected(opened)]), io.StringIO
        patch.setattr("io.StringIO", lambda *begun: next(stdout, None) or in_memory(*begun))
        done = operator.types("credential", "create", "shop", "--for", "switch-only", expect=code)

    assert bool(project.credentials) is (code == 0)
    assert (SECRET in file.read_text()) is (code == 0)
    if code:
        assert "others could read the file that the secret goes to" in done.err
        assert "umask 077" in done.err


def test_the_pages_write_a_secret_for_its_owner_alone(tmp_path: Path) -> None:
    """What people copy from a page makes a file of mode 600."""
    pages = [page.read_text() for page in (ROOT / "docs").glob("*.md")]
    blocks = [b for page in pages for b in re.findall(r"```\n(.*?)```", page, re.DOTALL)]
    writing = [block for block in blocks if re.search("credential create .* > ", block)]
    assert len(writing) >= 2
    for number, block in enumerate(writing):
        folder = tmp_path / str(number)
        folder.mkdir()
        script = f"umask 022; bluegreen() {{ echo secret; }}\n{block}"
        subprocess.run(["sh", "-c", script], cwd=folder, check=True, capture_output=True)
        (file,) = folder.iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
