# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What verbs share: asking, naming the application, speaking."""

import io
from pathlib import Path

import pytest

ASKS = """
from bluegreen.cli.options import add_change
from bluegreen.cli.verb import Verb

class Act(Verb):
    'Act.'
    def get_parser(self, prog_name):
        parser = super().get_parser(prog_name)
        add_change(parser)
        return parser

    def take_action(self, parsed_args):
        if parsed_args.dry_run:
            return
        self.terminal(parsed_args).confirm('Switch shop to green?')
        self.app.stdout.write('changed')
"""

NAMES = """
from bluegreen.cli.options import add_application, application_of
from bluegreen.cli.verb import Verb

class Act(Verb):
    'Act.'
    def get_parser(self, prog_name):
        parser = super().get_parser(prog_name)
        add_application(parser)
        return parser

    def take_action(self, parsed_args):
        self.app.stdout.write(application_of(parsed_args))
"""

SPEAKS = """
from bluegreen.cli.verb import Verb

class Act(Verb):
    'Act.'
    def take_action(self, parsed_args):
        self.say('Looking.')
        self.app.stdout.write('result')
"""


class Terminal(io.StringIO):
    """A terminal with somebody typing."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize("answer", ["y\n", "yes\n", " YES \n"])
def test_a_yes_is_a_yes(run_verb, answer):
    """The question goes to stderr, and a typed yes lets the change happen."""
    run = run_verb(ASKS, stdin=Terminal(answer))
    assert (run.code, run.out, run.err) == (0, "changed", "Switch shop to green? [y/N] ")


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "yess\n", "green\n"])
def test_anything_else_is_a_no(run_verb, answer):
    """A hasty Enter, an end of input or a typing mistake change nothing."""
    run = run_verb(ASKS, stdin=Terminal(answer))
    assert (run.code, run.out) == (1, "")
    assert "nothing was changed" in run.err


class Impatient(Terminal):
    """A terminal at which somebody presses Ctrl-C."""

    def readline(self, size: int | None = -1) -> str:
        """Interrupt."""
        raise KeyboardInterrupt


def test_ctrl_c_at_the_question_says_that_nothing_was_changed(run_verb):
    """Nothing has begun, so that no command is named that looks for something to end."""
    run = run_verb(ASKS, stdin=Impatient())

    assert (run.code, run.out) == (130, "")
    assert run.err.endswith("\nerror: interrupted; nothing was changed\n")


def test_nobody_to_ask_is_refused(run_verb):
    """A job without --yes must not hang at a question, nor take silence for a yes."""
    run = run_verb(ASKS, stdin=io.StringIO("y\n"))
    assert (run.code, run.out) == (2, "")
    assert "next: run the same command with --yes" in run.err


def test_yes_asks_nobody(run_verb):
    """With --yes a job runs through."""
    run = run_verb(ASKS, "--yes", stdin=io.StringIO())
    assert (run.code, run.out, run.err) == (0, "changed", "")


def test_a_dry_run_needs_no_yes(run_verb):
    """Looking is free."""
    assert run_verb(ASKS, "--dry-run", stdin=io.StringIO()).code == 0


def test_the_named_application_wins(run_verb):
    """What the command line says is not looked up in a file."""
    Path("bluegreen.yaml").write_text("application: shop\n")
    assert run_verb(NAMES, "billing").out == "billing"


def test_the_application_of_the_directory_is_the_default(run_verb):
    """In the application's own directory its name goes without saying, broken file or not."""
    Path("bluegreen.yaml").write_text("application: shop\nservers: broken\n")
    assert run_verb(NAMES).out == "shop"


def test_without_any_name_nothing_is_guessed(run_verb):
    """Elsewhere the application must be named."""
    run = run_verb(NAMES)
    assert run.code == 2
    assert run.err.startswith("error: no application given, and there is no bluegreen.yaml")


def test_sentences_go_to_stderr_and_results_to_stdout(run_verb):
    """A pipe gets the result alone."""
    run = run_verb(SPEAKS)
    assert (run.out, run.err) == ("result", "Looking.\n")


def test_quiet_leaves_the_result(run_verb):
    """--quiet silences the sentences only."""
    run = run_verb(SPEAKS, "--quiet")
    assert (run.out, run.err) == ("result", "")
