# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The options of `bluegreen probe` that say how to ask, and the target that they describe."""

import argparse
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from bluegreen.extensions.environment import missing_variables
from bluegreen.model.data_plane import RequestSpec
from bluegreen.probe.identity import ByBody, ByHeader, Identity
from bluegreen.probe.request import Post
from bluegreen.probe.target import Target
from bluegreen.probe.websocket import SUBPROTOCOL
from bluegreen.spec import load
from bluegreen.spec.requests import Method, RequestSection, over
from bluegreen.spec.rules import rule
from bluegreen.spec.values import StatusCodes

METHODS = get_args(Method)


def add_request(parser: argparse.ArgumentParser) -> None:
    """Add how to ask, and what a good answer is."""
    parser.add_argument(
        "--method",
        choices=METHODS,
        metavar="METHOD",
        help="method (default: GET, or POST with --data)",
    )
    parser.add_argument("--host", metavar="NAME", help="Host to send (default: that of the URL)")
    parser.add_argument(
        "--header",
        action="append",
        default=[],
        type=_header,
        metavar="'NAME: VALUE'",
        help="header to send, also when a WebSocket is opened; ${NAME} becomes the environment "
        "variable; can be repeated",
    )
    parser.add_argument(
        "--data", metavar="TEXT", help="body to send; ${NAME} becomes the environment variable"
    )
    parser.add_argument(
        "--expect",
        type=_status_codes,
        metavar="STATUS",
        help="status codes of a good answer, such as 200 or 200,204 or 200-299 (default: 200-399)",
    )
    parser.add_argument(
        "--specification",
        metavar="FILE",
        type=Path,
        help="ask as the section request of this specification says, where no option says "
        "otherwise; its path is used when the URL has none",
    )
    parser.add_argument(
        "--websocket-protocol",
        action="append",
        default=[],
        metavar="NAME",
        help="subprotocol to offer when a WebSocket is opened; can be repeated",
    )
    parser.add_argument("--origin", metavar="URL", help="Origin to send when a WebSocket is opened")


def target_of(parsed_args: argparse.Namespace) -> Target:
    """Aim as the URL, the options and the specification say.

    Raises ValueError for options that make no sense, and SpecificationInvalid.
    """
    common = load(parsed_args.specification).request if parsed_args.specification else None
    url, parts = parsed_args.url, urlsplit(parsed_args.url)
    if common and common.path and parts.path in ("", "/") and not parts.query:
        url = parts._replace(path=common.path).geturl()
    target = Target.of(url, _identity(parsed_args), parsed_args.expect)
    own_request = parsed_args.method or parsed_args.data is not None
    if parsed_args.post is not None and own_request:
        raise ValueError("--post has its own method and body: leave --method and --data out")
    if target.asks_balancer and own_request:
        raise ValueError("the load balancer itself is asked with a plain GET: add a path")
    target = _asked(target, _section(parsed_args, common), parsed_args.expect)
    if parsed_args.post is not None:
        return replace(target, request=Post(parsed_args.post, chunked=parsed_args.chunked))
    if parsed_args.chunked:
        raise ValueError("--chunked applies to a body, and a GET has none: add --post")
    return target


def of_websockets(parsed_args: argparse.Namespace) -> dict[str, str]:
    """Return the headers that only the opening of a WebSocket has."""
    offered = ", ".join(parsed_args.websocket_protocol)
    headers = {SUBPROTOCOL: offered, "Origin": parsed_args.origin}
    return {name: value for name, value in headers.items() if value}


def _identity(parsed_args: argparse.Namespace) -> Identity | None:
    if parsed_args.side_header:
        return ByHeader(parsed_args.side_header)
    if parsed_args.side_pattern:
        return ByBody(parsed_args.side_pattern)
    return None


def _section(
    parsed_args: argparse.Namespace, common: RequestSection | None
) -> RequestSection | None:
    """Return how to ask; None where neither an option nor the specification says anything."""
    given = {
        "method": parsed_args.method,
        "data": parsed_args.data,
        "host": parsed_args.host,
        "headers": dict(parsed_args.header) or None,
    }
    try:
        section = RequestSection.model_validate({k: v for k, v in given.items() if v is not None})
    except ValidationError as error:
        broken = (f"--{d['loc'][0]} {rule(RequestSection, d)}" for d in error.errors())
        raise ValueError("; ".join(broken)) from error
    if common:
        return over(section, common)
    return section if section.model_fields_set else None


def _asked(target: Target, section: RequestSection | None, expect: str | None) -> Target:
    """Aim with the request of the section; the load balancer itself only gets its headers."""
    if section is None:
        return target
    if missing := missing_variables(section.variables):
        raise ValueError(f"environment variables are not set: {', '.join(missing)}")
    asked = section.request(target.path, os.environ)
    if target.asks_balancer:
        asked = RequestSpec(
            target.path, host=asked.host, headers=asked.headers, expect=target.expect
        )
    return target.asked(replace(asked, expect=expect or asked.expect))


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
        raise argparse.ArgumentTypeError(f"{text!r} is no header such as 'Accept: text/html'")
    return name, value.strip()


def _status_codes(text: str) -> str:
    try:
        return str(TypeAdapter(StatusCodes).validate_python(text))
    except ValidationError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} must be status codes such as 200 or 200,204 or 200-299"
        ) from error
