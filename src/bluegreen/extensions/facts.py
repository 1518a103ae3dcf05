# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Facts for checks, hooks and notifications about the release at hand."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.spec.placeholders import OF_RELEASE


@dataclass(frozen=True)
class ReleaseFacts:
    """The facts of one release; "" for what is not known yet.

    `address` is the host and port that is checked: the preview address before a switch, the
    production address after it. `production` is the host and port that users reach. `release` is
    the name that people use, such as `r42`.
    """

    application: str
    side: str
    version: str
    release: str = ""
    address: str = ""
    production: str = ""

    @property
    def url(self) -> str:
        """The beginning of every URL on the address that is checked."""
        return f"http://{self.address}" if self.address else ""

    def values(self) -> dict[str, str]:
        """Return the facts by the names that placeholders use."""
        return {name: getattr(self, name) for name in OF_RELEASE}
