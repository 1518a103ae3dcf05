# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application, put together from what carries its tags. Pure: lists in, values out.

Any member of the project can tag anything. What does not fit is left out of the application and
named as an oddity of it; it is never in the way of another application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application, Oddity, Release, Side
from bluegreen.model.balancer import Balancer
from bluegreen.model.scaling import Scaling
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour

Part = TypeVar("Part", Address, Balancer)


def assemble(
    name: str,
    addresses: Iterable[Address],
    balancers: Iterable[Balancer],
    stacks: Iterable[Stack],
) -> Application:
    """Return one application, put together from lists that may hold those of others too."""
    own = _Own(
        name,
        [a for a in addresses if a.application == name],
        [b for b in balancers if b.application == name],
        [s for s in stacks if s.application == name],
    )
    production, preview = own.address(Role.PRODUCTION), own.address(Role.PREVIEW)
    blue, green = own.side(Colour.BLUE), own.side(Colour.GREEN)
    stack = own.stack(name, [s for s in own.stacks if not s.facts.keys() & {"side", "release"}])
    own.note_strays()
    return Application(name, stack, production, preview, blue, green, oddities=tuple(own.oddities))


def assemble_all(
    addresses: Iterable[Address], balancers: Iterable[Balancer], stacks: Iterable[Stack]
) -> list[Application]:
    """Return every application that the lists mention, by name."""
    held = (tuple(addresses), tuple(balancers), tuple(stacks))
    names = {part.application for parts in held for part in parts}
    return [assemble(name, *held) for name in sorted(names - {""})]


@dataclass
class _Own:
    """What carries the tags of one application; `oddities` grows with what does not fit."""

    name: str
    addresses: Sequence[Address]
    balancers: Sequence[Balancer]
    stacks: Sequence[Stack]
    oddities: list[Oddity] = field(default_factory=list)

    def address(self, role: Role) -> Address | None:
        """Return the address of a role; of two, the one that points at a side."""
        vips = {b.vip_port_id for b in self.balancers}
        return self._one(
            [a for a in self.addresses if a.role is role],
            lambda a: a.port_id in vips,
            f"{role} address of {self.name}",
            lambda a: a.floating_ip,
            lambda a: f"openstack floating ip unset --tag bluegreen:role={role} {a.id}",
        )

    def side(self, colour: Colour) -> Side:
        """Return the side of a colour; of two balancers, the one that an address points at."""
        used = {a.port_id for a in self.addresses}
        balancer = self._one(
            [b for b in self.balancers if b.colour is colour],
            lambda b: b.vip_port_id in used,
            f"{colour} load balancer of {self.name}",
            lambda b: b.id,
            lambda b: f"openstack loadbalancer unset --tag bluegreen:side={colour} {b.id}",
        )
        of_side = [s for s in self.stacks if s.facts.get("side") == colour]
        return Side(
            colour=colour,
            stack=self.stack(
                f"{self.name}-{colour}", [s for s in of_side if "release" not in s.facts]
            ),
            balancer=balancer,
            releases=tuple(sorted(self._releases(of_side, colour), key=lambda r: -r.number)),
        )

    def stack(self, name: str, found: Sequence[Stack]) -> Stack | None:
        """Return the stack that goes by the name that this program gives."""
        chosen = next((s for s in found if s.name == name), None)
        for other in found:
            if other is not chosen:
                self._leave_out(other, f"as another {name}")
        return chosen

    def note_strays(self) -> None:
        """Note the stacks whose side is none."""
        for stack in self.stacks:
            side = stack.facts.get("side")
            if side not in (*Colour, None):
                self._leave_out(stack, f"as of the side {side}")
            elif side is None and "release" in stack.facts:
                self._leave_out(stack, "as a release of no side")

    def _releases(self, of_side: Iterable[Stack], colour: Colour) -> Iterator[Release]:
        for stack in of_side:
            stated = stack.facts.get("release")
            if stated is None:
                continue
            if not stated.removeprefix("r").isdecimal() or stack.name != (
                f"{self.name}-{colour}-{stated}"
            ):
                self._leave_out(stack, f"as release {stated} of {colour}")
                continue
            yield Release(
                number=int(stated.removeprefix("r")),
                version=stack.facts.get("version", "?"),
                colour=colour,
                wanted=self._number(stack, "wanted"),
                min=self._number(stack, "min"),
                max=self._number(stack, "max"),
                stack=stack,
                scaling=self._scaling(stack),
            )

    def _scaling(self, stack: Stack) -> Scaling | None:
        """Return how a release's stack says that it scales, but for its alarms."""
        if "scaling" not in stack.facts:
            return None
        window = timedelta(seconds=self._number(stack, "window", otherwise=0))
        return Scaling(stack.facts["scaling"], window, alarms=None)

    def _number(self, stack: Stack, fact: str, otherwise: int = 1) -> int:
        stated = stack.facts.get(fact, str(otherwise))
        if stated.isdecimal():
            return int(stated)
        self.oddities.append(
            Oddity(
                f"the stack {stack.name} is tagged {fact}={stated}, which is not a number; "
                f"{otherwise} is used instead",
                f"openstack stack show {stack.name}",
            )
        )
        return otherwise

    def _one(
        self,
        found: Sequence[Part],
        is_used: Callable[[Part], bool],
        what: str,
        called: Callable[[Part], str],
        untag: Callable[[Part], str],
    ) -> Part | None:
        if len(found) < 2:
            return next(iter(found), None)
        ordered = sorted(found, key=called)
        used = [part for part in ordered if is_used(part)]
        chosen = (used or ordered)[0]
        in_doubt = len(used) != 1
        names = " and ".join(map(called, ordered))
        said = "it is unclear which one is meant" if in_doubt else f"{called(chosen)} is in use"
        to_untag = ordered if in_doubt else [part for part in ordered if part is not chosen]
        others = "; ".join(map(untag, to_untag))
        next_step = f"{others}, for the one that is wrong" if in_doubt else others
        doubles = f"{names} are both tagged as the {what}; only one can be: {said}"
        self.oddities.append(Oddity(doubles, next_step, is_double=True, in_doubt=in_doubt))
        return chosen

    def _leave_out(self, stack: Stack, tagged: str) -> None:
        self.oddities.append(
            Oddity(
                f"the stack {stack.name} is tagged {tagged}, but this program did not make it as "
                "such; it is ignored and stays as it is",
                f"openstack stack show {stack.name}",
            )
        )
