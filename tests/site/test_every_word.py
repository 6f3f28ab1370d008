"""Every page and every refused form in a pseudo-language: not one word of ours is plain English.

The words of people and programs are in Greek letters here (`tests/greek.py`), and ours are
accented, so that a plain Latin word is one that never went through a catalog.
"""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.pars.states import STATES
from app.cohorts.models import Program
from app.content import library
from app.core.db import Database
from app.credit.accreditations.rules import NAMES as ACCREDITORS
from app.main import create_app
from app.messages.announcements.defaults import delivered
from app.messages.announcements.models import AnnouncementTemplate
from app.settings import Settings
from app.site.sign_in.pages import PERSONAS as DEMO_CAST
from tests.addresses import PERSONAS, cases, handlers
from tests.cast import NOW, PEOPLE, Cast
from tests.client import Browser
from tests.databases import EmptyDatabase
from tests.greek import turn_greek
from tests.issued import objects_of_cohorts

pytestmark = pytest.mark.layout
LANGUAGE = "en-XA"
HEARD = ("alt", "aria-label", "aria-description", "title", "placeholder", "content")
UNREAD = frozenset({"script", "style", "template", "code", "kbd", "pre"})
"""Besides the trademarked credit phrase, which is the same in every language."""
NAMES = frozenset("Waypost Zoom PDF CSV ZIP UTC English Español Accented Mirrored".split()) | {  # noqa: SIM905
    *(persona.name for persona in DEMO_CAST),
    *(word for state in STATES for word in re.findall("[A-Za-z]+", state)),
    *(name for p in PEOPLE.values() for name in (p.new.given_name, p.new.family_name)),
}
"""Names of things, of places that license physicians, and of people in the demo's list of whom one
can be."""
PLAIN = re.compile(r"(?<![\w@./:#&;=-])[A-Za-z][a-z]+(?![\w@/:=-]|\.\w)")
"""A word, and no part of an address, a code or a file name."""


@pytest.fixture(scope="module")
def greek_app(
    copied_database: EmptyDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FastAPI, dict[str, dict[str, str]]]]:
    """The application over the cast in Greek, offering the pseudo-languages."""
    with copied_database("greek", tmp_path_factory.mktemp("greek")) as url:
        database = Database(url)
        with database.write() as session:
            cast = Cast(session)
            objects = objects_of_cohorts(session, cast)
            write_templates(session, cast)
        turn_greek(url)
        library._kept.clear()  # what was read of the course before
        settings = Settings(demo=True, languages="en,es,en-XA,ar-XB")
        yield create_app(settings, database=database, clock=lambda: NOW), objects
        database.dispose()
    library._kept.clear()  # and what was read of it in Greek


def write_templates(session: Session, cast: Cast) -> None:
    """The texts that come along for messages as each program's own, which can be turned."""
    session.add_all(
        AnnouncementTemplate(
            program_id=program_id,
            version=1,
            written_by=cast.id("cora"),
            written_at=NOW,
            **{
                name: getattr(text, name)
                for name in ("key", "language", "title", "audience", "subject", "text")
            },
        )
        for program_id in session.scalars(select(col(Program.id)))
        for text in delivered().values()
    )


def reader(app: FastAPI, persona: str | None) -> Browser:
    """Somebody who chose the pseudo-language."""
    browser = Browser(app)
    browser.cookies.set("language", LANGUAGE)
    return browser.sign_in(persona) if persona else browser


def plain_words(html: str) -> list[str]:
    """The words on a page that are neither Greek nor accented, each with what stands around it."""
    root = LexborHTMLParser(html).root
    assert root is not None
    language = root.attributes.get("lang") or LANGUAGE
    return [
        f"{word.group()} in {text.strip()[:90]!r}"
        for text in _texts(root, language)
        for word in PLAIN.finditer(_without_codes(text))
        if word.group() not in NAMES
    ]


_PLACES = re.compile(r"\{[a-z_]+\}")


def _without_codes(text: str) -> str:
    """A text without what accreditors are called, and the places in wordings, in every language."""
    for name in ACCREDITORS.values():
        text = text.replace(name, "")
    return _PLACES.sub("", text)


def _texts(node: LexborNode, language: str) -> Iterator[str]:
    """What is read of a node, besides what it marks as another language than the page's.

    A letter stands in the language of whom it is to, whoever looks at it.
    """
    if node.is_text_node:
        yield node.text_content or ""
    if node.tag in UNREAD or "credit-phrase" in (node.attributes.get("class") or ""):
        return
    attributes = node.attributes
    if attributes.get("lang", language) != language:
        return
    if node.tag != "meta":
        yield from (attributes.get(name) or "" for name in HEARD)
    yield from (value or "" for name, value in attributes.items() if name.startswith("data-words"))
    for child in node.iter(include_text=True):
        yield from _texts(child, language)


@pytest.mark.parametrize("persona", [None, *PERSONAS])
def test_no_page_has_a_word_that_is_in_no_catalog(
    greek_app: tuple[FastAPI, dict[str, dict[str, str]]], persona: str | None
) -> None:
    app, objects = greek_app
    browser = reader(app, persona)
    found: dict[str, list[str]] = {}
    addresses = [path for method, path, *_ in cases(app, objects) if method == "GET"]
    addresses += [
        route.path
        for route, handler in handlers(app)
        if getattr(handler, "action", None) is None
        and "GET" in (route.methods or ())
        and "{" not in route.path
    ]
    addresses += [f"/join/fall-2026{path}" for path in ("", "/newcomer", "/newcomer/token")]
    for address in dict.fromkeys((*addresses, "/nothing-here")):
        answer = browser.get(address)
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert answer.headers["content-language"] == LANGUAGE, address
            if words := plain_words(answer.text):
                found[address] = words
    assert found == {}


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_refused_form_has_a_word_that_is_in_no_catalog(
    greek_app: tuple[FastAPI, dict[str, dict[str, str]]], persona: str
) -> None:
    app, objects = greek_app
    browser = reader(app, persona)
    found: dict[str, list[str]] = {}
    refused = 0
    for method, address, *_ in cases(app, objects):
        if method != "POST":
            continue
        for sent in ({}, {"unknown": "Ξ"}):
            answer = browser.post(address, data=sent)
            if answer.headers.get("content-type", "").startswith("text/html"):
                refused += answer.status_code >= 400
                if words := plain_words(answer.text):
                    found[address] = words
    assert found == {}
    assert refused >= 20
