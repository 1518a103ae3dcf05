# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application as metrics, in Prometheus' words: what is so now, and what the last moves cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from prometheus_client import generate_latest, write_to_textfile
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.observe import observe_existing
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.application import Application
from bluegreen.model.drift import Difference, DriftKind
from bluegreen.model.journal import LOOKS, MOVES, JournalRun, runs_of
from bluegreen.model.tags import Colour
from bluegreen.model.text import printable

OF_A_MOVE = {
    "duration_seconds": ("seconds", "Duration of the last one, from its first step to its end."),
    "cutover_seconds": (
        "cutover_seconds",
        "Cutover time: from the request that moved production to the first answer of the new side.",
    ),
    "requests": ("requests", "Requests of the probe during the move."),
    "failed_requests": ("failed_requests", "Failed requests of the probe during the move."),
}
"""Each metric of a move: the detail of the journal that it is, and its help."""


@dataclass(frozen=True)
class ApplicationMetrics(Collector):
    """What the metrics of one application are made of.

    `connections` are the clients of each side's load balancer, `moves` the last run of each act
    that moved production and succeeded. `differences` are between the cloud and Heat's record.
    """

    application: Application
    connections: Mapping[Colour, int]
    moves: Mapping[str, JournalRun]
    differences: Sequence[Difference]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every metric, as the Prometheus client asks for them."""
        yield from self._of_sides()
        yield self._of_drift()
        yield from self._of_moves()

    def _of_sides(self) -> Iterator[GaugeMetricFamily]:
        live = _gauge("side_live", "Whether production points at the side.", "side")
        info = _gauge("release_info", "The release on the side.", "side", "release", "version")
        members = _gauge("side_members", "Servers in the side's pool.", "side")
        healthy = _gauge("side_members_healthy", "Servers that pass their health check.", "side")
        wanted = _gauge("side_members_wanted", "Servers that the side should have.", "side")
        clients = _gauge("side_connections", "Open connections on the side.", "side")
        paused = _gauge("paused", "Whether an operator has paused the application.")
        name = self.application.name
        for side in self.application.sides:
            here = [name, str(side.colour)]
            live.add_metric(here, side is self.application.live)
            if side.release:
                told = map(printable, (side.release.name, side.release.version))
                info.add_metric([*here, *told], 1)
            members.add_metric(here, side.members.total)
            if not side.members.unmonitored:
                healthy.add_metric(here, side.members.healthy)
            wanted.add_metric(here, side.wanted)
            if side.colour in self.connections:
                clients.add_metric(here, self.connections[side.colour])
        paused.add_metric([name], self.application.paused)
        yield from (live, info, members, healthy, wanted, clients, paused)

    def _of_drift(self) -> GaugeMetricFamily:
        """Return how many differences there are; what is not known is a kind of its own."""
        drift = _gauge("drift", "Differences between what was built and its record.", "kind")
        for kind in DriftKind:
            count = sum(one.kind is kind for one in self.differences)
            drift.add_metric([self.application.name, kind.name.lower()], count)
        return drift

    def _of_moves(self) -> Iterator[GaugeMetricFamily]:
        at = _gauge("last_move_timestamp_seconds", "Time of the last move of production.", "event")
        for event, run in self.moves.items():
            at.add_metric([self.application.name, event], run.last.at.timestamp())
        yield at
        for metric, (detail, text) in OF_A_MOVE.items():
            family = _gauge(f"last_move_{metric}", text, "event")
            for event, run in self.moves.items():
                value = run.last.details.get(detail)
                if isinstance(value, int | float):
                    family.add_metric([self.application.name, event], value)
            yield family


def figures(
    cloud: Cloud, name: str, compare: Callable[[Application], Sequence[Difference]]
) -> ApplicationMetrics:
    """Look at an application, and let `compare` look for drift.

    Raises Refused when the project has none of that name.
    """
    application = observe_existing(cloud, name)
    balancers = [side.balancer for side in application.sides if side.balancer]
    counts = concurrently(
        *(partial(cloud.balancers.connections, one) for one in balancers), clock=cloud.asking.clock
    )
    connections = {one.colour: count for one, count in zip(balancers, counts, strict=True)}
    moves = _last_moves(cloud, name)
    return ApplicationMetrics(application, connections, moves, compare(application))


def exposition(found: ApplicationMetrics) -> str:
    """Return the metrics in Prometheus' text format."""
    return generate_latest(found).decode()


def write_textfile(found: ApplicationMetrics, path: Path) -> None:
    """Write the metrics to a file in one piece: no reader ever sees half. Raises OSError."""
    write_to_textfile(str(path), found)


def _gauge(name: str, text: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"bluegreen_{name}", text, labels=("application", *labels))


def _last_moves(cloud: Cloud, name: str) -> Mapping[str, JournalRun]:
    moves: Mapping[str, JournalRun] = {}
    for limit in LOOKS:
        entries = cloud.journal.entries(name, limit)
        moves = _newest(runs_of(entries))
        if len(moves) == len(MOVES) or len(entries) < limit:
            break
    return moves


def _newest(runs: Iterable[JournalRun]) -> dict[str, JournalRun]:
    newest: dict[str, JournalRun] = {}
    for run in runs:
        if run.last.event in MOVES and run.succeeded:
            newest.setdefault(run.last.event, run)
    return newest
