# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong at the edge to the cloud. No SDK error ever passes this edge."""

from __future__ import annotations

from bluegreen.errors import CloudError, Unanswered


class NotFound(CloudError):
    """The cloud does not have it, or does not show it to this project."""


class NothingToLease(NotFound):
    """An application has no network yet that could hold a lease; no other 404 means that."""


class Conflict(CloudError):
    """The cloud refuses now, because of what else is there or still going on (HTTP 409)."""


class OverQuota(Conflict):
    """The project has used up its quota of what is to be made (Neutron's `OverQuota`, a 409)."""


class RevisionChanged(CloudError):
    """The resource is no longer the one that was observed (HTTP 412 to an `If-Match`)."""


class Forbidden(CloudError):
    """These credentials may not do it (HTTP 401 or 403)."""


class Unauthorized(Forbidden):
    """The token is not, or no longer, taken (HTTP 401)."""


class Foreign(CloudError):
    """What a path names belongs to another project; these credentials could change it even so."""

    def __init__(self, path: str, owner: str | None) -> None:
        super().__init__(
            f"{path} belongs to the project {owner}, not to the project of these credentials; it "
            "stays as it is",
            "run the same command with --os-cloud and an entry of that project",
        )


class AnswerLost(Unanswered):
    """The request may or may not have taken effect: read back before doing anything else."""


class Busy(Unanswered):
    """The cloud answered that it cannot serve the request now (HTTP 503 or 429); not done."""


TRANSIENT = (Unanswered, Conflict)
"""The failures that may pass: a request without an answer, and one that something is in the way of.

It may be sent again where twice is as good as once; otherwise read back first.
"""
