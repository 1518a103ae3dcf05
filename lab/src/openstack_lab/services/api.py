# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How every API of the lab is served: by uWSGI on a loopback port."""

from collections.abc import Mapping

from openstack_lab.engine.readiness import answers
from openstack_lab.engine.unit import Service
from openstack_lab.lab import LOOPBACK, PORTS


def api(
    name: str,
    module: str,
    *,
    port: str,
    needs: tuple[str, ...],
    configuration: tuple[str, ...],
    environment: Mapping[str, str] | None = None,
    arguments: str = "",
    settings: str = "uwsgi.ini",
) -> Service:
    """Describe an API that runs the `application` of a Python module with uWSGI's `settings`."""
    words = [
        f"{{{{ bin }}}}/uwsgi --ini {{{{ etc }}}}/{settings}",
        f"--http-socket {LOOPBACK}:{PORTS[port]} --module {module}:application",
        arguments,
    ]
    return Service(
        name,
        command=" ".join(word for word in words if word),
        ready=answers(port),
        needs=("virtualenv", *needs),
        configuration=(settings, *configuration),
        environment=environment or {},
    )
