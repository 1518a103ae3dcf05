# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application that answers under its own name only, and nowhere but at one path, is released."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from .conftest import BIN, Operator

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "asking"

SPECIFICATION = f"""\
application: {NAME}
external_network: public
request: {{path: /api/info, host: shop.example}}
servers: {{image: lab-web, flavor: lab.small, user_data: user-data.sh, count: 1}}
load_balancer: {{health_check: {{method: HEAD}}}}
switch: {{proof: {{path: /api/info}}, drain: {{deadline: 1s}}}}
checks:
  - name: info
    http: {{json: {{version: "{{version}}"}}}}
watch: {{duration: 5s, every: 1s}}
retire: {{to: keep}}
"""

SERVER = """\
#!/bin/sh
mkdir -p /srv/www/api
rm -f /srv/www/index.*
cat > /srv/www/api/info <<'END'
#!/bin/sh
[ "$HTTP_HOST" = shop.example ] || { printf 'Status: 400 Bad Request\\r\\n\\r\\n'; exit; }
printf 'Content-Type: application/json\\r\\nX-Bluegreen-Side: {side}\\r\\n\\r\\n'
printf '{"version": "{version}"}'
END
chmod 755 /srv/www/api/info
"""


@pytest.fixture(scope="module")
def asking(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Operator]:
    """An operator whose application is up: blue is live, both sides run 1.0."""
    folder = tmp_path_factory.mktemp(NAME)
    (folder / "bluegreen.yaml").write_text(SPECIFICATION)
    (folder / "user-data.sh").write_text(SERVER)
    operator = Operator(folder, lab_environment)
    remove = ("down", NAME, "--live", NAME, "--yes", "--break-lease")
    operator.types(*remove, expect=None)
    operator.types("up", "1.0", "--yes")
    yield operator
    operator.types(*remove, expect=None)


def test_the_health_checks_send_the_host_and_the_method(asking: Operator) -> None:
    """Both sides came up, so they did; and Octavia says so itself."""
    shown = subprocess.run(
        [BIN / "openstack", "loadbalancer", "healthmonitor", "list", "-f", "json", "-c", "id"],
        env=asking.environment,
        capture_output=True,
        check=True,
    )
    monitors = [_monitor(asking, row["id"]) for row in json.loads(shown.stdout)]
    mine = [monitor for monitor in monitors if monitor["domain_name"] == "shop.example"]

    assert [(m["http_method"], m["url_path"], m["http_version"]) for m in mine] == [
        ("HEAD", "/api/info", 1.1)
    ] * 2


def test_a_release_asks_as_the_specification_says(asking: Operator) -> None:
    """Warm-up, check, proof, measurement and watch all send the Host, to the one path there is."""
    released = asking.types("release", "2.0", "--yes")
    rows = asking.types("-q", "history", NAME, "-f", "json").json()
    moved = next(row for row in rows if row["Event"] == "switch")

    assert "Check warm-up passed: 10 requests in a row succeeded" in released.err
    assert "Check info passed" in released.err
    assert (moved["Phase"], moved["Failed Requests"]) == ("succeeded", 0)


def test_the_prober_asks_as_the_specification_says(asking: Operator) -> None:
    """Without it the application refuses, with 400."""
    production = asking.sides(NAME)[asking.live(NAME)]["Floating IP"]
    probe = ("probe", f"http://{production}", "--duration", "2s", "-f", "json")

    assert asking.types(*probe, "--specification", "bluegreen.yaml").json()["failed"] == 0
    refused = asking.types("probe", f"http://{production}/api/info", *probe[2:], expect=1).json()
    assert refused["fresh"]["outcomes"]["wrong status"] == refused["failed"] > 0


def _monitor(operator: Operator, monitor: str) -> dict[str, object]:
    shown = subprocess.run(
        [BIN / "openstack", "loadbalancer", "healthmonitor", "show", monitor, "-f", "json"],
        env=operator.environment,
        capture_output=True,
        check=True,
    )
    return dict(json.loads(shown.stdout))
