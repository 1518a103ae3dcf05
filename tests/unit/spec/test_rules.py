# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Each rule of the specification, broken once, in the words that people read."""

import pytest

BROKEN = [
    (
        "  image: web-{verison}\n",
        "servers.image: may contain only the placeholder {version}, but has {verison}",
    ),
    ("  image: ''\n", "servers.image: must be a name or id of 1 to 255 characters"),
    ("  image: 2.0\n", "servers.image: must be text; put it in quotes"),
    ("  port: 0\n", "servers.port: must be at least 1"),
    ("  port: 65536\n", "servers.port: must be at most 65535"),
    ("  port: '80'\n", "servers.port: must be a whole number"),
    ("  port: yes\n", "servers.port: must be a whole number"),
    ("  count: 0\n", "servers.count: must be between 1 and 100"),
    ("  count: 101\n", "servers.count: must be between 1 and 100"),
    (
        "  count: true\n",
        "servers.count: must be a whole number, or a mapping with min, max and wanted",
    ),
    ("  count: {min: 1, max: 2}\n", "servers.count.wanted: is required"),
    (
        "  count: {min: 1, max: 2, wanted: 3}\n",
        "servers.count.wanted: must be at most max, which is 2",
    ),
    (
        "  count: {min: 2, max: 3, wanted: 1}\n",
        "servers.count.wanted: must be at least min, which is 2",
    ),
    ("  count: {min: 0, max: 3, wanted: 1}\n", "servers.count.min: must be at least 1"),
    ("  anti_affinity: strict\n", "servers.anti_affinity: must be one of off, soft or hard"),
    ("  anti_affinity: true\n", "servers.anti_affinity: must be one of off, soft or hard"),
    ("  volumes: {size: 1}\n", "servers.volumes: must be a list"),
    ("  volumes: [{size: 1}, {size: 0}]\n", "servers.volumes[1].size: must be at least 1"),
    ("  volumes: [10]\n", "servers.volumes[0]: must be a mapping of keys to values"),
    ("  security: {allow: [{port: 22}]}\n", "servers.security.allow[0].from: is required"),
    (
        "  security: {allow: [{port: 22, form: 0.0.0.0/0, from: 0.0.0.0/0}]}\n",
        "servers.security.allow[0].form: is not a key here; did you mean from?",
    ),
    (
        "  security: {allow: [{from: 0.0.0.0/0}]}\n",
        "servers.security.allow[0].port: is required for tcp",
    ),
    (
        "  security: {allow: [{protocol: icmp, port: 1, from: 0.0.0.0/0}]}\n",
        "servers.security.allow[0].port: icmp has no ports; leave it out",
    ),
    (
        "  parameters: {greeting: hello}\n",
        "servers.parameters.greeting: has no effect without user_data",
    ),
    (
        "dns_servers: [ns.example.org]\n",
        "dns_servers[0]: must be an IPv4 address such as 203.0.113.10",
    ),
    (
        "dns_servers: ['2001:db8::1']\n",
        "dns_servers[0]: must be an IPv4 address such as 203.0.113.10",
    ),
    (
        "addresses: {production: 203.0.113.10, preview: 203.0.113.10}\n",
        "addresses.preview: must differ from the production address",
    ),
    (
        "sides: {blue: {cidr: 10.0.0.0/8}}\n",
        "sides.blue.cidr: must have a prefix length between /16 and /28",
    ),
    (
        "sides: {blue: {cidr: 10.9.0.0/29}}\n",
        "sides.blue.cidr: must have a prefix length between /16 and /28",
    ),
    (
        "sides: {blue: {cidr: 10.9.1.7/24}}\n",
        "sides.blue.cidr: 10.9.1.7/24 is an address inside a network; write 10.9.1.0/24",
    ),
    (
        "sides: {blue: {cidr: here}}\n",
        "sides.blue.cidr: must be an IPv4 network such as 10.20.1.0/24",
    ),
    (
        "sides: {blue: {cidr: 10.20.0.0/16}}\n",
        "sides.green: 10.20.2.0/24 overlaps the blue side's 10.20.0.0/16",
    ),
    (
        "sides: {red: {cidr: 10.9.0.0/24}}\n",
        "sides.red: is not a key here; the keys are blue, green",
    ),
    ("load_balancer: {protocol: http}\n", "load_balancer.protocol: must be one of HTTP or TCP"),
    (
        "load_balancer: {idle_timeout: 50}\n",
        "load_balancer.idle_timeout: must be a duration such as 500ms, 50s, 2m or 1h",
    ),
    (
        "load_balancer: {idle_timeout: 0s}\n",
        "load_balancer.idle_timeout: must be longer than 0 and at most 24h",
    ),
    (
        "load_balancer: {idle_timeout: 25h}\n",
        "load_balancer.idle_timeout: must be longer than 0 and at most 24h",
    ),
    (
        "load_balancer: {health_check: {interval: 5500ms}}\n",
        "load_balancer.health_check.interval: must be whole seconds",
    ),
    (
        "load_balancer: {health_check: {interval: 3s}}\n",
        "load_balancer.health_check.timeout: must be shorter than interval",
    ),
    (
        "load_balancer: {health_check: {healthy_after: 11}}\n",
        "load_balancer.health_check.healthy_after: must be at most 10",
    ),
    (
        "load_balancer: {health_check: {expect: 200}}\n",
        "load_balancer.health_check.expect: must be text; put it in quotes",
    ),
    (
        "load_balancer: {health_check: {expect: ok}}\n",
        "load_balancer.health_check.expect: must be status codes such as 200 or 200,204 or 200-299",
    ),
    (
        "load_balancer: {health_check: {path: health}}\n",
        "load_balancer.health_check.path: must be a path that starts with '/'",
    ),
    (
        "load_balancer: {protocol: TCP, health_check: {path: /}}\n",
        "load_balancer.health_check: must not have path with protocol TCP",
    ),
    (
        "  identity_header: 'X Server'\n",
        "servers.identity_header: is not the name of an HTTP header",
    ),
    ("switch: {proof: {in_a_row: 0}}\n", "switch.proof.in_a_row: must be at least 1"),
    ("7: seven\n", "[7]: is not a key: keys are text"),
]


@pytest.mark.parametrize(("text", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_a_broken_rule_is_reported_in_plain_words(problems, smallest, text, told):
    """One broken rule gives one problem, on its line, and says what must hold."""
    if text.startswith("  image:"):
        smallest = smallest.replace("  image: web-{version}\n", "")
    line = smallest.count("\n") + 1
    assert problems(smallest + text) == [f"{line}: {told}"]


def test_a_tcp_check_needs_no_path(loaded, smallest):
    """The default path is no mistake of the user's."""
    specification = loaded(smallest + "load_balancer: {protocol: TCP}\n")
    assert specification.load_balancer.protocol == "TCP"
