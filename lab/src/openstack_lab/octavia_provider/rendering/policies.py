# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""L7 policies and inserted headers in HAProxy's words."""

import re

from openstack_lab.octavia_provider.model import Listener, Policy, Pool, Rule
from openstack_lab.octavia_provider.rendering.text import format_word, word

_MATCH = {
    "REGEX": "-m reg",
    "STARTS_WITH": "-m beg",
    "ENDS_WITH": "-m end",
    "CONTAINS": "-m sub",
    "EQUAL_TO": "-m str",
}
_RANK = {"REJECT": 0, "REDIRECT_TO_URL": 1, "REDIRECT_PREFIX": 1, "REDIRECT_TO_POOL": 2}


def applicable(listener: Listener, backends: list[Pool]) -> list[Policy]:
    """Return the policies in force: rejects, then redirects, then pools, each by position.

    A policy without rules, or towards a pool that is down by admin state, is not in force.
    """
    pools = {pool.id for pool in backends}
    in_force = [
        policy
        for policy in listener.policies
        if policy.admin_state_up
        and _rules(policy)
        and (policy.action != "REDIRECT_TO_POOL" or policy.redirect_pool_id in pools)
    ]
    return sorted(in_force, key=lambda policy: (_RANK[policy.action], policy.position))


def acls(policy: Policy) -> list[str]:
    """Return one `acl` line for each rule."""
    return [f"acl {rule.id} {_sample(rule)} -- {word(_value(rule))}" for rule in _rules(policy)]


def condition(policy: Policy) -> str:
    """Return the condition under which the policy acts: all rules hold."""
    return " ".join(f"!{rule.id}" if rule.invert else rule.id for rule in _rules(policy))


def action(policy: Policy, listener: Listener) -> str:
    """Return what HAProxy does with a request that meets the policy."""
    code = policy.redirect_http_code or 302
    if policy.action == "REJECT":
        return "http-request deny"
    if policy.action == "REDIRECT_TO_URL":
        return f"http-request redirect code {code} location {format_word(policy.redirect_url)}"
    if policy.action == "REDIRECT_PREFIX":
        return f"http-request redirect code {code} prefix {format_word(policy.redirect_prefix)}"
    return f"use_backend {policy.redirect_pool_id}:{listener.id}"


def inserts(listener: Listener, header: str) -> bool:
    """Whether the listener adds a header to each request; the API stores "true" as text."""
    return str((listener.insert_headers or {}).get(header)).lower() == "true"


def _rules(policy: Policy) -> list[Rule]:
    return [rule for rule in policy.rules if rule.admin_state_up]


def _value(rule: Rule) -> str:
    """Return the text to compare with; a header's may be quoted, since Octavia asks for it."""
    quoted = rule.type == "HEADER" and re.fullmatch(r'"(.*)"', rule.value)
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else rule.value


def _sample(rule: Rule) -> str:
    match = _MATCH[rule.compare_type]
    if rule.type == "HOST_NAME":
        return f"req.hdr(host) -i {match}"
    if rule.type == "PATH":
        return f"path {match}"
    if rule.type == "FILE_TYPE":
        # `path_end` alone compares the end; with `-m str` it never matches (HAProxy issue 2567)
        return "path_end" if rule.compare_type == "EQUAL_TO" else f"path_end {match}"
    fetch = {"HEADER": "req.hdr", "COOKIE": "req.cook"}[rule.type]
    return f"{word(f'{fetch}({rule.key})')} {match}"
