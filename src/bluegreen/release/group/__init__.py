# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications released as one: all are good before the first goes live, or none stays."""

from bluegreen.release.group.member import Member
from bluegreen.release.group.pipeline import release_together

__all__ = ["Member", "release_together"]
