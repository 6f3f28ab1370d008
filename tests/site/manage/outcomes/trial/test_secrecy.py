"""What comes next in a sealed list is nowhere to be found: not by the administrator either.

The seed is a canary, and so is each stratum. They are looked for in every row of every table, in
what every address answers to everybody, in every format that a page offers, and in the log; once
the list is open, the same search finds them. What a page answers does not even depend on what is
sealed: with other bytes in its place, it is the same to the letter.
"""

import logging
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col
from weasyprint import HTML

from app.core.models import AuditLine
from app.models import metadata
from app.studies.trials import actions
from app.studies.trials.models import Trial
from app.web.spreadsheet import Table, csv_text, workbook
from tests.addresses import PERSONAS, cases
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.packed import zipped
from tests.studies.trials.hidden import Sealed, parts_of, sealed, unfrozen


@pytest.fixture
def secret(app: FastAPI) -> str:
    own: str = app.state.settings.secret_key.get_secret_value()
    return own


def opened(session: Session, own: Sealed, cast: Cast, secret: str) -> None:
    by = cast.id("cora")
    actions.end(session, own.project, own.trial, by=by, now=NOW)
    actions.open_list(session, own.project, own.trial, secret=secret, by=by, now=NOW)
    session.commit()


def rows_of(session: Session) -> Iterator[tuple[str, str]]:
    for table in metadata.sorted_tables:
        for row in session.execute(select(table)):
            yield table.name, repr(tuple(row))


@pytest.mark.both_databases
def test_no_row_of_any_table_tells_what_comes_next_before_the_list_is_open(
    session: Session, cast: Cast, secret: str
) -> None:
    """Of these rows backups, files, searches and the history are made."""
    own = sealed(session, cast, secret)
    rows = [*rows_of(session)]
    assert not [name for name, row in rows if own.is_told_by(row.encode())]
    assert {name for name, row in rows if own.told in row} == {"audit_line", "trial"}
    opened(session, own, cast, secret)
    assert {name for name, row in rows_of(session) if own.is_told_by(row.encode())} == {"trial"}


def test_a_line_of_the_history_tells_the_one_place_that_was_drawn(
    session: Session, cast: Cast, secret: str
) -> None:
    own = sealed(session, cast, secret)
    lines = session.scalars(select(AuditLine).where(col(AuditLine.act) == "arm.drawn")).all()
    assert len(lines) == 10
    assert {*lines[0].facts} == {"project", "stratum", "position", "arm"}
    sealing = session.scalars(select(AuditLine).where(col(AuditLine.act) == "trial.sealed")).one()
    assert {*sealing.facts} == {"project", "sha256", "strata"}
    assert sealing.facts["sha256"] == own.told


def test_the_search_opens_what_it_is_given(session: Session, cast: Cast, secret: str) -> None:
    own = sealed(session, cast, secret)
    seed = own.list_.seed.hex()
    for content in (
        csv_text(["Seed"], [[seed]]).encode(),
        workbook([Table(["Seed"], [[seed]])]),
        zipped({"a/b.json": f'{{"seed": "{seed}"}}'}),
        HTML(string=f"<p style='font-size: 6pt'>{seed}").write_pdf(),
        own.list_.seed,
    ):
        assert own.is_told_by(content)


class Asking:
    """Somebody who asks for all there is, and follows what pages offer as files."""

    def __init__(self, app: FastAPI, objects: dict[str, dict[str, str]], own: Sealed) -> None:
        asked: dict[tuple[str, str], None] = {}
        for method, address, _action, template, _owner in cases(app, objects):
            asked[method, address] = None
            if "{project}" in template:
                key = objects["mentor-development"]["project"]
                asked[method, address.replace(key, own.project.key)] = None
        self.addresses = [*asked]

    def get(self, browser: Browser) -> Iterator[tuple[str, bytes, str]]:
        """What each address answers, its kind, and where that is."""
        queue = [address for method, address in self.addresses if method == "GET"]
        seen = set(queue)
        for address in queue:
            answer = browser.get(address)
            yield address, answer.content, answer.headers.get("content-type", "").split(";")[0]
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                for found in _files_offered(answer.text, address):
                    if found not in seen:
                        seen.add(found)
                        queue.append(found)

    def post(self, browser: Browser, *but: str) -> Iterator[tuple[str, bytes]]:
        for method, address in self.addresses:
            if method == "POST" and not address.endswith(but):
                yield address, browser.post(address).content


def _files_offered(page: str, address: str) -> Iterator[str]:
    for href in re.findall(r'href="([^"]+)"', page):
        found = href.replace("&amp;", "&")
        if re.search(r"format=|\.(csv|xlsx|zip|json|pdf|txt|ics)($|\?)", found):
            yield address.split("?", maxsplit=1)[0] + found if found.startswith("?") else found


@pytest.mark.parametrize("name", PERSONAS)
def test_no_page_or_file_tells_what_comes_next_whoever_asks(
    session: Session,
    cast: Cast,
    app: FastAPI,
    secret: str,
    sign_in: SignIn,
    objects: dict[str, dict[str, str]],
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    own = sealed(session, cast, secret)
    caplog.set_level(logging.DEBUG)
    asking, browser = Asking(app, objects, own), sign_in(name)
    kinds, told = set(), 0
    for address, content, kind in asking.get(browser):
        assert not own.is_told_by(content), address
        kinds.add(kind)
        told += own.told.encode() in content
    assert not own.is_told_by(caplog.text.encode())
    if name == "cora":
        assert told, "the page of the trial was not looked at"
        assert {"text/html", "text/csv", "application/zip", "application/pdf"} <= kinds
        assert any("spreadsheetml" in kind for kind in kinds)
    if name == "cora":
        opened(session, own, cast, secret)
        answers = asking.get(browser)
        found = [address for address, content, _kind in answers if own.is_told_by(content)]
        assert found == [f"{own.path}/list.txt"]


@pytest.mark.parametrize("name", ["cora", "abe"])
def test_no_form_that_is_sent_tells_what_comes_next(
    session: Session,
    cast: Cast,
    app: FastAPI,
    secret: str,
    sign_in: SignIn,
    objects: dict[str, dict[str, str]],
    name: str,
) -> None:
    """But for that which opens the list, after the one that ends drawing."""
    own = sealed(session, cast, secret)
    browser, key = sign_in(name), own.project.key
    over = (f"{key}/trial/end", f"{key}/trial/opening")
    for address, content in Asking(app, objects, own).post(browser, *over):
        assert not own.is_told_by(content), address
    assert browser.post(f"{own.path}/opening").status_code == (409 if name == "cora" else 403)


@pytest.mark.parametrize("name", ["cora", "abe"])
def test_no_answer_depends_on_what_is_sealed(
    session: Session,
    cast: Cast,
    app: FastAPI,
    secret: str,
    sign_in: SignIn,
    objects: dict[str, dict[str, str]],
    name: str,
) -> None:
    """So no page tells less than a stratum either, like the next arm alone."""
    own = sealed(session, cast, secret)
    asking, browser = Asking(app, objects, own), sign_in(name)

    def answers() -> dict[str, bytes]:
        return {
            address: b"".join([*parts_of(content)][1:] or [content])
            for address, content, _kind in asking.get(browser)
        }

    first, second = answers(), answers()
    steady = {address for address in first if first[address] == second.get(address)}
    assert own.path in steady
    assert len(steady) > 0.9 * len(first), {*first} - steady
    unfrozen(session)

    def put(text: bytes | None) -> None:
        session.execute(update(Trial).where(col(Trial.id) == own.trial.id).values(sealed=text))
        session.commit()

    kept = session.get_one(Trial, own.trial.id).sealed
    put(b"other")
    third = answers()
    differ = {address for address in steady if third[address] != first[address]}
    if differ:  # as a clock does: what follows the list goes back with it
        put(kept)
        again = answers()
        assert not [address for address in differ if again[address] == first[address]]
