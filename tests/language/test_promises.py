"""What a sentence names is there under that name: pages, tabs, buttons, and where letters lead.

That links lead somewhere, `tests/walk` shows; that whoever is sent to somebody is led to who that
is, `tests/site/test_every_get.py` and `tests/messages/test_letters.py` do.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from app.language.upkeep import marked
from app.messages.composing import LETTERS

QUOTED = re.compile(r"“([^”{}]+)”")
NAMED = re.compile(r"\b(?:under|on the page) (?:<a[^>]*>)?([A-Z]\w+(?: [a-z]+)?)")
"""A tab or a page by its name: `under Teach`."""
OWN_PAGES = {"your profile": "/my/profile", "your record": "/my/record"}
SAYS_IT_ITSELF = {
    "Type your name as it stands in your profile: {name}.",  # with the name that stands there
    "See your record",  # the words of a link
    "Back to your record",
}
OF_REDCAP = {
    "All data (all records and fields)",
    "CSV / Microsoft Excel (raw data)",
    "Data Exports, Reports, and Stats",
    "Export Data",
    "Project Design and Setup",
    "longitudinal data collection with defined events",
}
"""What stands on pages of REDCap, to which its steps lead."""
LEADS_ON = re.compile(r'_\("([^"]*:)"[^}]*\}\}\n\n(?!\{\{ [^}]*\| url|\{% for )')
"""A sentence of a letter that ends with a colon, and no address below."""


@cache
def texts() -> dict[str, list[str]]:
    """Every text of ours, with where it stands; those about files quote signs, and are left out."""
    found: dict[str, list[str]] = {}
    for message in marked():
        places = [str(file) for file, _line in message.locations]
        if message.id and not all(place.startswith("app/packs/") for place in places):
            for text in message.id if isinstance(message.id, list | tuple) else [message.id]:
                found[text] = places
    assert len(found) >= 2000
    return found


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_words_in_quotation_marks_stand_somewhere_else_too() -> None:
    quoted = {(name, text) for text in texts() for name in QUOTED.findall(text)}
    assert "Content" in {name for name, _text in quoted}
    assert len(quoted) >= 5
    said = {text: plain(text).casefold() for text in texts()}
    assert {name for name, _text in quoted} >= OF_REDCAP
    lost = {
        name
        for name, text in quoted
        if name not in OF_REDCAP
        and not any(name.casefold() in words for other, words in said.items() if other != text)
    }
    assert lost == set()


def test_pages_and_tabs_are_called_what_sentences_call_them() -> None:
    labels = {plain(text) for text in texts()}
    named = {(name, text) for text in texts() for name in NAMED.findall(text)}
    assert {"Teach", "Privacy"} <= {name for name, _text in named}
    assert {text for name, text in named if name not in labels} == set()


@pytest.mark.parametrize(("words", "address"), OWN_PAGES.items())
def test_own_pages_are_linked_where_they_are_named(words: str, address: str) -> None:
    naming = {
        text
        for text, places in texts().items()
        if words in plain(text) and not all("/letters/" in place for place in places)
    }
    assert naming
    linked = re.compile(rf'href="{address}"')
    assert {text for text in naming - SAYS_IT_ITSELF if not linked.search(text)} == set()


def unled() -> Iterator[str]:
    for letter in sorted(LETTERS.glob("*.txt")):
        yield from (f"{letter.stem}: {text}" for text in LEADS_ON.findall(letter.read_text()))


def test_what_a_letter_promises_below_stands_there() -> None:
    assert list(unled()) == []
    assert LEADS_ON.search('{{ _("It is here:") }}\n\n{{ _("Goodbye") }}')
