# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The library's words in the user's language.

The library speaks English, in one sentence for each thing. What has a name there (a precheck, a
step, a state) has a heading here, which is translated; the sentence stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bluegreen import Application, BlueGreenError, Holder, LeaseHeld, Side, printable, side_state

Words = Mapping[str, str]

COLOURS: Words = {"blue": gettext_lazy("Blue"), "green": gettext_lazy("Green")}

ROLES: Words = {
    "live": pgettext_lazy("role of a side", "live"),
    "idle": pgettext_lazy("role of a side", "idle"),
}

ADDRESS_ROLES: Words = {
    "production": gettext_lazy("Production"),
    "preview": gettext_lazy("Preview"),
}

STATES: Words = {
    "unknown: no health monitor": gettext_lazy("unknown: no health monitor"),
    "unknown: load balancer ERROR": gettext_lazy("unknown: load balancer ERROR"),
    "unknown: Heat does not answer": gettext_lazy("unknown: Heat does not answer"),
    "absent": pgettext_lazy("state", "absent"),
    "empty": pgettext_lazy("state", "empty"),
    "healthy": pgettext_lazy("state", "healthy"),
    "degraded": pgettext_lazy("state", "degraded"),
    "listener closed": pgettext_lazy("state", "listener closed"),
    "no load balancer": pgettext_lazy("state", "no load balancer"),
}

OUTCOMES: Words = {
    "succeeded": pgettext_lazy("outcome", "succeeded"),
    "failed": pgettext_lazy("outcome", "failed"),
    "rolled back": pgettext_lazy("outcome", "rolled back"),
    "stuck": pgettext_lazy("outcome", "stuck"),
    "unfinished": pgettext_lazy("outcome", "unfinished"),
}

EVENTS: Words = {
    "adopt": pgettext_lazy("event", "adopt"),
    "approval": pgettext_lazy("event", "approval"),
    "check": pgettext_lazy("event", "check"),
    "cut": pgettext_lazy("event", "cut"),
    "deploy": pgettext_lazy("event", "deploy"),
    "down": pgettext_lazy("event", "down"),
    "drain": pgettext_lazy("event", "drain"),
    "measure": pgettext_lazy("event", "measure"),
    "pause": pgettext_lazy("event", "pause"),
    "rehearsal": pgettext_lazy("event", "rehearsal"),
    "release": pgettext_lazy("event", "release"),
    "repair": pgettext_lazy("event", "repair"),
    "resume": pgettext_lazy("event", "resume"),
    "retire": pgettext_lazy("event", "retire"),
    "rollback": pgettext_lazy("event", "rollback"),
    "scale": pgettext_lazy("event", "scale"),
    "scaling": pgettext_lazy("event", "scaling"),
    "switch": pgettext_lazy("event", "switch"),
    "up": pgettext_lazy("event", "up"),
    "watch": pgettext_lazy("event", "watch"),
}

PRECHECKS: Words = {
    "one-of-each": gettext_lazy("One address of each role, one load balancer of each side"),
    "production": gettext_lazy("Production address"),
    "preview": gettext_lazy("Preview address"),
    "ours": gettext_lazy("Nobody else moved production"),
    "as-expected": gettext_lazy("Unchanged since you opened this page"),
    "as-expected-version": gettext_lazy("The expected version"),
    "balancer": gettext_lazy("Load balancer"),
    "built-here": gettext_lazy("Built by this program"),
    "one-router": gettext_lazy("One router"),
    "fence": gettext_lazy("Late requests are refused"),
    "one-release": gettext_lazy("One release on the side"),
    "healthy": gettext_lazy("Wanted servers are healthy"),
    "known": gettext_lazy("The state of the servers is known"),
    "large-enough": gettext_lazy("As large as the live side"),
    "can-tell-sides": gettext_lazy("The sides can be distinguished"),
    "read": gettext_lazy("What could not be read"),
    "release": gettext_lazy("There is a release"),
    "can-serve": gettext_lazy("The side can serve"),
    "way-back": gettext_lazy("The side was live before"),
    "can-grow": gettext_lazy("The side can scale out"),
    "can-shrink": gettext_lazy("The side can scale in"),
    "live-serves": gettext_lazy("The live side serves"),
    "live-is-one-release": gettext_lazy("One release on the live side"),
    "connections": gettext_lazy("Open connections"),
}

STEPS: Words = {
    "prove-on-preview": gettext_lazy("Verify on the preview address"),
    "open-listener": gettext_lazy("Open the listener"),
    "start-measuring": gettext_lazy("Start the probe"),
    "detach-preview": gettext_lazy("Detach the preview address"),
    "move-production": gettext_lazy("Move the production address"),
    "point-preview": gettext_lazy("Point the preview address at the other side"),
    "prove-on-production": gettext_lazy("Verify on the production address"),
    "stop-measuring": gettext_lazy("Stop the probe"),
    "suspend-autoscaling": gettext_lazy("Suspend autoscaling"),
    "resume-scale-out": gettext_lazy("Resume scale-out"),
    "verify-autoscaling-suspended": gettext_lazy("Verify that autoscaling is still suspended"),
    "verify-size": gettext_lazy("Verify that it has as many servers"),
    "verify-idle": gettext_lazy("Verify again"),
    "resize": gettext_lazy("Change the number of servers"),
    "wait-for-balancer": gettext_lazy("Wait for the load balancer"),
    "wait-until-healthy": gettext_lazy("Wait until the servers are healthy"),
    "remove": gettext_lazy("Remove the release"),
}


def word(words: Words, name: str | None) -> str:
    """Return what stands for a name; the name itself where there is nothing."""
    return str(words.get(name, name)) if name else ""


def coloured(colour: str) -> str:
    """Return the name of a side, in its colour."""
    return format_html(
        '<span class="bluegreen-word bluegreen-word-{}">{}</span>', colour, word(COLOURS, colour)
    )


def heading(words: Words, name: str) -> str:
    """Return the heading of a precheck or step, whichever side is in its name.

    Names such as `resize-shop-blue-r1` begin alike.
    """
    of_any_side = re.sub(r"-(blue|green)\b", "", name)
    found = (words[start] for start in words if f"{of_any_side}-".startswith(f"{start}-"))
    return str(next(found, name))


def state_of_side(side: Side) -> str:
    """Return how a side is doing; Heat's and Octavia's own states are not translated."""
    state = side_state(side)
    if state in STATES or not state.startswith("unknown: "):
        return word(STATES, state)
    return _("unknown: %(what)s") % {"what": state.removeprefix("unknown: ")}


def state_of(application: Application) -> str:
    """Return how an application is doing, said once where it is the same on both sides."""
    if application.live is None:
        return _("not live")
    blue, green = (state_of_side(side) for side in application.sides)
    if blue == green:
        return blue
    return _("blue %(blue)s, green %(green)s") % {"blue": blue, "green": green}


def error_text(error: BlueGreenError) -> str:
    """Return an error in two parts: what is true now, and what to do next."""
    if isinstance(error, LeaseHeld):
        return being_changed(error.holder) + " " + _("Nothing is changed.")
    sentence = printable(error.true_now.rstrip("."))
    sentence = f"{sentence[:1].upper()}{sentence[1:]}."
    if not error.next_step:
        return sentence
    return _("%(true_now)s Next: %(next_step)s") % {
        "true_now": sentence,
        "next_step": printable(error.next_step),
    }


def cost_of_move(seconds: float, failed: int, requests: int) -> str:
    """Return what a move of production cost."""
    return _("The move took %(seconds).1f s; %(failed)d of %(requests)d requests failed.") % {
        "seconds": seconds,
        "failed": failed,
        "requests": requests,
    }


def details_of(details: Mapping[str, Any]) -> str:
    """Return what the journal says of the end of a run: its sentence, and what a move cost."""
    sentence = printable(str(details.get("sentence") or ""))
    names = ("cutover_seconds", "failed_requests", "requests")
    if any(details.get(name) is None for name in names):
        return sentence
    return f"{sentence}. {cost_of_move(*(details[name] for name in names))}"


def not_read(why: str) -> str:
    """Return that the stacks could not be read."""
    return _("The stacks could not be read (%(why)s). Only a rollback works without them.") % {
        "why": why
    }


def being_changed(holder: Holder) -> str:
    """Return who works on an application, or may: nobody knows where the cloud's clock is not."""
    who = {"holder": printable(str(holder))}
    if holder.left is None:
        return _("%(holder)s is changing it, unless that run is dead.") % who
    return _("%(holder)s is changing it.") % who
