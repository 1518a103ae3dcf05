# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The journal as Heat software configurations: a plain member may add them, nobody change them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

from bluegreen.clock import Clock
from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.calls import BRIEFLY, concurrently, retrying
from bluegreen.cloud.errors import NotFound
from bluegreen.model.journal import (
    Entry,
    body_of,
    entry_from,
    event_in,
    name_of,
    prefix_of,
    release_in,
)
from bluegreen.model.tags import MARK

T = TypeVar("T")

log = logging.getLogger(__name__)

PATH = "/software_configs"
PAGE = 200
AT_ONCE = 8


class HeatJournal:
    """Entries of the project, by Heat's API.

    The list is shared with the software configurations of everybody's stacks in the project, and
    so is its quota (4096 by default): `prune` keeps the journal from filling it.
    """

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    def write(self, entry: Entry) -> None:
        """Add an entry. After a lost answer it may be there twice; `entries` shows it once."""
        record = {"name": name_of(entry), "group": MARK, "config": body_of(entry)}
        self._patiently(lambda: self._api.post("orchestration", PATH, record))

    def entries(
        self,
        application: str,
        limit: int,
        release: str | None = None,
        event: str | None = None,
    ) -> list[Entry]:
        """Return the newest entries, newest first: one list, then their bodies side by side.

        Heat's clock decides, to the second, since operators' clocks differ. Within a second it is
        the time in the name.
        """
        newest: dict[str, Json] = {}
        last = ""
        for record in self._records(application):
            if len(newest) >= limit and record["creation_time"] != last:
                break
            name = record["name"]
            if release in (None, release_in(name)) and event in (None, event_in(name)):
                newest.setdefault(name, record)
                last = record["creation_time"]
        wanted = sorted(newest.values(), key=_time_and_name, reverse=True)[:limit]
        read = self._each(partial(self._read, record["id"]) for record in wanted)
        return [entry for entry in read if entry]

    def newest_release(self, application: str) -> int:
        """Return the highest number of a release that any entry names: a list call, no bodies."""
        names = (str(record["name"]) for record in self._records(application))
        numbers = (re.fullmatch(r"r(\d+)", release_in(name)) for name in names)
        return max((int(number[1]) for number in numbers if number), default=0)

    def prune(self, application: str, keep: int) -> int:
        """Remove all but the newest entries; return how many were removed."""
        surplus = [record["id"] for record in self._records(application)][keep:]
        self._each(partial(self._remove, record_id) for record_id in surplus)
        return len(surplus)

    def _each(self, calls: Iterable[Callable[[], T]]) -> tuple[T, ...]:
        return concurrently(*calls, clock=self._clock, at_once=AT_ONCE)

    def _records(self, application: str) -> Iterator[Json]:
        """Yield the headings of an application's entries once each, newest first to the second.

        Heat gives no links from page to page. When the marker was pruned meanwhile, it begins
        again at the newest.
        """
        seen: set[str] = set()
        prefix = prefix_of(application)
        query: Json = {"limit": PAGE}
        while True:
            page = self._get(PATH, **query)["software_configs"]
            fresh = [record for record in self._api.own(page) if record["id"] not in seen]
            seen.update(record["id"] for record in fresh)
            yield from (record for record in fresh if (record["name"] or "").startswith(prefix))
            if len(page) < PAGE:
                return
            query["marker"] = page[-1]["id"]

    def _remove(self, record_id: str) -> None:
        self._patiently(lambda: self._api.delete("orchestration", f"{PATH}/{record_id}"))

    def _get(self, path: str, **query: Any) -> Json:
        return self._patiently(lambda: self._api.get("orchestration", path, **query))

    def _patiently(self, request: Callable[[], T]) -> T:
        """Send a request that may be repeated; a change does not wait long for its record."""
        return retrying(request, limit=BRIEFLY, clock=self._clock)

    def _read(self, record_id: str) -> Entry | None:
        try:
            found = self._get(f"{PATH}/{record_id}")["software_config"]
            return entry_from(found["config"])
        except NotFound:
            return None  # pruned since it was listed
        except ValueError as error:
            log.warning("software configuration %s: %s", record_id, error)
            return None


def _time_and_name(record: Json) -> tuple[str, str]:
    return record["creation_time"], record["name"]
