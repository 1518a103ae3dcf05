# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The Jenkinsfiles, their walk through every way a release can end, and the jobs that use them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.command_lines import verb_and_arguments
from support.jenkins import Build, Jenkins, on_failure, parameters, read, stages

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
JENKINS = ROOT / "jenkins"
RELEASE, UP = JENKINS / "Jenkinsfile", JENKINS / "Jenkinsfile.up"
FILES = pytest.mark.parametrize("file", [RELEASE, UP], ids=lambda file: file.name)

STAGES = ["Plan", "Deploy", "Check", "Approve", "Switch", "Watch", "Drain", "Retire"]

BLUEGREEN = """\
#!/bin/sh
echo "$OS_CLOUD $(basename "$OS_CLIENT_SECURE_FILE") $*" >>calls
[ "$1" != "$FAILING" ] || exit "$CODE"
"""


@pytest.fixture
def jenkins(tmp_path: Path) -> Jenkins:
    """An agent whose `bluegreen` only writes down how it was called."""
    program = tmp_path / "bin/bluegreen"
    program.parent.mkdir()
    program.write_text(BLUEGREEN)
    program.chmod(0o755)
    secrets = {name: tmp_path / name for name in ("bluegreen-build", "bluegreen-switch")}
    return Jenkins(tmp_path, {"PATH": f"{program.parent}:/usr/bin:/bin"}, secrets)


def release(
    jenkins: Jenkins,
    *,
    failing: str = "",
    code: int = 1,
    approved_by: str | None = "ada",
    **given: str,
) -> Build:
    """Build the release job, in which one verb fails."""
    values = {"VERSION": "2.0", "MESSAGE": "friday", "APPROVE": "true", **given}
    return jenkins.build(
        RELEASE, values | {"FAILING": failing, "CODE": str(code)}, approved_by=approved_by
    )


def calls(jenkins: Jenkins) -> list[str]:
    """Return how `bluegreen` was called: cloud, secret file, arguments."""
    return (jenkins.workspace / "calls").read_text().splitlines()


@FILES
def test_every_step_is_one_command_that_the_program_takes(file: Path) -> None:
    """The pipeline decides nothing, and no option in it is one that is not there."""
    pipeline = read(file)
    commands = [command for stage in stages(pipeline) for command in stage.commands]

    assert all(len(stage.commands) == 1 for stage in stages(pipeline))
    for command in (*commands, *on_failure(pipeline)):
        verb_and_arguments(command.text)


@FILES
def test_values_that_people_type_reach_the_shell_only_as_variables(file: Path) -> None:
    """A version such as `1; rm -rf /` is one argument; Groovy puts none of them into the text."""
    text = file.read_text()
    commands = re.findall(r"sh '([^']*)'", text)

    assert commands
    assert '"""' not in text
    assert not [line for line in text.splitlines() if re.search(r'\bsh "', line)]
    assert not [c for c in commands if "$" in re.sub(r'"[^"]*"', "", c)]


def test_the_stages_are_those_of_a_release() -> None:
    """Each is the verb of its name, but for the plan."""
    found = stages(read(RELEASE))

    assert [stage.name for stage in found] == STAGES
    verbs = [verb_and_arguments(stage.commands[0].text)[0] for stage in found]
    assert verbs == ["release", *map(str.lower, STAGES[1:])]
    assert verb_and_arguments(found[0].commands[0].text)[1].dry_run


def test_a_release_that_goes_well_takes_every_stage_with_its_own_credential(
    jenkins: Jenkins,
) -> None:
    """What moves production has the credential that can do nothing else."""
    build = release(jenkins)

    assert (build.result, build.stages) == ("SUCCESS", STAGES)
    assert [call.split()[:3] for call in calls(jenkins)] == [
        ["build", "bluegreen-build", "release"],
        ["build", "bluegreen-build", "deploy"],
        ["build", "bluegreen-build", "check"],
        ["switch", "bluegreen-switch", "approve"],
        ["switch", "bluegreen-switch", "switch"],
        ["switch", "bluegreen-switch", "watch"],
        ["build", "bluegreen-build", "drain"],
        ["build", "bluegreen-build", "retire"],
    ]
    assert calls(jenkins)[3].endswith("approve --record --message by ada")


@pytest.mark.parametrize("stage", ["Plan", "Deploy", "Check", "Approve"])
def test_a_build_that_never_came_to_the_switch_takes_nothing_back(
    jenkins: Jenkins, stage: str
) -> None:
    """What is live then is another build's, even when it is of the same version."""
    failing = "release" if stage == "Plan" else stage.lower()
    build = release(jenkins, failing=failing)

    assert build.result == "FAILURE"
    assert build.stages == STAGES[: STAGES.index(stage) + 1]
    assert not [call for call in calls(jenkins) if "rollback" in call]


@pytest.mark.parametrize("stage", ["Switch", "Watch"])
def test_a_build_that_fails_from_the_switch_on_takes_its_own_switch_back(
    jenkins: Jenkins, stage: str
) -> None:
    """Only if its version is live, and only if nobody else moved production last."""
    build = release(jenkins, failing=stage.lower())

    assert build.result == "FAILURE"
    assert build.stages == [*STAGES[: STAGES.index(stage) + 1], "post"]
    assert calls(jenkins)[-1].startswith(
        "build bluegreen-build rollback --if-live 2.0 --if-switched-by-me --drain none --yes "
    )


def test_an_approval_that_is_aborted_moves_nothing(jenkins: Jenkins) -> None:
    """Neither `approve` nor `switch` is called, and there is nothing to take back."""
    build = release(jenkins, approved_by=None)

    assert (build.result, build.stages) == ("ABORTED", ["Plan", "Deploy", "Check"])
    assert not [call for call in calls(jenkins) if " switch " in call.partition(" ")[2]]


def test_nobody_is_asked_where_nobody_is_to_be_asked(jenkins: Jenkins) -> None:
    """The box APPROVE is not ticked."""
    build = release(jenkins, approved_by=None, APPROVE="false")

    assert (build.result, build.stages) == ("SUCCESS", [s for s in STAGES if s != "Approve"])


@pytest.mark.parametrize("verb", ["drain", "retire"])
def test_clients_on_the_old_side_take_no_release_back(jenkins: Jenkins, verb: str) -> None:
    """Both end with 1 while somebody is connected; the version is good and live."""
    build = release(jenkins, failing=verb)

    assert (build.result, build.stages) == ("SUCCESS", STAGES)
    assert sum(code for _, _, code in build.ran) == 1


def test_one_action_builds_both_sides(jenkins: Jenkins) -> None:
    """From an empty project, with one command."""
    build = jenkins.build(UP, {"VERSION": "1.0", "MESSAGE": "", "FAILING": "", "CODE": "1"})

    assert build.result == "SUCCESS"
    (call,) = (call.split() for call in calls(jenkins))
    assert call[:3] == ["build", "bluegreen-build", "up"]
    assert call[-2:] == ["--", "1.0"]


def test_the_jobs_are_rendered_as_they_were(tmp_path: Path) -> None:
    """Jenkins Job Builder makes of jobs.yaml the XML beside this file."""
    program = Path(sys.executable).with_name("jenkins-jobs")
    subprocess.run(
        [program, "test", JENKINS / "jobs.yaml", "-o", tmp_path, "--config-xml"],
        capture_output=True,
        check=True,
    )
    rendered = {file.parent.name: file.read_text() for file in tmp_path.glob("*/config.xml")}
    expected = {file.stem: file.read_text() for file in HERE.glob("*.xml")}

    assert rendered == expected


@pytest.mark.parametrize(("template", "file"), [("release", RELEASE), ("up", UP)])
def test_the_jobs_have_the_parameters_of_their_pipelines(template: str, file: Path) -> None:
    """The first build has them from the job, each later one from the Jenkinsfile."""
    kinds = {"bool": "booleanParam", "string": "string"}
    jobs = yaml.safe_load((JENKINS / "jobs.yaml").read_text())
    job = next(j["job-template"] for j in jobs if j.get("job-template", {}).get("id") == template)
    of_job = {value["name"]: kinds[kind] for p in job["parameters"] for kind, value in p.items()}

    assert of_job == parameters(read(file))


def test_the_clouds_that_are_in_the_repository_hold_no_secret() -> None:
    """The password, and the whole entry `switch`, are what Jenkins keeps."""
    clouds = yaml.safe_load((JENKINS / "clouds.yaml").read_text())["clouds"]

    assert set(clouds) == {"build"}
    assert "password" not in clouds["build"]["auth"]
