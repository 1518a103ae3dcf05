# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A proof is so many fresh connections in a row, answered well by the right side."""

from datetime import timedelta

from support.no_descriptors import no_descriptors

from bluegreen.probe import RequestOutcome, Target, prove

ENOUGH = timedelta(minutes=1)


class LeapingClock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self):
        self.seconds = 100.0

    def now(self):
        """Return seconds that never go back."""
        return self.seconds

    def sleep(self, seconds):
        """Let the time pass at once."""
        self.seconds += seconds


def answers_in_turn(*sides):
    """Make a script that answers connection by connection; the last side goes on for ever."""

    def script(visit):
        visit.asked()
        side = sides[min(visit.number, len(sides) - 1)]
        if side == "503":
            visit.answer(503, side="green")
        else:
            visit.answer(side=side)

    return script


def test_the_new_side_is_proved_once_it_answered_in_a_row(serve):
    """Answers by the old side before that are counted, and are no failure."""
    target = Target.of(serve(answers_in_turn("blue", "blue", "green")))
    proof = prove(target, "green", timeout=ENOUGH, clock=LeapingClock())
    assert proof.proved
    assert proof.answers == {"blue": 2, "green": 5}
    assert (proof.attempts, proof.failed) == (7, 0)
    assert proof.began < proof.first_new_at < proof.ended
    assert str(proof) == "green answered 5 new connections in a row"


def test_an_answer_by_the_other_side_starts_the_row_again(serve):
    """Two sides in turn are no proof of either."""
    target = Target.of(serve(answers_in_turn("green", "green", "blue", "green")))
    proof = prove(target, "green", in_a_row=3, timeout=ENOUGH, clock=LeapingClock())
    assert proof.attempts == 6


def test_a_failed_answer_by_the_new_side_starts_the_row_again(serve):
    """The right side with the wrong status is a failure, not an answer."""
    target = Target.of(serve(answers_in_turn("green", "503", "green")))
    proof = prove(target, "green", in_a_row=2, timeout=ENOUGH, clock=LeapingClock())
    assert proof.failures == {RequestOutcome.WRONG_STATUS: 1}
    assert proof.attempts == 4


def test_giving_up_says_what_was_seen_instead(serve):
    """The clock decides; the result is no proof, and its sentence names who answered."""
    target = Target.of(serve(answers_in_turn("blue")))
    proof = prove(target, "green", timeout=timedelta(seconds=1), clock=LeapingClock())
    assert not proof.proved
    assert proof.first_new_at is None
    assert proof.answers == {"blue": proof.attempts}
    assert str(proof) == (
        f"green did not answer 5 new connections in a row within 1.0 s; of {proof.attempts}: "
        f"{proof.attempts} by blue"
    )


def test_at_least_one_request_is_sent_however_short_the_timeout(refusing_url):
    """Without a look there is nothing to say, and a network that refuses raises nothing."""
    proof = prove(Target.of(refusing_url), "green", timeout=timedelta())
    assert not proof.proved
    assert proof.failures == {RequestOutcome.REFUSED: 1}
    assert str(proof).endswith("of 1: 1 refused")


def test_a_side_that_is_made_up_is_short_and_printable(serve):
    """What a server calls itself stands in an error, in the journal, and in a notification."""
    clear = "\x1b[2J" * 50
    proof = prove(Target.of(serve(answers_in_turn(clear))), "green", timeout=timedelta(seconds=0))
    (side,) = proof.answers
    assert side.startswith("\\x1b[2J\\x1b[2J")
    assert len(side) == 60
    assert str(proof).isprintable()


def test_of_a_machine_that_can_send_nothing_nothing_is_known(refusing_url):
    """It is no proof, and says nothing against the side either."""
    target = Target.of(refusing_url)
    with no_descriptors():
        proof = prove(target, "green", timeout=ENOUGH, clock=LeapingClock())

    assert not proof.proved
    assert proof.is_unknown


def test_a_server_that_does_not_answer_is_known_not_to(refusing_url):
    """One refused connection tells something of the target."""
    proof = prove(Target.of(refusing_url), "green", timeout=ENOUGH, clock=LeapingClock())

    assert not proof.proved
    assert not proof.is_unknown
