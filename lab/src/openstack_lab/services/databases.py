# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every OpenStack service stands on: MariaDB, RabbitMQ and memcached."""

from collections.abc import Callable, Mapping
from pathlib import Path

from openstack_lab import user
from openstack_lab.lab import Lab
from openstack_lab.locked import REQUIREMENTS, version_of
from openstack_lab.readiness import accepts, listens
from openstack_lab.running import run_logged
from openstack_lab.unit import Service, Step, Unit, was_ever_done

DATABASES = {
    "keystone": "keystone",
    "glance": "glance",
    "placement": "placement",
    "neutron": "neutron",
    "nova": "nova",
    "nova_api": "nova",
    "nova_cell0": "nova",
    "octavia": "octavia",
    "heat": "heat",
}
"""Each database and the user that owns it."""


def tables(
    name: str,
    package: str,
    make: Callable[[Lab], None],
    files: tuple[str, ...],
    *,
    needs: tuple[str, ...] = ("wheels", "databases"),
    requirements: Path = REQUIREMENTS,
) -> Step:
    """Describe the step that makes or upgrades the tables of one database.

    MariaDB cannot roll back a change of tables, so a first making that was interrupted begins with
    an empty database. `package` is the one whose version decides on the tables.
    """
    step = f"{name.replace('_', '-')}-database"

    def run(lab: Lab) -> None:
        if not was_ever_done(lab, step):
            _ask_mariadb(
                lab,
                f"DROP DATABASE IF EXISTS {name};",
                f"CREATE DATABASE {name} CHARACTER SET utf8mb4;",
            )
        make(lab)

    return Step(
        step,
        run,
        needs=needs,
        configuration=files,
        inputs=lambda _lab: version_of(package, requirements),
    )


def _make_data_directory(lab: Lab) -> None:
    directory = lab.data / "mariadb"
    user.empty(directory)
    run_logged(
        lab,
        "mariadb-files",
        [
            "mariadb-install-db",
            "--no-defaults",
            f"--datadir={directory}",
            "--auth-root-authentication-method=socket",
            "--skip-test-db",
        ],
        as_root=False,
    )


def make_users(lab: Lab, databases: Mapping[str, str]) -> None:
    """Make the users of databases; both are given by name."""
    statements = []
    for database, owner in databases.items():
        statements += [
            f"CREATE USER IF NOT EXISTS {owner}@localhost;",
            f"ALTER USER {owner}@localhost IDENTIFIED BY '{lab.secret(owner)}';",
            f"GRANT ALL ON {database}.* TO {owner}@localhost;",
        ]
    _ask_mariadb(lab, *statements)


def _ask_mariadb(lab: Lab, *statements: str) -> None:
    command = ["mariadb", "--no-defaults", f"--socket={lab.service_sockets / 'mariadb.sock'}"]
    run_logged(lab, "databases", command, text="\n".join(statements))


UNITS: tuple[Unit, ...] = (
    Step("mariadb-files", _make_data_directory, needs=("debian-packages",)),
    Service(
        "mariadb",
        command="/usr/sbin/mariadbd --no-defaults --datadir={{ data }}/mariadb"
        " --socket={{ sockets }}/mariadb.sock --skip-networking --skip-name-resolve"
        " --max-connections=1000 --innodb-flush-log-at-trx-commit=2 --performance-schema=OFF"
        # Tables that ask for `utf8`, as some of Nova's do, then take every character too.
        " --old-mode=",
        ready=listens(lambda lab: lab.service_sockets / "mariadb.sock"),
        needs=("mariadb-files",),
        stop_seconds=60,
    ),
    Step(
        "databases",
        lambda lab: make_users(lab, DATABASES),
        needs=("mariadb",),
        inputs=lambda _lab: " ".join(DATABASES),
    ),
    Service(
        "rabbitmq",
        # The package's wrapper in /usr/sbin would change to a user of its own.
        command="/usr/lib/rabbitmq/bin/rabbitmq-server",
        ready=accepts("rabbitmq"),
        needs=("debian-packages",),
        configuration=("rabbitmq/rabbitmq.conf",),
        environment={
            "HOME": "{{ data }}/rabbitmq",
            "RABBITMQ_NODENAME": "lab@localhost",
            "RABBITMQ_CONFIG_FILE": "{{ etc }}/rabbitmq/rabbitmq.conf",
            "RABBITMQ_MNESIA_BASE": "{{ data }}/rabbitmq",
            "RABBITMQ_LOG_BASE": "{{ data }}/rabbitmq/log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": "{{ etc }}/rabbitmq/enabled_plugins",
            "RABBITMQ_DIST_PORT": "{{ ports['rabbitmq-distribution'] }}",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_PORT": "{{ ports.epmd }}",
            "ERL_EPMD_ADDRESS": "{{ loopback }}",
            # Makes the start script become Erlang itself, which then ends well on SIGTERM.
            "RUNNING_UNDER_SYSTEMD": "true",
        },
        stop_seconds=60,
    ),
    Service(
        "memcached",
        # Its clients trust what is in it: Horizon's sessions are pickles.
        command="/usr/bin/memcached -s {{ sockets }}/memcached.sock -a 0600 -m 128",
        ready=listens(lambda lab: lab.service_sockets / "memcached.sock"),
        needs=("debian-packages",),
    ),
)
