# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Write the Japanese catalogue again with the texts that are in the panel now, and compile it.

Texts that are new stand there without a translation, and a test fails until they have one:
`.venv/bin/python dashboard/translate.py`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parent / "src/bluegreen_dashboard"
PO = PACKAGE / "locale/ja/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
CALL = re.compile(r"""(?:_|[np]?gettext)\((?:'(?:\\.|[^'])*'|"(?:\\.|[^"])*"|[^()'"])*\)""")
SAME_DATE = datetime(2026, 11, 25, tzinfo=UTC)
"""In every catalogue, so that only a change of texts changes the file."""

HEADER = """\
# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
# Japanese texts of the panel; written by dashboard/translate.py."""


def texts() -> Iterator[tuple[object, str | None]]:
    """Yield each text of the panel, with its context."""
    if not settings.configured:
        settings.configure()
    for source in sorted((*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"))):
        text = source.read_text()
        if source.suffix == ".html":
            text = "\n".join(CALL.findall(templatize(text, origin=str(source))))
        for _, message, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            yield message, context


def catalogue() -> Catalog:
    """Return the catalogue with exactly the texts of the panel, and the translations it has."""
    with PO.open("rb") as file:
        now = read_po(file, locale="ja")
    new = Catalog(
        locale="ja",
        header_comment=HEADER,
        project="openstack-bluegreen-dashboard",
        last_translator="The bluegreen authors",
        language_team="The bluegreen authors",
        msgid_bugs_address="-",
        creation_date=SAME_DATE,
        revision_date=SAME_DATE,
        fuzzy=False,
    )
    for message, context in texts():
        identity = message[0] if isinstance(message, tuple) else message
        known = now.get(identity, context)
        new.add(message, known.string if known else None, context=context)
    return new


def main() -> None:
    """Write both files."""
    new = catalogue()
    with PO.open("wb") as file:
        write_po(file, new, no_location=True, sort_output=True, width=100)
    with MO.open("wb") as file:
        write_mo(file, new)


if __name__ == "__main__":
    main()
