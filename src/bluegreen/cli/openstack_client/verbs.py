# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Each verb as a command of the `openstack` client, its class by the name of the verb.

The client loads every command of every plugin at each start, so no verb is imported here. Written
by docs/openstack_verbs.py; do not edit.
"""

from __future__ import annotations

from bluegreen.cli.openstack_client.plugin_verb import PluginVerb


class Adopt(PluginVerb):
    """Adopt two existing load balancers and their floating IP."""

    target = "bluegreen.cli.adopt:AdoptCommand"


class Approve(PluginVerb):
    """Approve the release on the idle side, so that it goes live."""

    target = "bluegreen.cli.approve:ApproveCommand"


class Check(PluginVerb):
    """Run the checks against the idle side."""

    target = "bluegreen.cli.check:CheckCommand"


class CredentialCreate(PluginVerb):
    """Make a narrow application credential for a job, and print its clouds.yaml entry once."""

    target = "bluegreen.cli.credential:CredentialCreateCommand"


class CredentialDelete(PluginVerb):
    """Delete narrow credentials of an application."""

    target = "bluegreen.cli.credential:CredentialDeleteCommand"


class CredentialList(PluginVerb):
    """List the narrow credentials that you made for an application."""

    target = "bluegreen.cli.credential:CredentialListCommand"


class Deploy(PluginVerb):
    """Deploy a version to the idle side."""

    target = "bluegreen.cli.deploy:DeployCommand"


class Doctor(PluginVerb):
    """Examine the cloud and an application."""

    target = "bluegreen.cli.doctor:DoctorCommand"


class Down(PluginVerb):
    """Remove an application."""

    target = "bluegreen.cli.down:DownCommand"


class Drain(PluginVerb):
    """Drain the idle side: wait until no connections remain on it, or end them."""

    target = "bluegreen.cli.drain:DrainCommand"


class History(PluginVerb):
    """List the runs on an application."""

    target = "bluegreen.cli.history:HistoryCommand"


class Init(PluginVerb):
    """Write a commented starter specification."""

    target = "bluegreen.cli.init:InitCommand"


class List(PluginVerb):
    """List the applications of the project."""

    target = "bluegreen.cli.list:ListCommand"


class Pause(PluginVerb):
    """Suspend automatic actions."""

    target = "bluegreen.cli.pause:PauseCommand"


class Probe(PluginVerb):
    """Probe a URL at a fixed rate, and count all requests and the side that answers each."""

    target = "bluegreen.cli.probe:ProbeCommand"


class Reject(PluginVerb):
    """Reject the release on the idle side, so that it does not go live."""

    target = "bluegreen.cli.approve:RejectCommand"


class Release(PluginVerb):
    """Take a version from build to retirement."""

    target = "bluegreen.cli.release:ReleaseCommand"


class Repair(PluginVerb):
    """Replace the dead servers of a side, without a new release."""

    target = "bluegreen.cli.repair:RepairCommand"


class Resume(PluginVerb):
    """Complete or clean up an interrupted run."""

    target = "bluegreen.cli.resume:ResumeCommand"


class Retire(PluginVerb):
    """Shrink the idle side to a few warm servers, or remove its release."""

    target = "bluegreen.cli.retire:RetireCommand"


class Rollback(PluginVerb):
    """Make the previous side live again."""

    target = "bluegreen.cli.rollback:RollbackCommand"


class Scale(PluginVerb):
    """Change the number of servers of a side, without a new release."""

    target = "bluegreen.cli.scale:ScaleCommand"


class Schema(PluginVerb):
    """Print the JSON schema of the specification."""

    target = "bluegreen.cli.schema:SchemaCommand"


class Status(PluginVerb):
    """Show both sides of an application."""

    target = "bluegreen.cli.status:StatusCommand"


class Switch(PluginVerb):
    """Make the idle side live."""

    target = "bluegreen.cli.switch:SwitchCommand"


class Timetable(PluginVerb):
    """Compute the maintenance window of a release, without blue-green and with it."""

    target = "bluegreen.cli.timetable:TimetableCommand"


class Unpause(PluginVerb):
    """Resume automatic actions."""

    target = "bluegreen.cli.pause:UnpauseCommand"


class Up(PluginVerb):
    """Build both sides of an application with one version."""

    target = "bluegreen.cli.up:UpCommand"


class Validate(PluginVerb):
    """Check the specification offline, and report all problems at once."""

    target = "bluegreen.cli.validate:ValidateCommand"


class Watch(PluginVerb):
    """Watch the live side for a while."""

    target = "bluegreen.cli.watch:WatchCommand"
