# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The cloud as the signed-in user sees it: the user's token, and nothing else."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest
from openstack_dashboard.api.base import url_for

from bluegreen import BRIEFLY, Clock, Cloud, Session, SignedIn, SteadyClock, Unattended, connect_as

log = logging.getLogger(__name__)

KEPT_AS = "_bluegreen_cloud"


def cloud_of(request: HttpRequest) -> Cloud:
    """Return the user's project, connected once for a request. Raises CloudError.

    The unscoped token is taken first, since a cloud may forbid to make another of a scoped one. A
    page does not wait for a service that is away; an action is as patient as the command.
    """
    if not hasattr(request, KEPT_AS):
        user = request.user
        setattr(
            request,
            KEPT_AS,
            connect_as(
                SignedIn(
                    auth_url=url_for(request, "identity"),
                    token=user.unscoped_token or user.token.id,
                    project_id=user.token.project["id"],
                    region=user.services_region,
                    interface=settings.OPENSTACK_ENDPOINT_TYPE.removesuffix("URL"),
                    verify=_verify(),
                )
            ).for_so_long(BRIEFLY),
        )
    cloud: Cloud = getattr(request, KEPT_AS)
    return cloud


def session_of(request: HttpRequest, command: str, message: str) -> Session:
    """Return the session of one action: the user's project and name, and why the user acts.

    What the command would write to the terminal goes to the log of the web server.
    """
    return Session(
        cloud=cloud_of(request),
        output=Unattended(log.info),
        operator=operator_of(request),
        clock=clock(),
        command=command,
        message=message,
    )


def operator_of(request: HttpRequest) -> str:
    """Return the name that leases and the journal give to the user."""
    return f"{request.user.username} in Horizon"


def clock() -> Clock:
    """Return the clock that waiting goes by."""
    return SteadyClock()


def _verify() -> bool | str:
    if settings.OPENSTACK_SSL_NO_VERIFY:
        return False
    return settings.OPENSTACK_SSL_CACERT or True
