# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel in Japanese: every text has one, the compiled file is that of the text file."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from conftest import AJAX, Visitor
from django.utils import translation

JAPANESE = {"HTTP_ACCEPT_LANGUAGE": "ja"}
SOURCE = Path(__file__).parents[1] / "translate.py"


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    """The program that writes the catalogue."""
    location = importlib.util.spec_from_file_location("translate", SOURCE)
    assert location is not None
    assert location.loader is not None
    module = importlib.util.module_from_spec(location)
    location.loader.exec_module(module)
    return module


def test_every_text_of_the_panel_has_a_japanese_one(translate: ModuleType) -> None:
    """`dashboard/translate.py` was run after the last change, and what it left empty filled in."""
    messages = [message for message in translate.catalogue() if message.id]

    assert len(messages) > 100
    assert [message.id for message in messages if not message.string] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_the_compiled_file_is_that_of_the_text_file(translate: ModuleType) -> None:
    """Django reads the compiled one; neither holds a text that is gone."""
    with translate.MO.open("rb") as file:
        compiled = translations(read_mo(file))
    with translate.PO.open("rb") as file:
        held = translations(read_po(file))

    assert compiled == held
    assert set(held) == set(translations(translate.catalogue()))


def translations(catalogue: Catalog) -> dict[tuple[str, str], str]:
    """Return the texts by context and English text; of those with a plural the first form."""
    return {(first(m.context or ""), first(m.id)): first(m.string) for m in catalogue if m.id}


def first(text: str | bytes | Sequence[str]) -> str:
    """Return a text, or the first of its forms; Babel reads a compiled context as bytes."""
    if isinstance(text, bytes):
        return text.decode()
    return text if isinstance(text, str) else text[0]


def test_a_translation_names_the_same_values(translate: ModuleType) -> None:
    """One that names another would be an error on the page."""
    for message in translate.catalogue():
        english, japanese = first(message.id), first(message.string)
        if english:
            assert sorted(re.findall(r"%\(\w+\)", english)) == sorted(
                re.findall(r"%\(\w+\)", japanese)
            )


def test_the_pages_are_in_japanese_for_who_reads_it(ann: Visitor) -> None:
    """By the browser's language, or the one chosen in Horizon's settings."""
    listing = ann.opens(**JAPANESE)
    page = ann.opens("application/shop/", **JAPANESE)
    dialog = ann.opens("application/shop/switch/", **AJAX, **JAPANESE)

    assert "shop ブルー 1.0 (2/2) 1.0 (2/2) 203.0.113.2 203.0.113.3 正常" in listing.text
    assert "ブルー 本番 バージョン 1.0 (r1) 正常なサーバー 2 台中 2 台" in page.text
    assert "本番アドレスを移す" in dialog.text
    assert "shop の切り替え" in dialog.text


def test_an_act_is_reported_in_japanese(ann: Visitor) -> None:
    """The sentence that follows it too."""
    ann.client.cookies["django_language"] = "ja"

    ann.presses("switch")

    assert "グリーン(バージョン 1.0)が本番稼働しています" in ann.opens("application/shop/").text


def test_the_words_of_horizon_itself_stay_as_they_are(ann: Visitor) -> None:
    """A text that Horizon has too differs by its context."""
    with translation.override("ja"):
        assert translation.gettext("Release") == "Release"
        assert translation.gettext("switch") == "switch"
