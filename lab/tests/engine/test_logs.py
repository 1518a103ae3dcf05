# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The errors of all logs at a glance."""

import os

from openstack_lab.engine.logs import cause, error_report, remove_old
from openstack_lab.lab import Lab

NOVA = """\
2026-11-23 17:51:12.1 20360 INFO nova.api [-] GET /servers
2026-11-23 17:51:12.2 20360 DEBUG app [-] logging_format = %(process)d ERROR %(name)s
2026-11-23 17:51:12.3 20360 ERROR nova.conductor Traceback (most recent call last):
2026-11-23 17:51:12.3 20360 ERROR nova.conductor   File "manager.py", line 1
2026-11-23 17:51:12.3 20360 ERROR nova.conductor NoValidHost: No valid host was found.
2026-11-23 17:51:12.3 20360 ERROR nova.conductor
"""


def test_errors_are_shown_without_their_trace(lab: Lab) -> None:
    """What happened is in the first and the last line."""
    (lab.paths.logs / "nova.log").write_text(NOVA)

    report = error_report(lab)

    assert "NoValidHost" in report
    assert "GET /servers" not in report
    assert "logging_format" not in report
    assert "manager.py" not in report


def test_every_kind_of_program_is_understood(lab: Lab) -> None:
    """Base services do not log as OpenStack does."""
    (lab.paths.logs / "ovs.log").write_text("2026Z|00298|dpif_netdev|ERR|error receiving data\n")
    (lab.paths.logs / "mariadb.log").write_text("2026 0 [ERROR] InnoDB: no space\n")
    (lab.paths.logs / "libvirtd.log").write_text(
        "2026-11-23: 22687: error : virSomething:451 : no\n"
    )
    (lab.paths.logs / "prometheus.log").write_text('ts=1 level=error err="no such file"\n')
    (lab.paths.logs / "go.log").write_text("fatal error: fault\n")
    (lab.paths.logs / "step.log").write_text("sqlalchemy.exc.OperationalError: no server\n")

    report = error_report(lab)

    assert [line for line in report.splitlines() if not line.startswith(" ")] == [
        "go:",
        "libvirtd:",
        "mariadb:",
        "ovs:",
        "prometheus:",
        "step:",
    ]


def test_only_the_last_errors_are_shown(lab: Lab) -> None:
    """A log with thousands of them does not hide the others."""
    lines = [f"2026-11-23 17:51:12.1 1 ERROR heat.engine number {n}" for n in range(100)]
    (lab.paths.logs / "heat.log").write_text("\n".join(lines))

    assert [line.split()[-1] for line in error_report(lab, count=2).splitlines()[1:]] == [
        "98",
        "99",
    ]


def test_the_cause_is_the_last_exception_and_not_the_page_it_was_shown_on(lab: Lab) -> None:
    """Behind a logger's date and level, or at the beginning of its line."""
    log = lab.paths.logs / "horizon.log"
    log.write_text(
        "compressor.exceptions.OfflineGenerationError: key is missing\n</body>\n</html>\n"
    )
    assert cause(log) == "compressor.exceptions.OfflineGenerationError: key is missing"

    log.write_text(
        "2026-11-23 1 ERROR nova.x [-] pymysql.err.OperationalError: (2003, 'no')\n  end\n"
    )
    assert "OperationalError: (2003, 'no')" in cause(log)


def test_without_an_exception_the_cause_is_the_last_error_or_line(lab: Lab) -> None:
    """A log that is empty or not there is named as that."""
    log = lab.paths.logs / "mariadb.log"
    assert cause(log) == "(no log)"
    log.touch()
    assert "empty" in cause(log)
    log.write_text("2026 0 [ERROR] InnoDB: no space\n2026 0 [Note] bye\n")
    assert "no space" in cause(log)
    log.write_text("2026 0 [Note] bye\n")
    assert "bye" in cause(log)


def test_older_logs_that_nobody_writes_to_are_removed_after_a_month(lab: Lab) -> None:
    """Those of servers that have gone, too; the newest log of a service stays however old it is."""
    servers = lab.paths.logs / "libvirt/qemu"
    servers.mkdir(parents=True)
    paths = [lab.paths.logs / "nova.log", lab.paths.logs / "nova.log.1", servers / "instance-1.log"]
    recent = lab.paths.logs / "heat.log.1"
    for path in (*paths, recent):
        path.write_text("x")
    for path in paths:
        os.utime(path, (0, 0))

    remove_old(lab)

    assert [path.exists() for path in (*paths, recent)] == [True, False, False, True]
