# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen complete`: what a shell offers, asked from that shell where it is installed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from bluegreen.cli.app import main
from bluegreen.cli.completion_scripts import SCRIPTS
from bluegreen.cli.registry import COMMANDS

ASK_BASH = """
source {script}
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_bluegreen
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

ASK_ZSH = """
compdef() {{ }}
compadd() {{ shift; print -l -- "$@" }}
_files() {{ print -l -- *(N) }}
compset() {{ }}
_describe() {{ print -l -- "${{(@)${{(P@)argv[-1]}}%%:*}}" }}
source {script}
words=({words}) CURRENT=${{#words}}
_bluegreen
"""

CASES = {
    "s": {"scale", "schema", "status", "switch"},
    "cred": {"credential"},
    "switch --to ": {"blue", "green"},
    "switch shop --drain ": {"drain", "cut", "none"},
    "switch --drain=c": {"cut"},
    "retire --to ": {"warm", "remove", "keep"},
    "status -f ": {"csv", "json", "prometheus", "table", "value", "yaml"},
    "--os-cloud mycloud release --approve ": {"auto", "ask", "wait"},
    "release --on-": {"--on-failure"},
    "scale ": {"blue", "green"},
    "credential ": {"create", "delete", "list"},
    "credential create --for ": {"switch-only", "jenkins"},
    "help re": {"reject", "release", "repair", "resume", "retire"},
    "complete ": {"bash", "zsh", "fish"},
    "validate ": {"shop.yaml"},
    "release --together ": {"shop.yaml"},
    "pause -m ": set(),
}
"""What is typed after `bluegreen`, and what is offered then."""

SHELLS = [
    pytest.param(
        shell,
        marks=pytest.mark.skipif(not shutil.which(shell), reason="`make shells` installs it"),
    )
    for shell in SCRIPTS
]


@pytest.fixture
def script(tmp_path, capsys):
    """The script of a shell in a file, in a folder that has one file to offer."""

    def written(shell: str) -> Path:
        assert main(["complete", shell]) == 0
        file = tmp_path / "scripts" / shell
        file.parent.mkdir()
        file.write_text(capsys.readouterr().out)
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder/shop.yaml").write_text("")
        return file

    return written


def offered(shell: str, script: Path, typed: str) -> set[str]:
    """Return what the shell offers after `bluegreen `."""
    *before, word = f"bluegreen {typed}".split(" ")
    if shell == "bash":  # which takes = as the end of a word
        parts = re.split("(=)", word)
        words = shlex.join([*before, *parts])
        text = ASK_BASH.format(script=script, words=words)
    elif shell == "zsh":
        text = ASK_ZSH.format(script=script, words=shlex.join([*before, word]))
    else:
        text = f"source {script}; complete -C {shlex.quote(f'bluegreen {typed}')}"
    options = {"bash": ("--norc",), "zsh": ("-f",), "fish": ("--no-config",)}[shell]
    done = subprocess.run(
        [shell, *options, "-c", text],
        capture_output=True,
        text=True,
        cwd=script.parents[1] / "folder",
        check=False,
    )
    assert done.stderr == ""
    found = {line.partition("\t")[0].rpartition("=")[2] for line in done.stdout.splitlines()}
    begun = word.rpartition("=")[2]  # zsh itself leaves out what does not begin so
    return {one for one in found if one and (shell != "zsh" or one.startswith(begun))}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_offers_commands_options_values_and_files(shell, script):
    """After the command, and after each option, what may stand there."""
    file = script(shell)

    assert {typed: offered(shell, file, typed) for typed in CASES} == CASES


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_reads_the_script_without_complaint(shell, script):
    """A quotation mark in a help text would end the text too early."""
    done = subprocess.run([shell, "-n", script(shell)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell_has_every_command_and_every_choice(shell, script):
    """Also for a shell that is not installed where the tests run."""
    text = script(shell).read_text()

    assert [name for name in COMMANDS if name not in text] == []
    assert "switch-only" in text


def test_without_a_shell_the_script_is_that_of_bash(script, capsys):
    """As before there was a choice."""
    bash = script("bash").read_text()
    assert main(["complete"]) == 0

    assert capsys.readouterr().out == bash
