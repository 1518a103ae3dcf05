# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: ARG002 - the signatures are Octavia's
"""The provider as the Octavia API sees it: it refuses what it cannot do, and wakes the agent.

Nothing is done or remembered here. Octavia calls the driver before it commits, and once it has
committed, the agent acts on the object's PENDING status.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from octavia_lib.api.drivers import exceptions, provider_base

from openstack_lab.octavia_provider import configuration, expressions, flavor, refusals, wakeup

Fields = dict[str, Any]
Rules = Callable[[Fields], list[str]]


class NamespaceDriver(provider_base.ProviderDriver):  # type: ignore[misc]
    """HAProxy in a network namespace, behind Octavia's provider interface.

    Every method raises `UnsupportedOptionError` for an option the provider does not have.
    """

    def __init__(self) -> None:
        super().__init__()
        self._settings = configuration.load()

    def create_vip_port(self, *_: Any) -> NoReturn:
        """Leave the VIP port to Octavia, which makes it and frees it."""
        raise exceptions.NotImplementedError

    def loadbalancer_create(self, loadbalancer: Any) -> None:
        """Accept a load balancer, or a whole graph of one."""
        self._judge(refusals.load_balancer, _whole(loadbalancer))

    def loadbalancer_update(self, old_loadbalancer: Any, new_loadbalancer: Any) -> None:
        """Accept new values of a load balancer; its flavor cannot change."""
        self._judge(refusals.load_balancer, new_loadbalancer.to_dict())

    def loadbalancer_delete(self, loadbalancer: Any, cascade: bool = False) -> None:  # noqa: FBT001, FBT002
        """Accept a deletion; what still exists below is deleted with it."""
        self._wake_agent()

    def loadbalancer_failover(self, loadbalancer_id: str) -> None:
        """Ask the agent to rebuild namespace and HAProxy from nothing."""
        request = self._settings.failover_request_of(loadbalancer_id)
        request.parent.mkdir(parents=True, exist_ok=True)
        request.touch()
        self._wake_agent()

    def listener_create(self, listener: Any) -> None:
        """Accept a listener."""
        self._judge(refusals.listener, _whole(listener))

    def listener_update(self, old_listener: Any, new_listener: Any) -> None:
        """Accept new values of a listener."""
        self._judge(refusals.listener, _merged(old_listener, new_listener))

    def listener_delete(self, listener: Any) -> None:
        """Accept a deletion."""
        self._wake_agent()

    def pool_create(self, pool: Any) -> None:
        """Accept a pool."""
        self._judge(refusals.pool, _whole(pool))

    def pool_update(self, old_pool: Any, new_pool: Any) -> None:
        """Accept new values of a pool."""
        self._judge(refusals.pool, _merged(old_pool, new_pool))

    def pool_delete(self, pool: Any) -> None:
        """Accept a deletion."""
        self._wake_agent()

    def member_create(self, member: Any) -> None:
        """Accept a member."""
        self._judge(refusals.member, _whole(member))

    def member_update(self, old_member: Any, new_member: Any) -> None:
        """Accept new values of a member."""
        self._judge(refusals.member, _merged(old_member, new_member))

    def member_batch_update(self, pool_id: str, members: list[Any]) -> None:
        """Accept a new set of members as one change, thus one reload."""
        self._accept([reason for item in members for reason in refusals.member(_whole(item))])

    def member_delete(self, member: Any) -> None:
        """Accept a deletion."""
        self._wake_agent()

    def health_monitor_create(self, healthmonitor: Any) -> None:
        """Accept a health monitor."""
        self._judge(refusals.health_monitor, _whole(healthmonitor))

    def health_monitor_update(self, old_healthmonitor: Any, new_healthmonitor: Any) -> None:
        """Accept new values of a health monitor."""
        self._judge(refusals.health_monitor, _merged(old_healthmonitor, new_healthmonitor))

    def health_monitor_delete(self, healthmonitor: Any) -> None:
        """Accept a deletion."""
        self._wake_agent()

    def l7policy_create(self, l7policy: Any) -> None:
        """Accept an L7 policy."""
        self._judge(refusals.l7policy, _whole(l7policy))

    def l7policy_update(self, old_l7policy: Any, new_l7policy: Any) -> None:
        """Accept new values of an L7 policy."""
        self._judge(refusals.l7policy, _merged(old_l7policy, new_l7policy))

    def l7policy_delete(self, l7policy: Any) -> None:
        """Accept a deletion."""
        self._wake_agent()

    def l7rule_create(self, l7rule: Any) -> None:
        """Accept an L7 rule."""
        self._judge(refusals.l7rule, _whole(l7rule))

    def l7rule_update(self, old_l7rule: Any, new_l7rule: Any) -> None:
        """Accept new values of an L7 rule."""
        self._judge(refusals.l7rule, _merged(old_l7rule, new_l7rule))

    def l7rule_delete(self, l7rule: Any) -> None:
        """Accept a deletion."""
        self._wake_agent()

    def get_supported_flavor_metadata(self) -> dict[str, str]:
        """Return the flavor keys of this provider with what they do."""
        return dict(flavor.DESCRIPTIONS)

    def validate_flavor(self, flavor_metadata: Fields) -> None:
        """Accept or refuse the data of a flavor profile."""
        _refuse(flavor.refusals(flavor_metadata))

    def _judge(self, rules: Rules, wanted: Fields) -> None:
        self._accept(rules(wanted) or expressions.refusals(wanted, self._settings.haproxy))

    def _accept(self, reasons: list[str]) -> None:
        _refuse(reasons)
        self._wake_agent()

    def _wake_agent(self) -> None:
        wakeup.wake(self._settings.wakeup_socket)


def _whole(item: Any) -> Fields:
    fields: Fields = item.to_dict(recurse=True)
    return fields


def _merged(old: Any, new: Any) -> Fields:
    return {**old.to_dict(), **new.to_dict()}


def _refuse(reasons: list[str]) -> None:
    if reasons:
        text = f"The namespace provider cannot do this: {'; '.join(reasons)}."
        raise exceptions.UnsupportedOptionError(user_fault_string=text, operator_fault_string=text)
