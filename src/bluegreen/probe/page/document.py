# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A report as one HTML page: what happened in sentences, curves across the switch, all counts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from string import Template

from bluegreen.probe.page.counts import counts
from bluegreen.probe.page.figures import Figures, Moment
from bluegreen.probe.record import Kind
from bluegreen.probe.report import Report
from bluegreen.probe.words import download_line


def render(report: Report, switched_at: float | None = None) -> str:
    """Write a self-contained HTML page: the counts, and curves across the switch.

    `switched_at` (monotonic clock) is the moment that the curves are drawn around; without it, the
    end of the first answer by the new side, where exactly two sides answered.
    """
    moment = Moment.of(report, switched_at)
    began_at = datetime.fromtimestamp(report.began_at, UTC)
    template = Template(files("bluegreen.probe.page").joinpath("page.html").read_text("utf-8"))
    return template.substitute(
        title=escape(f"Probe of {report.url}"),
        run=f"{began_at:%Y-%m-%d %H:%M:%S} UTC, {report.seconds:.1f} s, {report.rate:g} requests "
        "per second over each kind of connection",
        verdict="failed" if report.failed else "clean",
        sentences="".join(f"<p>{escape(sentence)}</p>" for sentence in _sentences(report, moment)),
        figures="".join(Figures(report, moment).all()),
        counts=counts(report),
    )


def _sentences(report: Report, moment: Moment) -> Iterator[str]:
    requests, failed, unaided = len(report.records), report.failed, report.failed_without_retry
    yield f"{failed or 'None'} of {requests:,} requests failed."
    if unaided > failed:
        yield (
            f"Without retries on stale connections, which browsers do as well, {unaided:,} would "
            "have failed."
        )
    crossing = report.only_crossing
    if crossing is not None and crossing.first_new is not None and crossing.old == moment.old:
        after = f"{crossing.first_new - report.began:.3f} s after the start"
        if crossing.first_new > moment.at:
            after = f"{crossing.first_new - moment.at:.3f} s after the {moment.name}"
        yield (
            f"The first answer by {crossing.new} came {after}. Of the requests over new "
            f"connections that started after it, {crossing.old_started_after or 'none'} reached "
            f"{crossing.old}."
        )
    for download in report.of_kind(Kind.DOWNLOAD):
        ended = download.ended - moment.at
        yield (
            f"The download: {download_line(download)}; it ended {abs(ended):.1f} s "
            f"{'after' if ended >= 0 else 'before'} the {moment.name or 'start'}."
        )
