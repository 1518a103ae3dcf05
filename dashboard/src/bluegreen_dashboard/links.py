# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Links to Horizon's own pages; none where the plugin that has the page is not installed."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def to_stack(stack_id: str) -> str:
    """Return the page of a stack (heat-dashboard), or ""."""
    return _page("horizon:project:stacks:detail", stack_id)


def to_server(server_id: str) -> str:
    """Return the page of a server."""
    return _page("horizon:project:instances:detail", server_id)


def to_network(network_id: str) -> str:
    """Return the page of a network, or "" when it is not known."""
    return _page("horizon:project:networks:detail", network_id) if network_id else ""


def to_balancer(balancer_id: str) -> str:
    """Return the page of a load balancer (octavia-dashboard, whose own script shows it), or ""."""
    listing = _page("horizon:project:load_balancer:index")
    return f"{listing}{balancer_id}" if listing else ""


def to_application(name: str, page: str = "detail") -> str:
    """Return a page of an application, or "" when its name can be in no address."""
    return _page(f"horizon:project:bluegreen:{page}", name)


def to_application_list() -> str:
    """Return the panel's first page."""
    return _page("horizon:project:bluegreen:index")


def _page(name: str, *arguments: str) -> str:
    try:
        return str(reverse(name, args=arguments))
    except NoReverseMatch:
        return ""
