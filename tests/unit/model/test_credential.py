# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Narrow credentials: which calls they allow, that the secret is shown once, that they go."""

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
from support.worlds import SCALED_SHOP, shop, shop_that_is_up

from bluegreen.model.credential import Job, Rule, roles_for, rules_for

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


def allows(rules: tuple[Rule, ...], service: str, method: str, path: str) -> bool:
    """Tell whether a call is allowed, by the rules that Keystone's middleware matches with.

    `*` is one segment or a part of one, `**` anything (keystonemiddleware, `_path_matches`).
    """

    def pattern(rule: Rule) -> str:
        parts = re.split(r"(\*\*|\*)", rule.path)
        return "".join({"**": ".*", "*": "[^/]+"}.get(part, part) for part in parts)

    return any(
        (rule.service, rule.method) == (service, method) and re.fullmatch(pattern(rule), path)
        for rule in rules
    )


def test_it_may_move_the_two_addresses_and_no_other(project: FakeProject) -> None:
    """The rules name both by id, behind any prefix that the service is mounted under."""
    rules = rules_for(Job.SWITCH_ONLY, shop(project))

    for address in project.addresses.values():
        for prefix in ("", "/networking"):
            path = f"{prefix}/v2.0/floatingips/{address.id}"
            assert allows(rules, "network", "PUT", path)
            assert not allows(rules, "network", "DELETE", path)
    assert not allows(rules, "network", "PUT", "/v2.0/floatingips/another")
    assert not allows(rules, "network", "POST", "/v2.0/floatingips")


@pytest.mark.parametrize("job", list(Job))
def test_nothing_else_can_be_written_than_the_docs_say(project: FakeProject, job: Job) -> None:
    """Every rule that is no GET is one that docs/credentials.md names for the job."""
    page = (Path(__file__).parents[3] / "docs/credentials.md").read_text()
    section = page.partition(f"### `{job}`")[2].partition("\n#")[0]
    ids = {address.id: "ADDRESS" for address in project.addresses.values()} | {
        f"listener_id-shop-{side}": "LISTENER" for side in ("blue", "green")
    }
    writes = set()
    for rule in rules_for(job, shop(project), cut=job is Job.JENKINS):
        path = rule.path.replace("shop-blue", "APP-SIDE").replace("shop-green", "APP-SIDE")
        for one, name in ids.items():
            path = path.replace(
                one.replace("shop-blue", "APP-SIDE").replace("shop-green", "APP-SIDE"), name
            )
        if rule.method != "GET":
            writes.add(f"`{rule.method} {path.removeprefix('/**')}`")
    told = set(re.findall(r"`(?:POST|PUT|PATCH|DELETE) [^`]+`", section))
    if job is Job.JENKINS:
        told |= set(
            re.findall(
                r"`(?:POST|PUT|PATCH|DELETE) [^`]+`",
                page.partition("### `switch-only`")[2].partition("\n#")[0],
            )
        )

    assert writes == told


def test_without_the_lease_only_the_addresses_and_the_journal_can_be_written(
    project: FakeProject,
) -> None:
    """Two addresses can be moved, entries added to the journal; no other write has a rule."""
    rules = rules_for(Job.SWITCH_ONLY, shop(project), lease=False)
    writes = {(rule.service, rule.method) for rule in rules if rule.method != "GET"}

    assert writes == {("network", "PUT"), ("orchestration", "POST")}
    assert not allows(rules, "network", "DELETE", "/v2.0/ports/any")
    assert not allows(rules, "network", "PUT", "/v2.0/ports/any")
    assert allows(rules, "network", "GET", "/v2.0/ports")


def test_without_the_lease_a_switch_is_refused_while_another_is_at_work(
    operator: Operator, project: FakeProject
) -> None:
    """It looks, since it cannot keep anybody out; with nobody there it switches and takes none."""
    leases = project.cloud().leases
    held = leases.take("shop", "somebody@else", "deploy", timedelta(minutes=2))

    done = operator.types("switch", "--yes", "--without-lease", expect=1)
    assert "somebody@else" in done.err

    leases.release(held)
    project.calls.clear()
    operator.types("switch", "--yes", "--without-lease", expect=0)
    assert not any(call in ("POST ports", "PUT ports") for call in project.calls)


def test_a_cut_is_allowed_on_request(project: FakeProject) -> None:
    """It changes the listeners, and nothing else of a load balancer."""
    path = "/v2/lbaas/listeners/listener_id-shop-blue"

    assert not allows(rules_for(Job.SWITCH_ONLY, shop(project)), "load-balancer", "PUT", path)
    with_cut = rules_for(Job.SWITCH_ONLY, shop(project), cut=True)
    assert allows(with_cut, "load-balancer", "PUT", path)
    assert not allows(with_cut, "load-balancer", "DELETE", path)
    assert not allows(with_cut, "load-balancer", "PUT", "/v2/lbaas/loadbalancers/lb-shop-blue")


def test_every_path_fits_into_keystone(project: FakeProject) -> None:
    """At most 225 characters, beginning with a slash (keystone, application_credential/schema)."""
    for job in Job:
        rules = rules_for(job, shop(project), cut=True)
        assert all(rule.path.startswith("/") and len(rule.path) <= 225 for rule in rules)
        assert len(set(rules)) == len(rules)


def test_it_takes_as_few_of_the_roles_as_the_job_needs() -> None:
    """Without a role member, all of them: the cloud has names of its own."""
    held = {"reader", "member", "load-balancer_member", "heat_stack_owner", "admin"}

    assert roles_for(Job.SWITCH_ONLY, held) == ("load-balancer_member", "member")
    assert roles_for(Job.JENKINS, held) == ("heat_stack_owner", "load-balancer_member", "member")
    assert roles_for(Job.SWITCH_ONLY, {"tenant", "lb"}) == ("lb", "tenant")


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
    """It is said what helps."""
    project.who = replace(project.who, credential="c1", restricted=True)

    done = operator.types("credential", "create", "--for", "jenkins", expect=1)

    assert "may make no other" in done.err


def test_what_would_be_made_can_be_looked_at_first(
    operator: Operator, project: FakeProject
) -> None:
    """Every rule, and what takes it back; nothing on stdout, which may go to a clouds.yaml."""
    words = ("credential", "create", "--for", "switch-only", "--without-lease")

    shown = operator.types(*words, "--dry-run", expect=0)

    assert "Make a credential for switch-only on shop: roles load-balancer_member" in shown.err
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

    assert "may make no other" in done.err
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
    assert "by itself: create, delete, list" in operator.types("credential", expect=2).err
    assert "--expires" in operator.types("help", "credential", "create", expect=0).out


def test_a_side_that_scales_can_be_held_by_a_job_that_switches(tmp_path: Path) -> None:
    """Alarms change with every release, so no rule can name one; without scaling there are none."""
    scaled = rules_for(Job.SWITCH_ONLY, shop(shop_that_is_up(tmp_path, SCALED_SHOP)))
    fixed = rules_for(Job.SWITCH_ONLY, shop(shop_that_is_up(tmp_path)))
    calls = (("GET", "/v2/alarms"), ("GET", "/v2/alarms/one"), ("PUT", "/v2/alarms/one"))

    assert all(allows(scaled, "alarming", *call) for call in calls)
    assert not any(allows(fixed, "alarming", *call) for call in calls)
    assert not allows(scaled, "alarming", "DELETE", "/v2/alarms/one")
    assert len(set(scaled)) == len(scaled)


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
        assert "the secret would go to a file that others may read" in done.err
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
