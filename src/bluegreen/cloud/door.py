# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The door in front of the adapters, where a request that got no answer is repeated.

How a call is repeated follows from what it does to the cloud, which `cloud/protocols/` declares;
a call without a declaration does not pass. An adapter asks the permit that it was made with right
before each request of a change, so every repetition asks it again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from bluegreen.cloud.calls import retrying
from bluegreen.cloud.errors import Busy
from bluegreen.cloud.permit import Effect, effect_of
from bluegreen.cloud.protocols import (
    Adapters,
    Addresses,
    Adoption,
    Alarms,
    Asking,
    Balancers,
    Cloud,
    Inventory,
    Resources,
    Servers,
    Stacks,
    Tenancy,
)
from bluegreen.errors import CloudError, Unanswered

Adapter = TypeVar("Adapter")

REPEATED: dict[Effect, type[CloudError]] = {
    Effect.READ: Unanswered,
    Effect.CHANGE: Unanswered,
    Effect.CHANGE_ONCE: Busy,
}
"""The failures after which a call is repeated."""


def put_together(adapters: Callable[[Asking], Adapters], asking: Asking) -> Cloud:
    """Return the cloud whose adapters ask in that way, each behind the door.

    The leases, the journal and the data plane know themselves what may be repeated.
    """
    made = adapters(asking)
    return Cloud(
        addresses=_behind(made.addresses, Addresses, asking),
        balancers=_behind(made.balancers, Balancers, asking),
        stacks=_behind(made.stacks, Stacks, asking),
        inventory=_behind(made.inventory, Inventory, asking),
        data_plane=made.data_plane,
        leases=made.leases,
        journal=made.journal,
        tenancy=_behind(made.tenancy, Tenancy, asking),
        credentials=made.credentials,
        adoption=_behind(made.adoption, Adoption, asking),
        alarms=_behind(made.alarms, Alarms, asking),
        servers=_behind(made.servers, Servers, asking),
        resources=_behind(made.resources, Resources, asking),
        asking=asking,
        rebuilt=partial(put_together, adapters),
    )


def _behind(adapter: Adapter, interface: Any, asking: Asking) -> Adapter:
    return cast("Adapter", _Door(adapter, interface, asking))


class _Door:
    """An adapter whose calls are repeated as each was declared."""

    def __init__(self, adapter: object, interface: type, asking: Asking) -> None:
        self._adapter = adapter
        self._interface = interface
        self._asking = asking

    def __getattr__(self, name: str) -> Callable[..., Any]:
        repeated = REPEATED[effect_of(self._interface, name)]
        call = getattr(self._adapter, name)

        def passing(*given: Any, **named: Any) -> Any:
            return retrying(
                partial(call, *given, **named),
                limit=self._asking.limit,
                clock=self._asking.clock,
                on=repeated,
            )

        return passing
