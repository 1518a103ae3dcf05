# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for Jenkins: reads a declarative Jenkinsfile, and runs its commands in order.

It knows the part of the language that the project's Jenkinsfiles use, one statement or brace to a
line, and refuses everything else, so that nothing in such a file is passed over in silence.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

QUOTED = r"'([^']*)'"


@dataclass
class Block:
    """`head { … }`; the body holds statements and blocks in their order."""

    head: str
    body: list[str | Block] = field(default_factory=list)

    def blocks(self, name: str) -> list[Block]:
        """Return the blocks in the body whose head begins with a word."""
        blocks = (part for part in self.body if isinstance(part, Block))
        return [block for block in blocks if re.match(rf"{name}\b", block.head)]

    def block(self, name: str) -> Block:
        """Return the only such block, or an empty one."""
        found = self.blocks(name)
        assert len(found) <= 1, f"{self.head}: more than one {name}"
        return found[0] if found else Block(name)

    def statements(self) -> list[str]:
        """Return the statements of the body."""
        return [part for part in self.body if isinstance(part, str)]


def read(file: Path) -> Block:
    """Return the `pipeline` of a Jenkinsfile."""
    open_blocks = [Block("file")]
    for line in map(str.strip, file.read_text().splitlines()):
        inline = re.fullmatch(r"(\w+) \{ (.*) \}", line)
        if not line or line.startswith("//"):
            continue
        if inline:
            open_blocks[-1].body.append(Block(inline[1], [inline[2]]))
        elif line.endswith("{"):
            block = Block(line.removesuffix("{").strip())
            open_blocks[-1].body.append(block)
            open_blocks.append(block)
        elif line == "}":
            open_blocks.pop()
        else:
            open_blocks[-1].body.append(line)
    assert len(open_blocks) == 1, f"{file}: braces do not match"
    return open_blocks[0].block("pipeline")


@dataclass(frozen=True)
class Command:
    """One `sh`: what it runs, what is set for it, and whether its failure is let pass."""

    text: str
    environment: Mapping[str, str]
    tolerated: bool = False


@dataclass(frozen=True)
class Stage:
    """One stage: its commands, whether a person is asked first, and who is notified then.

    `on_failure` is what `post` of the stage around it runs when this one does not succeed.
    """

    name: str
    commands: tuple[Command, ...]
    only_if: str | None
    asks: bool
    submitter: str | None
    on_failure: tuple[Command, ...]


def stages(pipeline: Block) -> tuple[Stage, ...]:
    """Return the stages of a pipeline in their order, those in a stage of stages too."""
    assert not pipeline.block("post").block("unsuccessful").body, "only around some stages"
    return tuple(_stages(pipeline, _environment(pipeline), ()))


def on_failure(pipeline: Block) -> tuple[Command, ...]:
    """Return what `post` of a stage of stages runs when one of them did not succeed."""
    return next((stage.on_failure for stage in stages(pipeline) if stage.on_failure), ())


def parameters(pipeline: Block) -> dict[str, str]:
    """Return the kind of each parameter: string or booleanParam."""
    matches = (
        re.match(r"(\w+)\(name: '(\w+)'", s) for s in pipeline.block("parameters").statements()
    )
    return {match[2]: match[1] for match in matches if match}


def _stages(
    block: Block, environment: dict[str, str], around: tuple[Command, ...]
) -> Iterator[Stage]:
    for stage in block.block("stages").blocks("stage"):
        if not stage.block("stages").body:
            yield _stage(stage, environment, around)
            continue
        parts = {part.head for part in stage.body if isinstance(part, Block)}
        assert not stage.statements(), stage
        assert parts <= {"stages", "post"}, stage
        unsuccessful = stage.block("post").block("unsuccessful")
        yield from _stages(stage, environment, tuple(_commands(unsuccessful, environment)))


def _stage(block: Block, environment: dict[str, str], on_failure: tuple[Command, ...]) -> Stage:
    name = re.fullmatch(rf"stage\({QUOTED}\)", block.head)
    assert name, block.head
    known = {"agent", "environment", "steps", "post", "when", "options", "input"}
    assert not block.statements(), block
    assert {part.head for part in block.body if isinstance(part, Block)} <= known, block
    when, asked = block.block("when"), block.block("input")
    condition = "".join(when.block("expression").statements())
    told = re.search(rf"submitterParameter {QUOTED}", "\n".join(asked.statements()))
    set_here = environment | _environment(block)
    return Stage(
        name=name[1],
        commands=tuple(_commands(block.block("steps"), set_here)),
        only_if=condition.removeprefix("params.") or None,
        asks=bool(asked.body),
        submitter=told[1] if told else None,
        on_failure=on_failure,
    )


def _environment(block: Block) -> dict[str, str]:
    """Return the variables of `environment`; a credential is written as credentials:ID."""
    found = {}
    for statement in block.block("environment").statements():
        name, _, value = statement.partition(" = ")
        secret = re.fullmatch(rf"credentials\({QUOTED}\)", value)
        plain = re.fullmatch(QUOTED, value)
        assert secret or plain, statement
        found[name] = f"credentials:{secret[1]}" if secret else plain[1] if plain else ""
    return found


def _commands(
    block: Block, environment: dict[str, str], *, tolerated: bool = False
) -> Iterator[Command]:
    """Yield the `sh` steps of a block, with what the blocks around them set."""
    for part in block.body:
        if isinstance(part, str):
            command = re.fullmatch(rf"sh {QUOTED}", part)
            assert command or part in ("checkout scm",), f"not understood: {part}"
            if command:
                yield Command(command[1], environment, tolerated)
            continue
        bound = re.search(rf"file\(credentialsId: {QUOTED}, variable: {QUOTED}\)", part.head)
        added = re.fullmatch(r"withEnv\(\['(\w+)=(.*)'\]\)", part.head)
        inner = dict(environment)
        if bound:
            inner[bound[2]] = f"credentials:{bound[1]}"
        elif added:
            inner[added[1]] = added[2]
        else:
            assert re.match(r"(node|catchError)\(", part.head), f"not understood: {part.head}"
        let_pass = tolerated or part.head.startswith("catchError(buildResult: 'SUCCESS'")
        yield from _commands(part, inner, tolerated=let_pass)


@dataclass
class Build:
    """One build: what was run in which stage, and how it ended."""

    number: int
    ran: list[tuple[str, str, int]] = field(default_factory=list)
    result: str = "SUCCESS"
    log: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What Jenkins tells every step of the build."""
        url = f"https://jenkins.example/job/bluegreen/{self.number}/"
        return {"BUILD_TAG": f"jenkins-bluegreen-{self.number}", "BUILD_URL": url}

    @property
    def stages(self) -> list[str]:
        """The stages in which something was run, `post` included."""
        return list(dict.fromkeys(stage for stage, _, _ in self.ran))


@dataclass(frozen=True)
class Jenkins:
    """An agent: its workspace, its environment, its secret files by credential id."""

    workspace: Path
    environment: Mapping[str, str]
    secret_files: Mapping[str, Path]
    numbers: Iterator[int] = field(default_factory=partial(count, 1))

    def build(
        self, jenkinsfile: Path, given: Mapping[str, str], *, approved_by: str | None = None
    ) -> Build:
        """Run a pipeline; `approved_by` None aborts it where a person is asked."""
        pipeline, build = read(jenkinsfile), Build(next(self.numbers))
        for stage in stages(pipeline):
            if stage.only_if and given[stage.only_if] != "true":
                continue
            told = {}
            if stage.asks:
                if approved_by is None:
                    build.result = "ABORTED"
                    return build
                told = {stage.submitter: approved_by} if stage.submitter else {}
            if not self._run(stage.name, stage.commands, {**given, **told}, build):
                build.result = "FAILURE"
                self._run("post", stage.on_failure, given, build)
                return build
        return build

    def _run(
        self, stage: str, commands: tuple[Command, ...], given: Mapping[str, str], build: Build
    ) -> bool:
        """Run commands as the step `sh` does; whether none failed that must not."""
        for command in commands:
            done = subprocess.run(
                ["sh", "-xec", command.text],
                cwd=self.workspace,
                env={**self.environment, **self._told(command), **given, **build.told},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            build.log += f"[{stage}]\n{done.stdout}"
            build.ran.append((stage, command.text, done.returncode))
            if done.returncode and not command.tolerated:
                return False
        return True

    def _told(self, command: Command) -> dict[str, str]:
        return {
            name: os.fspath(self.secret_files[value.removeprefix("credentials:")])
            if value.startswith("credentials:")
            else value
            for name, value in command.environment.items()
        }
