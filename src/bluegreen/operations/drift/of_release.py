# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release, compared with its stack and the specification: rules, members, parameters. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bluegreen.model.application import Release, Side
from bluegreen.model.drift import Difference, DriftKind
from bluegreen.model.resource import Built, Resource, ResourceKind, StackRecord
from bluegreen.model.stack import StackResource
from bluegreen.operations.drift import wanted
from bluegreen.operations.drift.mending import way_of_release
from bluegreen.operations.drift.properties import changed
from bluegreen.operations.drift.wanted import Wanted, text

ANYWHERE = "0.0.0.0/0"


def of_release(
    side: Side, release: Release, built: Built, asked: Mapping[str, Any]
) -> Iterator[Difference]:
    """Yield what differs of a release: its rules, its members, what a new one would change."""
    record = built.records.get(release.stack.name)
    if record is None:
        return
    if "network" not in built.unread:
        yield from _rules(side, release, record, built)
    if "load balancer" not in built.unread:
        yield from _members(side, release, record, built)
    for key, value in asked.items():
        if not _same(value, record.parameters.get(key)):
            yield way_of_release(side, release, key, value, record.parameters.get(key))


def _same(asked: Any, kept: Any) -> bool:
    """Tell whether Heat, which gives everything back as text, has kept the same."""
    if isinstance(asked, list):
        return bool(asked == wanted.as_list(kept))
    return text(asked) == text(kept) or _number(asked) == _number(kept) is not None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _rules(side: Side, release: Release, record: StackRecord, built: Built) -> Iterator[Difference]:
    number = record.id_of("security_group")
    group = built.get(number)
    on = f"security group of {release.name}"
    if group is None:
        if number:
            yield Difference(
                on,
                DriftKind.MISSING,
                side.colour,
                stack=release.stack.name,
                part="security_group",
            )
        return
    asked = wanted.rules_of_release(record.parameters)
    found = built.parts_of(group.id, ResourceKind.RULE)
    for rule in asked:
        if not any(_is(one, rule) for one in found):
            yield Difference(
                f"{on}: the rule for {_of_rule(rule)}",
                DriftKind.MISSING,
                side.colour,
                stack=release.stack.name,
                part="rule",
                resource=group,
                value=rule,
            )
    for one in found:
        into = one.properties["direction"] == "ingress"
        if into and not any(_is(one, rule) for rule in asked):
            yield Difference(
                f"{on}: a rule for {_of_rule(one.properties)}",
                DriftKind.FOREIGN,
                side.colour,
                since=one.made,
                part="rule",
                resource=one,
            )


def _is_going(entry: StackResource) -> bool:
    """Tell whether Heat is at work on it: scaling takes a member out of the pool before its end."""
    return entry.status.startswith("DELETE") or entry.status.endswith("IN_PROGRESS")


def _is(one: Resource, rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule is the wanted one; without a prefix it is for any source."""
    found = {**one.properties, "from": one.properties.get("from") or ANYWHERE}
    return all(text(found.get(key)) == text(value) for key, value in rule.items())


def _of_rule(rule: Mapping[str, Any]) -> str:
    port = f" port {rule['from_port']}" if rule.get("from_port") else ""
    return f"{rule.get('protocol') or 'any protocol'}{port} from {rule.get('from') or ANYWHERE}"


def _members(
    side: Side, release: Release, record: StackRecord, built: Built
) -> Iterator[Difference]:
    """Yield the members of a release that the pool lacks, and those that are not as they should be.

    While the pool itself is missing, or another one than the release joined, that says it all.
    """
    of_side = built.records[side.stack.name] if side.stack else None
    pool = built.get(of_side.id_of("pool")) if of_side else None
    if pool is None:
        return
    if text(record.parameters.get("pool")) != pool.id:
        yield Difference(
            f"release {release.name}",
            DriftKind.CHANGED,
            side.colour,
            "pool",
            wanted=pool.id,
            found=text(record.parameters.get("pool")),
            part="pool_of_release",
            stack=release.stack.name,
        )
        return
    for entry in record.resources:
        if entry.name != "pool_member" or not entry.physical_id or _is_going(entry):
            continue
        found = built.get(entry.physical_id)
        one = Wanted("pool_member", ResourceKind.MEMBER, wanted.member(record.parameters))
        if found is None:
            yield Difference(
                f"member of {release.name}",
                DriftKind.MISSING,
                side.colour,
                stack=release.stack.name,
                part=one.part,
                entry=entry,
            )
        else:
            for each in changed(one, found, release.stack, side.colour):
                at = found.properties.get("address")
                yield replace(each, on=f"member {at} of {release.name}")
