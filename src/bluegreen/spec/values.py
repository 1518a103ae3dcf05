# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The mappings of a specification, and the kinds of value in them: names, durations, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")

_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
}
_DURATION = r"[0-9]{1,9}(ms|s|m|h)"
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Like:
    """The rule that a text matches `pattern` as a whole; `rule` tells people what that means."""

    pattern: str
    rule: str

    def check(self, value: str) -> str:
        """Return the value; ValueError when it does not match."""
        if not re.fullmatch(self.pattern, value):
            raise ValueError(self.rule)
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.pattern}$"}


def _written(what: str, parse: Callable[[str], T]) -> Callable[[Any], T]:
    """Return a validator for a value that is written as text in YAML."""

    def read(value: Any) -> T:
        if not isinstance(value, str):
            raise ValueError(f"must be {what}")
        try:
            return parse(value)
        except (AddressValueError, NetmaskValueError) as error:
            raise ValueError(f"must be {what}") from error

    return read


def duration_of(text: str) -> timedelta:
    """Return the duration that a text such as 50s means; ValueError when it means none."""
    if not re.fullmatch(_DURATION, text):
        raise ValueError("must be a duration such as 500ms, 50s, 2m or 1h")
    number, unit = re.findall(r"[0-9]+|[a-z]+", text)
    if not int(number) or int(number) * _UNITS[unit] > LONGEST:
        raise ValueError("must be longer than 0 and at most 24h")
    return int(number) * _UNITS[unit]


def _whole_seconds(value: timedelta) -> timedelta:
    if value % timedelta(seconds=1):
        raise ValueError("must be whole seconds")
    return value


def _network(text: str) -> IPv4Network:
    try:
        return IPv4Network(text)
    except (AddressValueError, NetmaskValueError):
        raise
    except ValueError as error:
        meant = IPv4Network(text, strict=False)
        raise ValueError(f"{text} is an address inside a network; write {meant}") from error


def _side_sized(network: IPv4Network) -> IPv4Network:
    if not 16 <= network.prefixlen <= 28:
        raise ValueError("must have a prefix length between /16 and /28")
    return network


def _as_text(schema: dict[str, str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


APPLICATION_NAME = Like(
    r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?",
    "must be 1 to 40 characters of a-z, 0-9 and '-', starting with a letter and not ending with "
    "'-'",
)
ApplicationName = Annotated[str, APPLICATION_NAME]
VERSION = Like(
    r"[A-Za-z0-9][A-Za-z0-9._+~@-]{0,59}",
    "must be 1 to 60 characters of A-Z, a-z, 0-9 and . _ + ~ @ -, starting with a letter or a "
    "digit",
)
"""What may be built. A version becomes a word of the servers' first script, a part of an image's
name, and a tag: Heat splits tags at commas, keeps 80 characters of each, and answers 500 to a
character above U+FFFF where its database knows none."""
Name = Annotated[str, Like(r"\S(.{0,253}\S)?", "must be a name or id of 1 to 255 characters")]
ParameterName = Annotated[
    str,
    Like(
        r"[a-z][a-z0-9_]*",
        "is not a parameter name: lower-case letters, digits and '_', starting with a letter",
    ),
]
UrlPath = Annotated[str, Like(r"/[^\s#]*", "must be a path that starts with '/'")]
StatusCodes = Annotated[
    str,
    Like(
        r"[1-5][0-9]{2}(-[1-5][0-9]{2}|(,[1-5][0-9]{2})*)",
        "must be status codes such as 200 or 200,204 or 200-299",
    ),
]
Listed = Annotated[tuple[T, ...], Field(strict=False)]
Port = Annotated[int, Field(ge=1, le=65535)]
Duration = Annotated[
    timedelta,
    BeforeValidator(_written("a duration such as 500ms, 50s, 2m or 1h", duration_of)),
    _as_text({"pattern": f"^{_DURATION}$"}),
]
Seconds = Annotated[Duration, AfterValidator(_whole_seconds)]
Address = Annotated[
    IPv4Address,
    BeforeValidator(_written("an IPv4 address such as 203.0.113.10", IPv4Address)),
    _as_text({"format": "ipv4"}),
]
Network = Annotated[
    IPv4Network,
    BeforeValidator(_written("an IPv4 network such as 10.20.1.0/24", _network)),
    _as_text({"format": "ipv4network"}),
]
SideNetwork = Annotated[Network, AfterValidator(_side_sized)]


def default(written: Any) -> Any:
    """Declare the default of a key, as people would write it in the file."""
    return Field(written, validate_default=True)


class Section(BaseModel):
    """A mapping with fixed keys: frozen, strictly typed, no other keys.

    Each attribute's docstring is the key's description in the JSON schema. Rules about two keys
    live in the validator of the later key, so that they hold whatever else is wrong in the file.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        validate_default=True,
        model_title_generator=lambda section: section.__name__.removesuffix("Section"),
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, values: Any) -> Any:
        """Take `key:` with nothing after it as if the key were not there."""
        if not isinstance(values, dict):
            return values
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {k: v for k, v in values.items() if v is not None or k not in known}


# RFC 9110, 5.6.2: a field name is a token.
HeaderName = Annotated[
    str, Like(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", "is not the name of an HTTP header")
]
