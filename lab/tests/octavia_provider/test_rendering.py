# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The configuration file says what the load balancer shall do, and HAProxy accepts it."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openstack_lab.octavia_provider.flavor import Flavor
from openstack_lab.octavia_provider.model import Listener, LoadBalancer, Policy, Rule
from openstack_lab.octavia_provider.rendering import render

Make = Callable[..., LoadBalancer]


def text_of(lb: LoadBalancer) -> str:
    """Render for files that do not matter."""
    return render(lb, server_states=Path("/dev/null"), ping=Path("/bin/true"))


def policy(action: str, position: int = 1, **values: object) -> Policy:
    """Make a policy for one path."""
    rule = Rule(id=f"rule-{position}", type="PATH", compare_type="EQUAL_TO", value="/where")
    return Policy(
        **{
            "id": f"policy-{position}",
            "action": action,
            "position": position,
            "rules": (rule,),
            **values,
        }
    )


def lines_after(text: str, start: str) -> list[str]:
    """Return the lines of one section."""
    section = text.split(f"\n{start}\n")[1].split("\n\n")[0]
    return [line.strip() for line in section.splitlines()]


def test_a_listener_without_pool_still_redirects(balancer: Make, listener: Callable) -> None:
    """The address of a side is answered by its load balancer alone, even with no server."""
    redirect = policy("REDIRECT_TO_URL", redirect_url="http://bluegreen.invalid/shop/blue")
    lb = balancer(listeners=(listener(default_pool_id=None, policies=(redirect,)),), pools=())
    frontend = lines_after(text_of(lb), "frontend listener")
    assert frontend[-2:] == [
        "acl rule-1 path -m str -- /where",
        "http-request redirect code 302 location http://bluegreen.invalid/shop/blue if rule-1",
    ]


def test_policies_act_in_octavias_order(balancer: Make, listener: Callable) -> None:
    """Rejects come first, then redirects, then pools; inside a kind the position decides."""
    policies = (
        policy("REDIRECT_TO_POOL", 1, redirect_pool_id="pool"),
        policy("REDIRECT_PREFIX", 3, redirect_prefix="http://b"),
        policy("REDIRECT_TO_URL", 2, redirect_url="http://a"),
        policy("REJECT", 4),
    )
    frontend = lines_after(
        text_of(balancer(listeners=(listener(policies=policies),))), "frontend listener"
    )
    acts = [line for line in frontend if " if rule-" in line]
    assert [act.rpartition("-")[2] for act in acts] == ["4", "2", "3", "1"]


def test_tenants_text_stays_one_word(balancer: Make, listener: Callable) -> None:
    """Quotes, spaces, comments and formats in a value mean themselves."""
    rule = Rule(id="r", type="PATH", compare_type="CONTAINS", value="/a b'#\"c")
    url = policy("REDIRECT_TO_URL", redirect_url="http://x/%20", rules=(rule,))
    frontend = lines_after(
        text_of(balancer(listeners=(listener(policies=(url,)),))), "frontend listener"
    )
    assert """acl r path -m sub -- '/a b'"'"'#"c'""" in frontend
    assert "http-request redirect code 302 location http://x/%%20 if r" in frontend


def test_a_headers_value_may_be_quoted(balancer: Make, listener: Callable) -> None:
    """Octavia takes a header's value with spaces only in quotes, which are not compared."""
    rule = Rule(id="r", type="HEADER", key="A", compare_type="EQUAL_TO", value='"b \\"c"')
    quoted = policy("REJECT", rules=(rule,))
    frontend = lines_after(
        text_of(balancer(listeners=(listener(policies=(quoted,)),))), "frontend listener"
    )
    assert "acl r 'req.hdr(A)' -m str -- 'b \"c'" in frontend


def test_a_line_break_in_a_value_is_an_error(balancer: Make, listener: Callable) -> None:
    """Text that could add a line to the file never reaches it."""
    rule = Rule(id="r", type="PATH", compare_type="CONTAINS", value="/a\nuser root")
    bad = policy("REJECT", rules=(rule,))
    with pytest.raises(ValueError, match="control character"):
        text_of(balancer(listeners=(listener(policies=(bad,)),)))


def test_what_is_down_by_admin_state_is_not_served(
    balancer: Make, listener: Callable, pool: Callable, member: Callable
) -> None:
    """A listener or pool that is down is left out; a member that is down is disabled."""
    assert "frontend" not in text_of(balancer(admin_state_up=False))
    assert "frontend" not in text_of(balancer(listeners=(listener(admin_state_up=False),)))
    assert "default_backend" not in text_of(balancer(pools=(pool(admin_state_up=False),)))
    down = pool(members=(member(admin_state_up=False),))
    assert text_of(balancer(pools=(down,))).rstrip().endswith("weight 1 disabled")


def test_the_flavor_decides_about_keep_alive(balancer: Make) -> None:
    """`close` ends each connection after one answer; `graceful_reload` spares idle ones."""
    assert "option http-keep-alive" in text_of(balancer())
    assert "idle-close-on-response" not in text_of(balancer())
    assert "option httpclose" in text_of(balancer(flavor=Flavor(http_connection_mode="close")))
    assert "idle-close-on-response" in text_of(balancer(flavor=Flavor(graceful_reload=True)))


def listeners_of_all_kinds(listener: Callable[..., Listener]) -> dict[str, Listener]:
    """Make listeners that together use everything a listener may have."""
    redirects = (
        policy("REJECT", 1),
        policy("REDIRECT_TO_URL", 2, redirect_url="http://x/?a=1&b=%20"),
        policy("REDIRECT_PREFIX", 3, redirect_prefix="https://y", redirect_http_code=301),
        policy("REDIRECT_TO_POOL", 4, redirect_pool_id="pool"),
    )
    rules = tuple(
        Rule(id=f"{kind}-{compare}", type=kind, compare_type=compare, value="a b", key="Name")
        for kind in ("HOST_NAME", "PATH", "FILE_TYPE", "HEADER", "COOKIE")
        for compare in ("REGEX", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "EQUAL_TO")
    )
    headers = dict.fromkeys(("X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"), "true")
    return {
        "plain": listener(),
        "tcp": listener(protocol="TCP", timeout_tcp_inspect=100),
        "redirects": listener(policies=redirects),
        "rules": listener(policies=(policy("REJECT", rules=rules),)),
        "headers": listener(insert_headers=headers, connection_limit=10),
        "down": listener(admin_state_up=False),
    }


@pytest.mark.lab
@pytest.mark.parametrize("kind", ["plain", "tcp", "redirects", "rules", "headers", "down", "IPv6"])
@pytest.mark.parametrize(
    ("check", "persistence"),
    [(None, None), ("HTTP", "HTTP_COOKIE"), ("TCP", "SOURCE_IP"), ("PING", "APP_COOKIE")],
)
def test_haproxy_accepts_every_kind_of_configuration(
    balancer: Make,
    listener: Callable,
    pool: Callable,
    member: Callable,
    monitor: Callable,
    tmp_path: Path,
    kind: str,
    check: str | None,
    persistence: str | None,
) -> None:
    """`haproxy -c` accepts each kind of listener with each kind of check and persistence."""
    haproxy = shutil.which("haproxy", path="/usr/sbin")
    assert haproxy, "HAProxy is not installed: run `lab up`"
    address = "::1" if kind == "IPv6" else "10.0.0.12"
    members = (
        member("one", monitor_port=81, monitor_address="10.0.0.13"),
        member("two", address=address, weight=0, backup=True),
    )
    lb = balancer(
        vip_address="::1" if kind == "IPv6" else "127.0.0.1",
        flavor=Flavor(graceful_reload=True),
        listeners=(listeners_of_all_kinds(listener).get(kind) or listener(),),
        pools=(
            pool(
                protocol="TCP" if kind == "tcp" else "HTTP",
                members=members,
                health_monitor=monitor(check, domain_name=None) if check else None,
                session_persistence={"type": persistence, "cookie_name": "JSESSIONID"}
                if persistence and not (kind == "tcp" and "COOKIE" in persistence)
                else None,
            ),
        ),
    )
    file = tmp_path / "haproxy.cfg"
    (tmp_path / "server-states").write_text("1\n")
    file.write_text(render(lb, server_states=tmp_path / "server-states", ping=Path("/bin/true")))
    done = subprocess.run([haproxy, "-c", "-f", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + file.read_text()
    assert "[WARNING]" not in done.stderr, done.stderr + file.read_text()
