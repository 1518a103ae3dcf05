# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The sections about networks and addresses."""

from __future__ import annotations

from pydantic import ValidationInfo, field_validator

from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Address, SideNetwork


class SideSection(Section):
    """One of the two sides."""

    cidr: SideNetwork
    """IPv4 network of the side's servers and load balancer, /16 to /28."""


class Sides(Section):
    """The networks of the two sides; they must not overlap, since one router serves both."""

    blue: SideSection = default({"cidr": "10.20.1.0/24"})
    """The blue side."""
    green: SideSection = default({"cidr": "10.20.2.0/24"})
    """The green side."""

    @field_validator("green")
    @classmethod
    def _apart_from_blue(cls, green: SideSection, info: ValidationInfo) -> SideSection:
        blue = info.data.get("blue")
        if blue and blue.cidr.overlaps(green.cidr):
            raise ValueError(f"{green.cidr} overlaps the blue side's {blue.cidr}")
        return green


class AddressesSection(Section):
    """Floating IPs that the project already holds; others are allocated."""

    production: Address | None = None
    """The address for users: it points at the live side."""
    preview: Address | None = None
    """The address for testers: it points at the idle side."""

    @field_validator("preview")
    @classmethod
    def _not_the_production_address(
        cls, preview: Address | None, info: ValidationInfo
    ) -> Address | None:
        if preview and preview == info.data.get("production"):
            raise ValueError("must differ from the production address")
        return preview
