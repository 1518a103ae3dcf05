# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Each verb as a command of the `openstack` client, by the same class name.

The client loads every command of every plugin at each start, so no verb is imported here. Written
by docs/openstack_verbs.py; do not edit.
"""

from __future__ import annotations

from bluegreen.cli.openstack_client.plugin_verb import PluginVerb


class Adopt(PluginVerb):
    """Take two load balancers and a floating IP that are there already under management."""

    target = "bluegreen.cli.adopt:Adopt"


class Approve(PluginVerb):
    """Let the release on the idle side go live."""

    target = "bluegreen.cli.approve:Approve"


class Check(PluginVerb):
    """Run the checks against the idle side."""

    target = "bluegreen.cli.check:Check"


class CredentialCreate(PluginVerb):
    """Make a narrow application credential for a job, and print its clouds.yaml entry once."""

    target = "bluegreen.cli.credential:CredentialCreate"


class CredentialDelete(PluginVerb):
    """Delete narrow credentials of an application."""

    target = "bluegreen.cli.credential:CredentialDelete"


class CredentialList(PluginVerb):
    """List the narrow credentials that you made for an application."""

    target = "bluegreen.cli.credential:CredentialList"


class Deploy(PluginVerb):
    """Put a version on the idle side."""

    target = "bluegreen.cli.deploy:Deploy"


class Doctor(PluginVerb):
    """Examine the cloud and an application."""

    target = "bluegreen.cli.doctor:Doctor"


class Down(PluginVerb):
    """Remove an application."""

    target = "bluegreen.cli.down:Down"


class Drain(PluginVerb):
    """Wait until nobody is connected to the idle side any more, or end its connections."""

    target = "bluegreen.cli.drain:Drain"


class History(PluginVerb):
    """List what was done to an application."""

    target = "bluegreen.cli.history:History"


class Init(PluginVerb):
    """Write a commented starter specification."""

    target = "bluegreen.cli.init:Init"


class List(PluginVerb):
    """List the applications of the project."""

    target = "bluegreen.cli.list:List"


class Pause(PluginVerb):
    """Stop everything that is done by itself."""

    target = "bluegreen.cli.pause:Pause"


class Probe(PluginVerb):
    """Probe a URL at a fixed rate, and count every request and which side answered it."""

    target = "bluegreen.cli.probe:Probe"


class Reject(PluginVerb):
    """Keep the release on the idle side from going live."""

    target = "bluegreen.cli.approve:Reject"


class Release(PluginVerb):
    """Take a version from build to retirement."""

    target = "bluegreen.cli.release:Release"


class Repair(PluginVerb):
    """Replace the servers of a side that are dead, without a new release."""

    target = "bluegreen.cli.repair:Repair"


class Resume(PluginVerb):
    """End what an interrupted run began."""

    target = "bluegreen.cli.resume:Resume"


class Retire(PluginVerb):
    """Shrink the idle side to a few warm servers, or remove its release."""

    target = "bluegreen.cli.retire:Retire"


class Rollback(PluginVerb):
    """Make the previous side live again."""

    target = "bluegreen.cli.rollback:Rollback"


class Scale(PluginVerb):
    """Give a side more servers or fewer, without a new release."""

    target = "bluegreen.cli.scale:Scale"


class Schema(PluginVerb):
    """Print the JSON schema of the specification."""

    target = "bluegreen.cli.schema:Schema"


class Status(PluginVerb):
    """Show both sides of an application."""

    target = "bluegreen.cli.status:Status"


class Switch(PluginVerb):
    """Make the idle side live."""

    target = "bluegreen.cli.switch:Switch"


class Timetable(PluginVerb):
    """Compute the maintenance window of a release, before blue-green and with it."""

    target = "bluegreen.cli.timetable:Timetable"


class Unpause(PluginVerb):
    """Let things be done by themselves again."""

    target = "bluegreen.cli.pause:Unpause"


class Up(PluginVerb):
    """Build both sides of an application with one version."""

    target = "bluegreen.cli.up:Up"


class Validate(PluginVerb):
    """Check the specification, offline, and report every problem at once."""

    target = "bluegreen.cli.validate:Validate"


class Watch(PluginVerb):
    """Watch the live side for a while."""

    target = "bluegreen.cli.watch:Watch"
