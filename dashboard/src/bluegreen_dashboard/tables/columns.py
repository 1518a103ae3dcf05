# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the tables have in common."""

from __future__ import annotations

from typing import Any

from horizon import tables
from horizon.tables import base

from bluegreen import Address
from bluegreen_dashboard.activity import STATUS

NOTHING = "-"


class StatusColumn(tables.Column):
    """A column whose text differs from what Horizon takes the row's status from."""

    status_choices = STATUS

    def __init__(self, show: Any, **options: Any) -> None:
        super().__init__(lambda datum: datum.activity, **options)
        self.show = show

    def get_data(self, datum: Any) -> Any:
        """Return what is shown."""
        return self.show(datum)


class LabelledCell(base.Cell):
    """A cell that has the heading of its column, which stands beside it in a narrow window."""

    def __init__(self, datum: Any, column: Any, row: Any, **options: Any) -> None:
        super().__init__(datum, column, row, **options)
        self.attrs["data-label"] = str(column.verbose_name)


def address_text(address: Address | None) -> str:
    """Return a floating IP as a cell shows it."""
    return address.floating_ip if address else NOTHING
