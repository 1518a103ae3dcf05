# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every OpenStack service stands on: MariaDB, RabbitMQ and memcached."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from openstack_lab.engine.readiness import accepts, listens
from openstack_lab.engine.running import run_logged
from openstack_lab.engine.unit import Service, Step, Unit
from openstack_lab.errors import LabError
from openstack_lab.host import user
from openstack_lab.lab import Lab, was_ever_done
from openstack_lab.pinned_packages import REQUIREMENTS, version_of
from openstack_lab.services.migrations import heads

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
    migrations: str,
    needs: tuple[str, ...] = ("wheels", "databases"),
    requirements: Path = REQUIREMENTS,
    virtualenv: Callable[[Lab], Path] = lambda lab: lab.paths.virtualenv,
) -> Step:
    """Describe the step that makes or upgrades the tables of one database.

    MariaDB cannot roll back a change of tables, so a first making that was interrupted begins with
    an empty database. `package` is the one whose version decides on the tables; `migrations` is the
    folder in its virtual environment's packages that has the scripts.
    """
    step = f"{name.replace('_', '-')}-database"

    def run(lab: Lab) -> None:
        if not was_ever_done(lab, step):
            _tell_mariadb(lab, f"DROP DATABASE IF EXISTS {name};")
        _tell_mariadb(lab, f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4;")
        make(lab)

    def lacks(lab: Lab) -> str | None:
        folder = next(virtualenv(lab).glob("lib/python3*/site-packages")) / migrations
        wanted = heads(folder)
        query = f"SELECT version_num FROM {name}.alembic_version"  # noqa: S608  the table's name
        known = ask_mariadb(lab, query).split()
        if wanted and wanted <= set(known):
            return None
        return f"its tables are at {', '.join(known) or 'nothing'}, not {', '.join(sorted(wanted))}"

    return Step(
        step,
        run,
        needs=needs,
        configuration=files,
        inputs=lambda _lab: version_of(package, requirements),
        lacks=lacks,
        mends=True,
    )


def _lacks_data_directory(lab: Lab) -> str | None:
    system = lab.paths.data / "mariadb/mysql"
    return None if system.is_dir() else f"there is no {system}"


def _make_data_directory(lab: Lab) -> None:
    directory = lab.paths.data / "mariadb"
    if was_ever_done(lab, "mariadb-files") and any(directory.iterdir()):
        raise LabError(
            f"{directory} has databases, but MariaDB's own are missing. Nothing was changed there.",
            "Restore them, or make a new lab with `lab wipe` and `lab up`.",
        )
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
    _tell_mariadb(lab, *statements)


def lacks_users(lab: Lab, databases: Mapping[str, str]) -> str | None:
    """Name the users of databases that are not there."""
    missing = set(databases.values()) - set(ask_mariadb(lab, "SELECT user FROM mysql.user").split())
    return f"MariaDB has no user {', '.join(sorted(missing))}" if missing else None


def ask_mariadb(lab: Lab, query: str) -> str:
    """Return MariaDB's answer without headings; empty if it refuses, as for a missing table."""
    command = [*_client(lab), "--skip-column-names", f"--execute={query}"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _tell_mariadb(lab: Lab, *statements: str) -> None:
    run_logged(lab, "databases", _client(lab), text="\n".join(statements))


def _client(lab: Lab) -> list[str]:
    return ["mariadb", "--no-defaults", f"--socket={lab.paths.service_sockets / 'mariadb.sock'}"]


UNITS: tuple[Unit, ...] = (
    Step(
        "mariadb-files",
        _make_data_directory,
        needs=("debian-packages",),
        lacks=_lacks_data_directory,
    ),
    Service(
        "mariadb",
        command="/usr/sbin/mariadbd --no-defaults --datadir={{ data }}/mariadb"
        " --socket={{ sockets }}/mariadb.sock --skip-networking --skip-name-resolve"
        " --max-connections=1000 --innodb-flush-log-at-trx-commit=2 --performance-schema=OFF"
        # Tables that ask for `utf8`, as some of Nova's do, then take every character too.
        " --old-mode=",
        ready=listens(lambda lab: lab.paths.service_sockets / "mariadb.sock", to_user=True),
        needs=("mariadb-files",),
        stop_seconds=60,
    ),
    Step(
        "databases",
        lambda lab: make_users(lab, DATABASES),
        needs=("mariadb",),
        inputs=lambda _lab: " ".join(DATABASES),
        lacks=lambda lab: lacks_users(lab, DATABASES),
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
            # A dump of a crash is as large as its memory was.
            "ERL_CRASH_DUMP_BYTES": "5000000",
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
        ready=listens(lambda lab: lab.paths.service_sockets / "memcached.sock", to_user=True),
        needs=("debian-packages",),
    ),
)
