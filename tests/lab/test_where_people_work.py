# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The commands of the Jenkinsfiles on a real OpenStack, and the verbs in the openstack client.

The tests of this file are one story and run in the order in which they stand. What walks through
the Jenkinsfiles is a stand-in for Jenkins; the commands, the secret files and the cloud are real.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.jenkins import Jenkins

from lab.jenkins_site import JENKINS, NAME, Site, openstack

from .conftest import BIN, Operator, connection_of, operator_of

pytestmark = pytest.mark.lab

WATCH = "watch: {duration: 10s, every: 5s, on_failure: automatic}\n"

ONLY_ON_PREVIEW = """\
#!/bin/sh
[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ] || { echo not well; exit 1; }
"""


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Site]:
    """An empty project, a repository, and both credentials as a Jenkins keeps them.

    Building is done with the password of a user, switching with a narrow credential, which is made
    once the addresses that it may move are there.
    """
    folder = tmp_path_factory.mktemp(NAME)
    operator = operator_of(folder, lab_environment, NAME)
    operator.types("down", NAME, "--live", NAME, "--yes", "--break-lease", expect=None)
    file = folder / "bluegreen.yaml"
    file.write_text(file.read_text() + WATCH)
    lab = yaml.safe_load(Path(lab_environment["OS_CLIENT_CONFIG_FILE"]).read_text())["clouds"]
    build = lab[lab_environment["OS_CLOUD"]]
    secrets = {name: folder / f"bluegreen-{name}" for name in ("build", "switch")}
    _write(secrets["build"], {"build": {"auth": {"password": build["auth"].pop("password")}}})
    (folder / "jenkins").mkdir()
    _write(folder / "jenkins/clouds.yaml", {"build": build})
    own = {k: v for k, v in os.environ.items() if not k.startswith("OS_")}
    agent = own | {"PATH": f"{BIN}:{own['PATH']}"}
    jenkins = Jenkins(folder, agent, {file.name: file for file in secrets.values()})
    yield Site(operator, jenkins, file.read_text())
    operator.types("credential", "delete", NAME, "--all", expect=None)
    operator.types("down", NAME, "--live", NAME, "--yes", "--break-lease", expect=None)


def _write(file: Path, clouds: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump({"clouds": clouds}))


def test_one_action_builds_both_sides_from_an_empty_project(site: Site) -> None:
    """What stands in Jenkinsfile.up, with the password of a user."""
    build = site.jenkins.build(JENKINS / "Jenkinsfile.up", {"VERSION": "1.0", "MESSAGE": "first"})

    assert build.result == "SUCCESS", build.log
    sides = json.loads((site.operator.folder / "sides.json").read_text())
    assert [(side["Side"], side["Version"], side["Role"], side["Healthy"]) for side in sides] == [
        ("blue", "1.0", "live", 2),
        ("green", "1.0", "idle", 2),
    ]


def test_a_release_goes_through_every_stage(site: Site) -> None:
    """Eight commands, in the order and with the credentials that the Jenkinsfile says."""
    narrow = ("credential", "create", NAME, "--for", "switch-only", "--cloud", "switch")
    printed = site.operator.types(*narrow, "--expires", "12h").out
    site.jenkins.secret_files["bluegreen-switch"].write_text(printed)
    build = site.builds("2.0")

    assert build.result == "SUCCESS", build.log
    assert [code for _, _, code in build.ran] == [0] * 8, build.log
    moved = json.loads((site.operator.folder / "switch.json").read_text())
    assert (moved["live"], moved["version"], moved["failed_requests"]) == ("green", "2.0", 0)
    rows, sides = site.rows(), site.operator.sides(NAME)
    assert rows["approval"]["Message"] == "by ada"
    assert rows["switch"]["Message"] == "friday"
    assert (sides["green"]["Role"], sides["blue"]["Wanted"]) == ("live", 1)


def test_the_openstack_client_shows_the_application_in_every_format(
    site: Site, lab_environment: dict[str, str]
) -> None:
    """The cloud is named by the client's own --os-cloud; the values are those of `bluegreen`."""
    environment = {k: v for k, v in lab_environment.items() if k != "OS_CLOUD"}

    def shown(*arguments: str) -> str:
        cloud = ("--os-cloud", lab_environment["OS_CLOUD"])
        return openstack(environment, *cloud, "bluegreen", "application", *arguments)

    listed = {row["Application"]: row for row in json.loads(shown("list", "-f", "json"))}
    assert listed[NAME]["Live"] == "green"
    sides = site.operator.types("-q", "status", NAME, "-f", "json").json()
    assert json.loads(shown("show", NAME, "-f", "json")) == sides
    assert yaml.safe_load(shown("show", NAME, "-f", "yaml")) == sides
    as_csv = csv.DictReader(io.StringIO(shown("show", NAME, "-f", "csv")))
    assert [row["Version"] for row in as_csv] == [side["Version"] for side in sides]
    assert shown("show", NAME, "-f", "value", "-c", "Role").split() == ["idle", "live"]
    assert "| green | live | 2.0 " in shown("show", NAME)


def test_the_openstack_client_refuses_with_our_exit_codes(
    site: Site, lab_environment: dict[str, str]
) -> None:
    """1 and the next command, as this client spells it; production stays where it is."""
    refused = openstack(lab_environment, "bluegreen", "down", NAME, "--yes", expect=1)
    usage = openstack(lab_environment, "bluegreen", "rollback", NAME, expect=2)

    assert "error: " in refused
    assert "next: openstack bluegreen " in refused
    assert "but there is no terminal" in usage
    assert site.operator.live(NAME) == "green"


def test_the_openstack_client_changes_what_is_there(
    site: Site, lab_environment: dict[str, str]
) -> None:
    """A write to the address and one to the journal, over the client's own session."""
    openstack(lab_environment, "bluegreen", "pause", NAME, "-m", "by the client")
    paused = site.rows()["pause"]
    openstack(lab_environment, "bluegreen", "unpause", NAME, "-m", "by the client too")

    assert (paused["Message"], paused["Sentence"]) == ("by the client", "paused")
    assert site.rows()["pause"]["Sentence"] == "no longer paused"


def test_a_build_of_the_version_that_is_live_moves_nothing(site: Site) -> None:
    """Its deploy is refused, since the warm 1.0 is the way back; there is nothing to take back."""
    build = site.builds("2.0")

    assert (build.result, build.stages) == ("FAILURE", ["Plan", "Deploy"]), build.log
    assert "2.0 is already live on green; on blue it would replace 1.0" in build.log
    assert site.versions() == {"blue": "1.0", "green": "2.0"}
    assert site.operator.live(NAME) == "green"


def test_a_build_takes_back_nothing_that_another_has_switched(site: Site) -> None:
    """The command of `post`, typed by a build that came to its switch and was refused there."""
    build = {"BUILD_URL": "https://jenkins.example/job/bluegreen/99/"}
    late = replace(site.operator, environment=site.operator.environment | build)
    words = ("--if-live", "2.0", "--if-switched-by-me", "--drain", "none", "--yes")
    done = late.types("rollback", NAME, *words)

    assert "https://jenkins.example/job/bluegreen/2/ moved production last (switch)" in done.err
    assert site.operator.live(NAME) == "green"


def with_nothing_but(operator: Operator, clouds: Path, name: str) -> Operator:
    """Return an operator who has nothing but one entry of a clouds.yaml."""
    chosen = {"OS_CLIENT_CONFIG_FILE": str(clouds), "OS_CLOUD": name}
    return replace(operator, environment=operator.environment | chosen)


def test_a_credential_for_switching_cannot_grow_a_side(site: Site) -> None:
    """Blue has one warm server, and its stack is not the credential's; production stays."""
    clouds = site.jenkins.secret_files["bluegreen-switch"]
    switching = with_nothing_but(site.operator, clouds, "switch")
    refused = switching.types("rollback", NAME, "--drain", "none", "--yes", expect=1)

    assert "answered 401" in refused.err
    assert site.operator.live(NAME) == "green"


@pytest.fixture(scope="module")
def pipeline(site: Site) -> Operator:
    """Somebody who has nothing but the credential for what a pipeline does beside building."""
    narrow = ("credential", "create", NAME, "--for", "jenkins", "--cloud", "pipeline")
    clouds = site.operator.folder / "pipeline.yaml"
    clouds.write_text(site.operator.types(*narrow, "--expires", "1h").out)
    return with_nothing_but(site.operator, clouds, "pipeline")


def test_a_pipelines_credential_checks(pipeline: Operator) -> None:
    """Preview, servers and checks; the verdict goes into the journal."""
    assert "answered 401" not in pipeline.types("check").err


def test_heat_grows_no_side_for_a_pipelines_credential(site: Site, pipeline: Operator) -> None:
    """It asks Neutron and Nova with the caller's token, whose rules refuse that; nothing moves."""
    refused = pipeline.types("rollback", NAME, "--drain", "none", "--yes", expect=1)

    assert "answered 400" in refused.err
    assert site.operator.live(NAME) == "green"
    assert site.operator.sides(NAME)["blue"]["Wanted"] == 1


def test_a_pipelines_credential_is_refused_everything_else(
    site: Site, pipeline: Operator, lab_environment: dict[str, str]
) -> None:
    """Each other write is answered 401 by its service, and all is as it was."""
    cloud = connection_of(site.operator.folder / "pipeline.yaml", "pipeline")

    def ids(*kind: str) -> list[str]:
        found = json.loads(openstack(lab_environment, *kind, "list", "-f", "json"))
        rows = [{key.lower(): value for key, value in row.items()} for row in found]
        return [row["id"] for row in rows if row["name"].startswith(f"{NAME}-")]

    servers, balancers = ids("server"), ids("loadbalancer")
    writes = [
        (cloud.compute, "DELETE", f"/servers/{servers[0]}"),
        (cloud.compute, "POST", "/servers"),
        (cloud.load_balancer, "DELETE", f"/lbaas/loadbalancers/{balancers[0]}?cascade=true"),
        (cloud.orchestration, "POST", "/stacks"),
        (cloud.orchestration, "DELETE", f"/stacks/{NAME}-blue/1"),
        (cloud.orchestration, "DELETE", "/stacks/another-blue-r1/1"),
        (cloud.orchestration, "PATCH", "/stacks/another-blue-r1/1"),
        (cloud.network, "POST", "/floatingips"),
    ]
    answers = {
        f"{method} {path}": service.request(path, method, json={}).status_code
        for service, method, path in writes
    }

    assert answers == dict.fromkeys(answers, 401)
    assert (ids("server"), ids("loadbalancer")) == (servers, balancers)


def test_the_openstack_client_rolls_back(site: Site, lab_environment: dict[str, str]) -> None:
    """The previous side is grown, production moved and proved, and the journal tells it."""
    command = ("bluegreen", "rollback", NAME, "--yes", "-m", "by the client", "-f", "shell")
    moved = openstack(lab_environment, *command)

    assert 'live="blue"' in moved
    assert 'failed_requests="0"' in moved
    assert site.rows()["rollback"]["Message"] == "by the client"
    assert site.operator.live(NAME) == "blue"


def test_a_check_that_fails_ends_the_build_with_nothing_moved(site: Site) -> None:
    """The failed version stays idle, and there is nothing to take back."""
    build = site.builds("3.0", check="{name: never, http: {path: /nowhere}}")

    assert (build.result, build.stages[-1]) == ("FAILURE", "Check"), build.log
    assert site.versions() == {"blue": "1.0", "green": "3.0"}
    assert site.operator.live(NAME) == "blue"


def test_an_approval_that_is_aborted_moves_nothing(site: Site) -> None:
    """Nobody's name is in the journal, and blue is live."""
    build = site.builds("3.1", approved_by=None)

    assert (build.result, build.stages[-1]) == ("ABORTED", "Check"), build.log
    assert site.versions() == {"blue": "1.0", "green": "3.1"}
    assert site.operator.live(NAME) == "blue"


@pytest.mark.parametrize(
    ("on_failure", "code", "by"), [("automatic", 3, "Watch"), ("never", 4, "post")]
)
def test_a_watch_that_fails_brings_the_old_version_back(
    site: Site, on_failure: str, code: int, by: str
) -> None:
    """Automatically, or where it leaves that to `post`; never twice, which would undo it."""
    only_on_preview = site.operator.folder / "only-on-preview.sh"
    only_on_preview.write_text(ONLY_ON_PREVIEW)
    only_on_preview.chmod(0o755)
    check = f"{{name: preview, command: {{run: [./{only_on_preview.name}]}}}}"
    build = site.builds(f"4.{code}", check=check, on_failure=on_failure)

    assert (build.result, build.stages[-2:]) == ("FAILURE", ["Watch", "post"]), build.log
    assert [ended for _, _, ended in build.ran[-2:]] == [code, 0], build.log
    assert ("to roll back" in build.log) == (by == "Watch")
    assert site.operator.live(NAME) == "blue"
    assert site.versions() == {"blue": "1.0", "green": f"4.{code}"}
