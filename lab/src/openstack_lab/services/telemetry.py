# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Telemetry, with `lab up --telemetry`: the CPU of servers, and alarms on it.

Ceilometer asks libvirt and shows what it has measured; Prometheus collects it; Aodh asks Prometheus
and calls whom an alarm names, such as a scaling policy of Heat.
"""

from openstack_lab.engine.readiness import answers, connects_to, says
from openstack_lab.engine.running import run_logged
from openstack_lab.engine.unit import Service, Step, Unit
from openstack_lab.lab import LOOPBACK, PORTS, TELEMETRY_USERS, Lab
from openstack_lab.pinned_packages import DEBIAN_TELEMETRY, TELEMETRY, debian_packages
from openstack_lab.services.databases import lacks_users, make_users, tables
from openstack_lab.services.identities import add_services, lacks_services
from openstack_lab.services.installation import (
    install_debian_packages,
    lacks_debian_packages,
    lacks_python,
    make_virtualenv,
    pip,
)

_AODH = ("aodh/aodh.conf",)
_DATABASE = {"aodh": "aodh"}
_CATALOGUE = {"aodh": ("alarming", "")}
_NEEDS = ("aodh-database", "telemetry-identities", "rabbitmq")
_OPTIONS = "--config-file {{ etc }}/aodh/aodh.conf"


def _install(lab: Lab) -> None:
    make_virtualenv(lab, "telemetry-packages", lab.paths.telemetry_virtualenv)
    pip(lab, "telemetry-packages", lab.paths.telemetry_virtualenv, "sync", TELEMETRY)


def _make_tables(lab: Lab) -> None:
    program = lab.paths.telemetry_virtualenv / "bin/aodh-dbsync"
    command = (program, "--config-file", lab.paths.configuration / _AODH[0])
    run_logged(lab, "aodh-database", command, as_root=False)


UNITS: tuple[Unit, ...] = (
    # After the services' own environment: that has built libvirt-python already.
    Step(
        "telemetry-packages",
        _install,
        needs=("virtualenv",),
        inputs=lambda _lab: TELEMETRY.read_text(),
        lacks=lambda lab: lacks_python(lab.paths.telemetry_virtualenv),
    ),
    Step(
        "telemetry-debian-packages",
        lambda lab: install_debian_packages(lab, debian_packages(DEBIAN_TELEMETRY)),
        needs=("debian-packages",),
        always=True,
        lacks=lambda _lab: lacks_debian_packages(debian_packages(DEBIAN_TELEMETRY)),
    ),
    Step(
        "telemetry-database-user",
        lambda lab: make_users(lab, _DATABASE),
        needs=("databases",),
        lacks=lambda lab: lacks_users(lab, _DATABASE),
    ),
    tables(
        "aodh",
        "aodh",
        _make_tables,
        _AODH,
        migrations="aodh/storage/sqlalchemy/alembic",
        needs=("telemetry-packages", "telemetry-database-user"),
        requirements=TELEMETRY,
        virtualenv=lambda lab: lab.paths.telemetry_virtualenv,
    ),
    Step(
        "telemetry-identities",
        lambda lab: add_services(lab, TELEMETRY_USERS, _CATALOGUE),
        needs=("identities",),
        lacks=lambda lab: lacks_services(lab, TELEMETRY_USERS, _CATALOGUE),
    ),
    Service(
        "ceilometer-polling",
        command="{{ paths.telemetry_virtualenv }}/bin/ceilometer-polling"
        " --polling-namespaces compute --config-file {{ etc }}/ceilometer/ceilometer.conf",
        ready=answers("ceilometer", "/metrics"),
        needs=("telemetry-packages", "telemetry-identities", "nova", "libvirtd"),
        configuration=("ceilometer/ceilometer.conf", "ceilometer/polling.yaml"),
    ),
    Service(
        "prometheus",
        command="/usr/bin/prometheus --config.file={{ etc }}/prometheus/prometheus.yml"
        f" --web.listen-address {LOOPBACK}:{PORTS['prometheus']}"
        " --storage.tsdb.path={{ data }}/prometheus --storage.tsdb.retention.time=1d"
        " --log.level=warn",
        ready=answers("prometheus", "/-/ready"),
        needs=("telemetry-debian-packages",),
        configuration=("prometheus/prometheus.yml",),
        stop_seconds=30,
    ),
    Service(
        "aodh",
        # One thread: with more, its API mixes up the projects of alarms that are made together.
        command="{{ paths.telemetry_virtualenv }}/bin/uwsgi --ini {{ etc }}/aodh/uwsgi.ini"
        f" --http-socket {LOOPBACK}:{PORTS['aodh']} --module aodh.wsgi.api:application",
        ready=answers("aodh"),
        needs=_NEEDS,
        configuration=("aodh/uwsgi.ini", *_AODH),
        # It looks for its configuration in the home directory, and nowhere that one could name.
        environment={"HOME": "{{ etc }}/aodh"},
    ),
    Service(
        "aodh-evaluator",
        command="{{ paths.telemetry_virtualenv }}/bin/aodh-evaluator " + _OPTIONS,
        ready=says("aodh-evaluator", "initiating evaluation cycle"),
        needs=("prometheus", *_NEEDS),
        configuration=_AODH,
        environment={"PROMETHEUS_HOST": LOOPBACK, "PROMETHEUS_PORT": str(PORTS["prometheus"])},
    ),
    Service(
        "aodh-notifier",
        command="{{ paths.telemetry_virtualenv }}/bin/aodh-notifier " + _OPTIONS,
        ready=connects_to("rabbitmq"),
        needs=_NEEDS,
        configuration=_AODH,
    ),
)
