# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Keystone: identities, and the catalogue of all other services."""

from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Step, Unit
from openstack_lab.lab import REGION, Lab, url
from openstack_lab.services.api import api
from openstack_lab.services.databases import ask_mariadb, tables
from openstack_lab.services.identities import lacks_identities, make_identities

_FILES = ("keystone/keystone.conf",)


def _manage(lab: Lab, name: str, *words: str, **environment: str) -> None:
    run_manager(lab, name, "keystone-manage", *_FILES, *words, **environment)


def _make_tables(lab: Lab) -> None:
    _manage(lab, "keystone-database", "db_sync")


def _make_keys(lab: Lab) -> None:
    for name in ("fernet", "credential"):
        _manage(lab, "keystone-keys", f"{name}_setup")


def _lacks_keys(lab: Lab) -> str | None:
    folders = [lab.paths.data / f"keystone/{name}-keys" for name in ("fernet", "credential")]
    missing = [str(folder) for folder in folders if not (folder / "0").exists()]
    return f"there is no key in {', '.join(missing)}" if missing else None


def _lacks_administrator(lab: Lab) -> str | None:
    users = ask_mariadb(lab, "SELECT name FROM keystone.local_user").split()
    return None if "admin" in users else "Keystone has no user admin"


def _make_administrator(lab: Lab) -> None:
    _manage(
        lab,
        "keystone-administrator",
        "bootstrap",
        OS_BOOTSTRAP_USERNAME="admin",
        OS_BOOTSTRAP_PASSWORD=lab.secret("admin"),
        OS_BOOTSTRAP_PROJECT_NAME="admin",
        OS_BOOTSTRAP_SERVICE_NAME="keystone",
        OS_BOOTSTRAP_REGION_ID=REGION,
        OS_BOOTSTRAP_PUBLIC_URL=url("keystone", "/v3"),
        OS_BOOTSTRAP_INTERNAL_URL=url("keystone", "/v3"),
        OS_BOOTSTRAP_ADMIN_URL=url("keystone", "/v3"),
    )


UNITS: tuple[Unit, ...] = (
    Step(
        "keystone-keys",
        _make_keys,
        needs=("wheels",),
        configuration=_FILES,
        lacks=_lacks_keys,
    ),
    tables(
        "keystone", "keystone", _make_tables, _FILES, migrations="keystone/common/sql/migrations"
    ),
    Step(
        "keystone-administrator",
        _make_administrator,
        needs=("keystone-database", "keystone-keys", "memcached"),
        configuration=_FILES,
        lacks=_lacks_administrator,
    ),
    api(
        "keystone",
        "keystone.wsgi.api",
        port="keystone",
        needs=("keystone-database", "keystone-keys", "memcached"),
        configuration=_FILES,
        environment={"OS_KEYSTONE_CONFIG_DIR": "{{ etc }}/keystone"},
        settings="keystone/uwsgi.ini",
    ),
    Step(
        "identities",
        make_identities,
        needs=("keystone", "keystone-administrator"),
        lacks=lacks_identities,
    ),
)
