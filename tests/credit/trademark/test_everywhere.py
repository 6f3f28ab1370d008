"""The trademark is named rightly wherever anybody reads it: source, pages, mails, what is stored.

The source is read word for word, the rest in the demo, which has somebody of every role and a year
of every kind of record.
"""

import ast
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import String, select
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.credit.phrase import lint_credit_phrase
from app.models import metadata
from app.settings import PROJECT_ROOT
from tests.letters import read
from tests.numbers.shown import Demo

PLACEHOLDER = "{credit_phrase}"
LINT = PROJECT_ROOT / "app/credit/phrase.py"
"""Names what is wrong, to find it."""
TEMPLATES = sorted(
    path
    for folder in ("app/templates", "certificates")
    for path in (PROJECT_ROOT / folder).rglob("*")
    if path.suffix in {".html", ".txt", ".svg", ".md", ".yaml"}
)
CATALOGS = sorted((PROJECT_ROOT / "app/translations").glob("*.po"))
SOURCES = sorted((PROJECT_ROOT / "app").rglob("*.py"))
PERSONAS = [None, "ada", "ben", "mo", "fay", "cora", "lee", "opal", "abe"]
MOST = 250
"""So many pages of each reader: lists lead to people who are all alike."""


def wrong(text: str) -> list[str]:
    return [str(problem) for problem in lint_credit_phrase(text.replace(PLACEHOLDER, ""))]


@pytest.mark.parametrize("misuse", ["11.50 Category 1 credits", "two CME credits"])
def test_a_misuse_is_seen(misuse: str) -> None:
    assert wrong(f"You earned {misuse}.")


def test_no_template_misuses_it() -> None:
    assert len(TEMPLATES) > 300
    found = {str(path): wrong(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_no_sentence_in_any_language_misuses_it() -> None:
    assert CATALOGS
    found = {str(path): wrong(path.read_text(encoding="utf-8")) for path in CATALOGS}
    assert {path: problems for path, problems in found.items() if problems} == {}


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_text_in_the_source_misuses_it() -> None:
    """As it is written, without names that are put together only when it runs."""
    assert LINT in SOURCES
    found = {
        str(path): problems
        for path in SOURCES
        if path != LINT
        for text in strings(path)
        if (problems := wrong(text))
    }
    assert found == {}


def texts(value: object) -> Iterator[str]:
    """Every text in a stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for own in value.values():
            yield from texts(own)
    elif isinstance(value, list | tuple):
        for own in value:
            yield from texts(own)


def is_worded(kind: TypeEngine[object]) -> bool:
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    return isinstance(plain, String | JSON)


def test_nothing_that_is_stored_misuses_it(demo: Demo) -> None:
    looked_at = 0
    found: dict[str, set[str]] = {}
    with demo.database.read() as session:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if is_worded(column.type)]
            for row in session.execute(select(*columns)) if columns else ():
                for column, value in zip(columns, row, strict=True):
                    for text in texts(value):
                        looked_at += "AMA PRA" in text or PLACEHOLDER in text
                        for problem in wrong(text):
                            found.setdefault(str(column), set()).add(problem)
    assert looked_at > 20
    assert found == {}


def test_no_letter_misuses_it(demo: Demo) -> None:
    looked_at = 0
    found: dict[str, list[str]] = {}
    with demo.database.read() as session:
        for message in session.scalars(select(OutboxMessage)):
            with suppress(RefusedError):  # nobody reads a letter that has no address
                letter = read(session, message)
                looked_at += 1
                if problems := wrong(f"{letter.subject} {letter.text}"):
                    found[message.kind] = problems
    assert looked_at > 50
    assert found == {}


def _pattern(path: str) -> str:
    """Alike for pages that differ only by whose they are."""
    return re.sub(r"(?<=/)[0-9a-f-]{32,36}(?=/|$)|(?<=/)\d+(?=/|$)", "*", path)


def pages(demo: Demo, who: str | None) -> Iterator[tuple[str, str, bool]]:
    """The pages that somebody is led to, each kind a few times; and whether one is HTML."""
    waiting, seen, kinds = ["/", "/home", "/help"], set[str](), dict[str, int]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        kind = _pattern(urlsplit(path).path)
        if path in seen or kinds.get(kind, 0) >= 2:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = demo.browser(who).get(path)
        if answer.headers.get("content-type", "").startswith(("text/html", "application/json")):
            is_html = answer.headers["content-type"].startswith("text/html")
            yield path, answer.text, is_html
            waiting += re.findall(r'href="(/[^"#]*)"', answer.text)


@pytest.mark.parametrize("who", PERSONAS)
def test_no_page_misuses_it_or_shows_it_without_italics(demo: Demo, who: str | None) -> None:
    found, shown, looked_at = {}, 0, 0
    for path, text, is_html in pages(demo, who):
        looked_at += 1
        shown += "AMA PRA" in text
        body = text.partition("<body")[2] if is_html else json.dumps(json.loads(text))
        problems = lint_credit_phrase(_without_fields(body), italics=is_html)
        if problems:
            found[path] = [str(problem) for problem in problems]
    assert looked_at >= 8
    assert shown or who not in {"ben", "cora"}
    assert found == {}


def _without_fields(body: str) -> str:
    """What stands in a field is text alone, which nothing can set in italics."""
    return re.sub(r"<textarea.*?</textarea>|<option.*?</option>|<input[^>]*>", "", body, flags=re.S)
