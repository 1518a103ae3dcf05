# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which cloud is meant: clouds.yaml and OS_*, read as the openstack client reads them."""

from __future__ import annotations

import difflib
import json
import logging
import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from openstack.config import loader
from openstack.config.cloud_region import CloudRegion
from openstack.exceptions import ConfigException
from osc_lib.api.auth import get_options_list
from osc_lib.cli.client_config import OSC_Config

from bluegreen.cloud.catalogue import NO_CLOUD, OF_VARIABLES
from bluegreen.errors import CloudNotNamed

# Global options of the client (osc_lib.shell) that have a variable, next to those of its plugins.
GLOBAL = (
    "auth_type",
    "cacert",
    "cert",
    "identity_api_version",
    "interface",
    "key",
    "region_name",
    "service_provider",
)
OF_FILES = ("cloud", "client_config_file", "client_secure_file", "default_domain")
"""Variables that no way to sign in has as an option."""
TRY = "openstack token issue"
WHERE_IT_STANDS = "clouds.yaml, secure.yaml and the OS_* variables"


def chosen(cloud: str | None, region: str | None, **more: object) -> CloudRegion:
    """Return how to reach the cloud and the region that are meant, each by default that of OS_*.

    A variable wins over the entry of clouds.yaml. Where nothing names a cloud, it is that of the
    variables, else the only entry. Raises CloudNotNamed, with the clouds that there are.
    """
    asked = _variables(os.environ)
    name = cloud or os.environ.get("OS_CLOUD", "")
    if region:
        asked["region_name"] = region
    files = _Files.of(os.environ)
    try:
        config = OSC_Config(
            override_defaults={"interface": "public", "auth_type": "password"},
            app_name="bluegreen",
            app_version=version("openstack-bluegreen"),
            pw_func=_refuse_to_ask,
        )
    except Exception as error:  # whatever the libraries make of a file that they did not expect
        problem = files.problem or f"{WHERE_IT_STANDS} cannot be used: {error}"
        raise CloudNotNamed(problem, files.advice) from error
    name = name or config.default_cloud or ""
    if name in ("", NO_CLOUD) and not asked.get("auth_url"):
        raise CloudNotNamed(f"no cloud is named; {files}", files.advice)
    if name and (problem := files.problem_of(name, config.cloud_config["clouds"])):
        raise CloudNotNamed(problem, files.advice)
    try:
        found = config.get_one(cloud=name, argparse=Namespace(**asked), **more)
    except Exception as error:  # the SDK's and keystoneauth's, and what an entry makes of them
        raise CloudNotNamed(f"{_entry(name)} cannot be used: {error}", _look_at(name)) from error
    if found.config.get("service_provider"):
        raise CloudNotNamed(
            "the sign-in goes through another Keystone (service_provider), which is not supported",
            "unset OS_SERVICE_PROVIDER, or name an entry of the cloud itself with --os-cloud",
        )
    return found


def _variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the variables say, by the names of the client's options; empty ones say nothing.

    The client takes them for defaults of its options, and an option wins over the file.
    """
    given = {
        key.removeprefix("OS_").lower(): value
        for key, value in environment.items()
        if value and key.startswith("OS_") and key.isupper()
    }
    names = set(GLOBAL)
    if not given.keys() <= {*GLOBAL, *OF_FILES}:  # listing them loads every way to sign in
        names |= _options_of_plugins()
    said = {name: value for name, value in given.items() if name in names}
    for kind in ("id", "name"):
        if f"project_{kind}" not in said and f"tenant_{kind}" in said:
            said[f"project_{kind}"] = said.pop(f"tenant_{kind}")
    return said | {"default_domain": given.get("default_domain", "default")}


def _options_of_plugins() -> set[str]:
    """Return the names of the options of every way to sign in that is installed.

    A way that lacks a library of its own is left out; stevedore would show a traceback of that,
    which `openstack` hides as well.
    """
    log = logging.getLogger("stevedore")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        return {name.replace("-", "_") for name in get_options_list()}
    finally:
        log.setLevel(level)


def _refuse_to_ask(prompt: str | None = None) -> str:
    what = (prompt or "password").strip().rstrip(":").lower()
    raise ConfigException(f"it lacks the {what}, which is never asked for")


def _entry(name: str) -> str:
    of_variables = name in ("", OF_VARIABLES)
    return "the cloud of the OS_* variables" if of_variables else f"the cloud {name}"


def _look_at(name: str) -> str:
    if name in ("", OF_VARIABLES):
        return f"correct the OS_* variables or name a cloud with --os-cloud, then: {TRY}"
    return f"correct {WHERE_IT_STANDS}, then: openstack --os-cloud {name} token issue"


@dataclass(frozen=True)
class _File:
    """A file of clouds: what it holds, or why it holds nothing that can be read."""

    path: str
    content: Any = None
    unreadable: str = ""

    @property
    def clouds(self) -> Any:
        return self.content.get("clouds") if isinstance(self.content, dict) else None

    @property
    def problem(self) -> str:
        """What is wrong with the file as a whole."""
        if self.unreadable:
            return f"{self.path} is not used: {self.unreadable}"
        if not isinstance(self.content, dict):
            return f"{self.path} is empty or no mapping"
        if not isinstance(self.clouds, dict):
            return f"{self.path} has no mapping of clouds"
        return ""


@dataclass(frozen=True)
class _Files:
    """The files that can name clouds, in the order in which they are looked for."""

    found: tuple[_File, ...]
    missing: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> _Files:
        """Read the first clouds.yaml and the first secure.yaml that can be read."""
        named = environment.get("OS_CLIENT_CONFIG_FILE", "")
        secure = environment.get("OS_CLIENT_SECURE_FILE", "")
        found = (
            *_first_that_can_be_read([named, *loader.CONFIG_FILES]),
            *_first_that_can_be_read([secure, *loader.SECURE_FILES]),
        )
        return cls(found, named if named and not Path(named).exists() else "")

    @property
    def names(self) -> list[str]:
        """The clouds that the files name, each once."""
        clouds = (file.clouds for file in self.found if isinstance(file.clouds, dict))
        return list(dict.fromkeys(str(name) for each in clouds for name in each))

    @property
    def problem(self) -> str:
        """What is wrong with files as a whole; empty where nothing is."""
        gone = [f"{self.missing} (OS_CLIENT_CONFIG_FILE) does not exist"] if self.missing else []
        return "; ".join(gone + [file.problem for file in self.found if file.problem])

    @property
    def advice(self) -> str:
        """What to run next."""
        if self.names:
            return f"bluegreen --os-cloud {self.names[0]} list, or set OS_CLOUD"
        return (
            "put the clouds.yaml of your cloud's dashboard (API Access) into ~/.config/openstack, "
            "then: bluegreen --os-cloud NAME list"
        )

    def __str__(self) -> str:
        where = " and ".join(file.path for file in self.found if isinstance(file.clouds, dict))
        known = f"{where} has {', '.join(self.names)}" if self.names else "no file names any"
        return f"{known}; {self.problem}" if self.problem else known

    def problem_of(self, name: str, clouds: Mapping[str, Any]) -> str:
        """Return what is wrong with an entry; empty where it has the form of one."""
        if name not in clouds:
            alike = difflib.get_close_matches(name.lower(), map(str.lower, self.names), n=1)
            meant = [known for known in self.names if known.lower() in alike]
            ask = f"; did you mean {meant[0]}?" if meant else ""
            return f"there is no cloud {name}; {self}{ask}"
        entry = clouds[name]
        if entry is None:
            return f"the cloud {name} is empty; {self}"
        if not isinstance(entry, dict):
            return f"the cloud {name} is no mapping of keys to values; {self}"
        if not isinstance(entry.get("auth", {}), dict):
            return f"the cloud {name} has an auth that is no mapping of keys to values; {self}"
        return ""


def _first_that_can_be_read(paths: Iterable[str]) -> Iterator[_File]:
    """Yield the files that are there, up to the one that counts: libraries pass over the others."""
    for path in filter(os.path.exists, paths):
        file = _read(path)
        yield file
        if not file.unreadable:
            return


def _read(path: str) -> _File:
    try:
        with Path(path).open() as file:
            return _File(path, json.load(file) if path.endswith("json") else yaml.safe_load(file))
    except OSError as error:
        return _File(path, unreadable=(error.strerror or str(error)).lower())
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        return _File(path, unreadable=f"{line}it is not YAML: {error.problem}")
    except (ValueError, yaml.YAMLError) as error:
        return _File(path, unreadable=f"it cannot be read: {type(error).__name__}")
