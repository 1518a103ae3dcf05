# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Fixed-rate HTTP probing: every request counted, each kind of failure apart."""

from bluegreen.model.data_plane import SIDE_HEADER, WELL_KNOWN_PATH
from bluegreen.probe.crossing import Crossing
from bluegreen.probe.cutover import CutoverProbe
from bluegreen.probe.identity import (
    ByBanner,
    ByBody,
    ByCertificate,
    ByHeader,
    ByRedirect,
    Identity,
)
from bluegreen.probe.ledger import ProbeProgress
from bluegreen.probe.limits import Limits
from bluegreen.probe.outcome import RequestOutcome
from bluegreen.probe.prober import Prober
from bluegreen.probe.proof import ProbeProof, prove
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.records import Records
from bluegreen.probe.report import Report
from bluegreen.probe.request import Get, Post
from bluegreen.probe.tally import SideAnswers, Spread, Tally
from bluegreen.probe.target import Target

__all__ = [
    "SIDE_HEADER",
    "WELL_KNOWN_PATH",
    "ByBanner",
    "ByBody",
    "ByCertificate",
    "ByHeader",
    "ByRedirect",
    "Crossing",
    "CutoverProbe",
    "Get",
    "Identity",
    "Kind",
    "Limits",
    "Post",
    "ProbeProgress",
    "ProbeProof",
    "Prober",
    "Record",
    "Records",
    "Report",
    "RequestOutcome",
    "SideAnswers",
    "Spread",
    "Tally",
    "Target",
    "prove",
]
