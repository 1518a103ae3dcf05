# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The examples for GitLab and Zuul: valid, and the same stages as the Jenkinsfile's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from support.command_lines import verb_and_arguments
from support.jenkins import on_failure, read, stages

ROOT = Path(__file__).parents[3]
GITLAB = ROOT / "examples/gitlab/.gitlab-ci.yml"
ZUUL = ROOT / "examples/zuul"
OF_ZUUL_LINT = Path(str(distribution("zuul-lint").locate_file("zuul_lint/zuul-schema.json")))
PLAYBOOKS = sorted(ZUUL.glob("playbooks/*.yaml"))

STYLE = """
extends: default
rules:
  document-start: disable
  line-length: {max: 110}
  truthy: {check-keys: false}
  comments: {ignore: [user-data.yaml]} # cloud-init takes a first line without a space only
"""

OFFICES = {
    "release": "build",
    "deploy": "build",
    "check": "build",
    "approve": "switch",
    "switch": "switch",
    "watch": "switch",
    "drain": "build",
    "retire": "build",
    "rollback": "build",
}
"""Which credential each command works with."""

BUILDS = ("up", "release", "deploy")
"""The commands that build a version."""

BLUEGREEN = """\
#!/bin/sh
echo "$BLUEGREEN_RUN: $1" >>calls
[ "$1" != "$FAILING" ]
"""

There = Callable[[], list[tuple[str, str]]]


def run(program: str, *arguments: str | Path, **environment: str) -> str:
    """Run a linter; what it prints, when it finds fault."""
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else f"{done.stdout}\n{done.stderr}"


def in_gitlab() -> list[tuple[str, str]]:
    """Return the cloud and the command of each job, in the order of the stages."""
    pipeline = yaml.safe_load(GITLAB.read_text())
    order = [*pipeline["stages"], ".post"]
    jobs = [job for job in pipeline.values() if isinstance(job, dict) and "script" in job]
    assert all(len(job["script"]) == 1 for job in jobs)
    jobs.sort(key=lambda job: order.index(job["stage"]))
    return [(job["extends"].removeprefix("."), job["script"][0]) for job in jobs]


def in_zuul() -> list[tuple[str, str]]:
    """Return the cloud and the command of each task that runs one, in their order."""
    plays = [play for book in PLAYBOOKS for play in yaml.safe_load(book.read_text())]
    tasks = [task for play in plays for task in play["tasks"]]
    return [
        (
            task["environment"]["OS_CLOUD"],
            re.sub(r"\{\{ zuul\.tag \| quote \}\}", "$VERSION", task["ansible.builtin.command"]),
        )
        for task in tasks
        if "ansible.builtin.command" in task
    ]


def in_jenkins() -> list[tuple[str, str]]:
    """Return the cloud and the command of each stage, and of the way back."""
    pipeline = read(ROOT / "jenkins/Jenkinsfile")
    commands = [command for stage in stages(pipeline) for command in stage.commands]
    commands += on_failure(pipeline)
    return [(command.environment["OS_CLOUD"], command.text) for command in commands]


def in_the_first_job() -> list[tuple[str, str]]:
    """Return the cloud and the command of each stage of the job that builds both sides."""
    commands = [c for s in stages(read(ROOT / "jenkins/Jenkinsfile.up")) for c in s.commands]
    return [(command.environment["OS_CLOUD"], command.text) for command in commands]


@pytest.mark.parametrize("there", [in_the_first_job, in_jenkins, in_gitlab, in_zuul])
@pytest.mark.parametrize("option", ["--help", "-h", "--no-such-option"])
def test_a_version_is_no_option(
    there: There, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A job whose version is --help would show the help, build nothing, and be green."""
    commands = (command for _, command in there() if command.split()[1] in BUILDS)
    written = [re.sub(r'"?\$VERSION"?', option, command) for command in commands]
    assert any(option in command for command in written)
    for command in written:
        with pytest.raises(SystemExit) as refused:
            verb_and_arguments(command)
        assert refused.value.code == 2
        assert f"'{option}' is no version" in capsys.readouterr().err


@pytest.mark.parametrize("there", [in_jenkins, in_gitlab, in_zuul])
def test_each_stage_is_the_verb_of_the_release_with_the_credential_for_it(there: There) -> None:
    """The three differ in how a person approves, and in nothing else; Zuul's is the pushed tag."""
    found = [(verb_and_arguments(command)[0], cloud) for cloud, command in there()]
    expected = [
        (verb, cloud)
        for verb, cloud in OFFICES.items()
        if not (there is in_zuul and verb == "approve")
    ]

    assert found == expected


@pytest.mark.parametrize("there", [in_jenkins, in_gitlab, in_zuul])
def test_the_guards_against_another_version_are_used(there: There) -> None:
    """What is switched is what was checked, and what is taken back is what was released."""
    told = dict(verb_and_arguments(command) for _, command in there())

    assert told["switch"].expect_version == "$VERSION"
    assert told["switch"].drain == "none", "the watch must begin at once"
    assert told["rollback"].if_live == "$VERSION"
    assert told["rollback"].if_switched_by_me
    assert told["release"].dry_run


def test_gitlab_takes_back_only_what_a_failed_switch_or_watch_has_left() -> None:
    """A job that was skipped sets off none; all jobs have the pipeline's name in the journal."""
    pipeline = yaml.safe_load(GITLAB.read_text())
    jobs = [job for job in pipeline.values() if isinstance(job, dict)]
    ways_back = [job for job in jobs if job.get("extends") == ".take-back"]

    assert [job["needs"] for job in ways_back] == [["switch"], ["watch"]]
    assert pipeline[".take-back"]["when"] == "on_failure"
    assert pipeline["variables"]["BLUEGREEN_RUN"] == "$CI_PIPELINE_URL"


def play(folder: Path, book: str, **values: str) -> list[str]:
    """Run a playbook on this machine; the runs and verbs of the `bluegreen` that it calls."""
    program = folder / "bin/bluegreen"
    program.parent.mkdir(exist_ok=True)
    program.write_text(BLUEGREEN)
    program.chmod(0o755)
    zuul = {"tag": "2.0", "build": "b1", "project": {"src_dir": str(folder)}}
    given = {"zuul": zuul, "zuul_success": False, "ansible_user_dir": str(folder)}
    run(
        "ansible-playbook",
        *("--inventory", "localhost,", "--connection", "local", "--extra-vars", json.dumps(given)),
        *("--extra-vars", f"ansible_python_interpreter={sys.executable}"),
        ZUUL / f"playbooks/{book}.yaml",
        **values,
        PATH=f"{program.parent}:{os.environ['PATH']}",
        ANSIBLE_HOME=str(folder),
    )
    calls = folder / "calls"
    return calls.read_text().splitlines() if calls.exists() else []


@pytest.mark.parametrize(("failing", "taken_back"), [("check", False), ("watch", True)])
def test_zuul_takes_back_only_after_the_switch_began(
    tmp_path: Path, failing: str, taken_back: bool
) -> None:
    """Both playbooks as Ansible runs them, with a `bluegreen` of which one verb fails."""
    play(tmp_path, "release", FAILING=failing)
    verbs = play(tmp_path, "take-back")

    assert verbs[-1] == f"Zuul build b1: {'rollback' if taken_back else failing}"
    assert len({line.partition(":")[0] for line in verbs}) == 1


def test_gitlab_takes_the_pipeline() -> None:
    """By GitLab's own schema."""
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")

    assert run("check-jsonschema", *schema, GITLAB) == ""


def test_zuul_takes_the_job() -> None:
    """By the schema of zuul-lint, which knows jobs."""
    assert run("check-jsonschema", "--schemafile", OF_ZUUL_LINT, ZUUL / "zuul.yaml") == ""


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda book: book.stem)
def test_ansible_takes_the_playbook(playbook: Path, tmp_path: Path) -> None:
    """By ansible-playbook's own look at the syntax."""
    assert run("ansible-playbook", "--syntax-check", playbook, ANSIBLE_HOME=str(tmp_path)) == ""


def test_the_yaml_is_in_good_style() -> None:
    """Of all that is for CI systems."""
    assert run("yamllint", "--strict", "-d", STYLE, ROOT / "examples", ROOT / "jenkins") == ""


def test_the_schema_finds_a_mistake(tmp_path: Path) -> None:
    """A check that cannot fail would be none."""
    broken = tmp_path / "zuul.yaml"
    broken.write_text((ZUUL / "zuul.yaml").read_text().replace("timeout: 3600", "timeout: long"))

    assert "'long'" in run("check-jsonschema", "--schemafile", OF_ZUUL_LINT, broken)
