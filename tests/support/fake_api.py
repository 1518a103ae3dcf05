# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The few kinds of API resource that leases and the journal are made of, in memory.

The real adapters run on it, so that a fault can strike before or after the effect of each of
their requests. The contract suite holds its rules to those of the lab.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from bluegreen.cloud.errors import Conflict, NotFound, RevisionChanged
from bluegreen.model.stack import StackState
from bluegreen.model.tags import tags_for

if TYPE_CHECKING:
    from support.fake_cloud.state import ProjectState

Json = dict[str, Any]

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class FakeApi:
    """Answers requests as Neutron and Heat do; `project.seconds` is what their clocks say."""

    project_id = "project"

    def __init__(self, project: ProjectState) -> None:
        self._project = project
        self._held: dict[str, dict[str, Json]] = {}
        self._ids = count(1)
        self._lock = threading.RLock()

    def hold_the_same_as(self, other: FakeApi) -> None:
        """Take over everything that another project's API holds."""
        self._held = {
            kind: {number: dict(item) for number, item in held.items()}
            for kind, held in other._held.items()
        }
        self._ids = count(next(other._ids))

    def get(self, service: str, path: str, **query: Any) -> Json:
        """Return one resource, or a page of a listing: newest first, in one second by id."""
        kind, item = _parts(path)
        with self._call("GET", kind):
            if item:
                return {kind.removesuffix("s"): dict(self._one(kind, item))}
            newest = sorted(self._held.get(kind, {}).values(), key=_time_and_id, reverse=True)
            places = [n for n, found in enumerate(newest) if found["id"] == query.get("marker")]
            start = places[0] + 1 if places else 0
            return {kind: [dict(found) for found in newest[start : start + query["limit"]]]}

    def list(self, service: str, path: str, key: str, **query: Any) -> Iterator[Json]:
        """Yield what has all of the values asked for."""
        kind, _ = _parts(path)
        wanted_tags = set(query.pop("tags", "").split(",")) - {""}
        with self._call("GET", kind):
            made = {"networks": self._networks, "floatingips": self._addresses}
            held = made[kind]() if kind in made else self._held.get(kind, {}).values()
            found = [
                dict(item)
                for item in held
                if wanted_tags <= set(item["tags"]) and all(item[k] == query[k] for k in query)
            ]
        yield from found

    def own(self, listed: Iterable[Json]) -> Iterator[Json]:
        """Yield all: nothing of another project is held."""
        yield from listed

    def post(self, service: str, path: str, body: Json) -> Json:
        """Make something. A MAC address can be on a network only once."""
        kind, _ = _parts(path)
        wanted = body if kind == "software_configs" else body[kind.removesuffix("s")]
        with self._call("POST", kind):
            if kind == "ports" and any(
                (port["network_id"], port["mac_address"])
                == (wanted["network_id"], wanted["mac_address"])
                for port in self._held.get(kind, {}).values()
            ):
                raise Conflict(f"the mac address {wanted['mac_address']} is in use")
            made = {
                **wanted,
                "project_id": self.project_id,
                "id": str(uuid5(NAMESPACE_OID, f"{kind} {next(self._ids)}")),
                "tags": [],
                "revision_number": 1,
                "created_at": self._time(),
                "updated_at": self._time(),
                "creation_time": self._time(),
            }
            self._held.setdefault(kind, {})[made["id"]] = made
        return {kind.removesuffix("s"): dict(made)}

    def put(self, service: str, path: str, body: Json, *, if_revision: int | None = None) -> Json:
        """Change something; only a real change counts up the revision and notes the time."""
        kind, item = _parts(path)
        address, _, tag = item.partition("/tags/")
        if tag:
            with self._call("PUT", "tags"):
                self._project.tag(address, tag)
            return {}
        with self._call("PUT", kind):
            now = self._one(kind, item, if_revision)
            changes = body[kind.removesuffix("s")]
            if any(now[key] != value for key, value in changes.items()):
                revision = now["revision_number"] + 1
                now.update(changes, revision_number=revision, updated_at=self._time())
        return {kind.removesuffix("s"): dict(now)}

    def delete(self, service: str, path: str, *, if_revision: int | None = None) -> None:
        """Delete something; already gone is as good."""
        kind, item = _parts(path)
        address, _, tag = item.partition("/tags/")
        if tag:
            with self._call("DELETE", "tags"):
                self._project.tag(address, tag, there=False)
            return
        with self._call("DELETE", kind):
            if item in self._held.get(kind, {}):
                self._one(kind, item, if_revision)
                del self._held[kind][item]

    @contextmanager
    def _call(self, method: str, kind: str) -> Iterator[None]:
        call = f"{method} {kind}"
        self._project.called(call)
        with self._lock:
            yield
        self._project.fault("after", call)

    def _one(self, kind: str, item: str, if_revision: int | None = None) -> Json:
        found = self._held.get(kind, {}).get(item)
        if found is None:
            raise NotFound(f"no {kind.removesuffix('s')} {item}")
        if if_revision not in (None, found["revision_number"]):
            raise RevisionChanged(f"revision is {found['revision_number']}, not {if_revision}")
        return found

    def _addresses(self) -> list[Json]:
        """Return the addresses of the project, as far as a fence needs them."""
        return [
            {
                "id": one.id,
                "project_id": self.project_id,
                "tags": [
                    *tags_for(one.application, role=one.role),
                    *self._project.tags.get(one.id, ()),
                ],
            }
            for one in self._project.addresses.values()
        ]

    def _networks(self) -> list[Json]:
        """Return the networks that complete stacks have made: the lease's, and each side's."""
        adopted = [
            {"id": one, "project_id": self.project_id, "tags": tags_for(name, role="lease")}
            for one, name in self._project.adopted_networks.items()
        ]
        return adopted + [
            {
                "id": f"network-{stack.name}",
                "project_id": self.project_id,
                "tags": tags_for(
                    stack.application,
                    role=None if "side" in stack.facts else "lease",
                    side=stack.facts.get("side"),
                ),
            }
            for stack in list(self._project.stacks.values())
            if stack.state is StackState.COMPLETE and "release" not in stack.facts
        ]

    def _time(self) -> str:
        time = EPOCH + timedelta(seconds=int(self._project.seconds))
        return time.isoformat().replace("+00:00", "Z")


def _parts(path: str) -> tuple[str, str]:
    kind, _, item = path.strip("/").partition("/")
    return kind, item


def _time_and_id(record: Json) -> tuple[str, str]:
    return record["creation_time"], record["id"]
