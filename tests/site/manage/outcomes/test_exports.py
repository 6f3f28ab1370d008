"""Every table that leaves says which wording was asked, as of when, whose, and what chance did.

The files are found by asking every address below outcomes and evaluations, so that a new one that
nobody names here fails.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.core import queue
from app.core.db import Database
from app.outcomes.projects.analyses.actions import order_analysis
from app.outcomes.projects.analyses.rules import COMPUTE
from app.outcomes.projects.analyses.tasks import make_analysis
from app.outcomes.sharing.files.actions import order_file
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.queries import files_of
from app.surveys.enums import IdentityMode
from tests.addresses import handlers
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.outcomes.answered import answered
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.files.worked import make_all
from tests.outcomes.sharing.taken import Taken, allowed
from tests.site.manage.outcomes.sheets_read import Rows, tables_of_csv, tables_of_workbook

BELOW = re.compile(r"/manage/outcomes(/|$)|/manage/cohorts/\{cohort\}/evaluation(/|$)")
EVALUATION = "/manage/cohorts/{cohort}/evaluation/{survey}"
ANALYSIS = "/manage/outcomes/{project}/analysis"
REPORT = "/manage/outcomes/reports/{leadership_report}/file"
LIST = "/manage/outcomes/{project}/trial/list.txt"
FORMATS = ("", "csv", "xlsx")
HASH, DAY, CHANCE = "0" * 64, NOW.date().isoformat(), "Nothing is drawn by chance"


class Exports:
    """Studies, surveys and reports with all that can be taken out of them."""

    def __init__(self, session: Session, cast: Cast, database: Database, of: dict[str, str]):
        self.study = allowed(session, cast, IdentityMode.CONFIDENTIAL, 12)
        self.study.project.plan_version = "SAP 2"
        answered(session, cast.spring, 20, key="closed", asks_then=True)
        order_analysis(session, self.study.project, by=cast.id("cora"), now=NOW)
        order(self.study, cast)
        session.commit()
        with database.write() as own:
            (task,) = queue.lease(own, [COMPUTE], limit=1, now=NOW)
        make_analysis(database, task, NOW)
        make_all(database)
        own_files = files_of(session, self.study.project.id, since=NOW - timedelta(days=1))
        self.files = {own.kind: str(own.id) for own in own_files}
        mine = {"project": self.study.project.key, "shared_file": self.files[FileKind.RESEARCH]}
        self.known = [of | mine | {"cohort": "spring-2026", "survey": "closed"}, of]


def order(study: Taken, cast: Cast) -> None:
    for kind in FileKind:
        own = study.session, study.found, kind
        order_file(*own, why="For the journal.", by=cast.id("cora"), now=NOW)


@pytest.fixture
def exports(
    session: Session, cast: Cast, database: Database, objects: dict[str, dict[str, str]]
) -> Exports:
    of = objects["spring-2026"] | objects["mentor-development"]
    return Exports(session, cast, database, of)


def addresses(app: FastAPI, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every address below outcomes and evaluations that can be looked at, by its route."""
    for route, _handler in handlers(app):
        if BELOW.match(route.path) and "GET" in (route.methods or ()):
            names = set(re.findall(r"\{(\w+)", route.path))
            assert names <= known.keys() | {"months"}, f"{route.path}: name its objects"
            yield route.path, filled(route.path, {"months": "0"} | known)


def filled(route: str, known: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)[^}]*\}", lambda named: known[named[1]], route)


def test_these_are_all_the_files_there_are(app: FastAPI, sign_in: SignIn, exports: Exports) -> None:
    cora, found, pages = sign_in("cora"), set(), 0
    for known in exports.known:
        for route, address in addresses(app, known):
            for as_ in FORMATS:
                answer = cora.get(f"{address}?format={as_}" if as_ else address)
                kind = answer.headers.get("content-type", "")
                if answer.status_code == 200 and not kind.startswith("text/html"):
                    found.add((route, as_ if route in {EVALUATION, ANALYSIS} else ""))
                pages += answer.status_code == 200
    assert pages > 60, "it looked"
    assert found == {
        *((route, as_) for route in (EVALUATION, ANALYSIS) for as_ in ("csv", "xlsx")),
        *((route, "") for route in (REPORT, LIST)),
    }
    assert all(file_of(cora, exports, kind) for kind in FileKind), "sent by a button, not a link"


def tables(cora: Browser, address: str, as_: str) -> list[Rows]:
    content = cora.get(f"{address}?format={as_}").content
    read = {"csv": tables_of_csv, "xlsx": tables_of_workbook}[as_]
    return list(read(content))


@pytest.mark.parametrize("as_", ["csv", "xlsx"])
@pytest.mark.usefixtures("exports")
def test_each_row_of_an_evaluation_carries_it(sign_in: SignIn, as_: str) -> None:
    found = tables(sign_in("cora"), "/manage/cohorts/spring-2026/evaluation/closed", as_)
    assert len(found) == 4
    for headers, *rows in found:
        assert rows
        for row in rows:
            own = dict(zip(headers, row, strict=True))
            assert own["Version of the instrument"] == f"own {HASH}"
            assert own["Cut-off"].startswith(DAY)
            assert (own["Whose answers"], own["Seed"]) == ("Anonymous", CHANCE)


@pytest.mark.parametrize("as_", ["csv", "xlsx"])
def test_each_row_of_an_analysis_carries_it(sign_in: SignIn, exports: Exports, as_: str) -> None:
    address = f"/manage/outcomes/{exports.study.project.key}/analysis"
    found = tables(sign_in("cora"), address, as_)
    assert len(found) >= 3
    for headers, *rows in found:
        assert rows
        for row in rows:
            own = dict(zip(headers, row, strict=False))
            assert (own["instrument"], own["version"]) == ("competency-self", HASH)
            assert own["cut_off"] == NOW.isoformat()
            assert (own["mode"], own["seed"]) == ("confidential", CHANCE)
            assert (own["plan_version"], bool(own["code_version"])) == ("SAP 2", True)


def test_each_row_of_a_research_file_carries_it_and_a_text_besides(
    sign_in: SignIn, exports: Exports
) -> None:
    """A day and no moment, since moments tell of people; names are never made again."""
    files = file_of(sign_in("cora"), exports, FileKind.RESEARCH)
    rows = list(csv.DictReader(io.StringIO(files["answers-competency-self.csv"].decode())))
    assert len(rows) == 24
    for row in rows:
        assert (row["instrument_version"], row["mode"]) == (HASH, "confidential")
        assert (row["cut_off"], row["seed"]) == (DAY, "not kept")
    says_the_same(files)


def test_what_goes_to_redcap_carries_it_beside_its_tables(
    sign_in: SignIn, exports: Exports
) -> None:
    """Its tables are REDCap's: another column and it takes none of them."""
    says_the_same(file_of(sign_in("cora"), exports, FileKind.REDCAP))


def file_of(cora: Browser, exports: Exports, kind: FileKind) -> dict[str, bytes]:
    path = f"/manage/outcomes/{exports.study.project.key}/data/files/{exports.files[kind]}"
    return samples.files_of(cora.post(path).content)


def says_the_same(files: dict[str, bytes]) -> None:
    readme = files["README.txt"].decode()
    for said in ("Whose answers: confidential", f"Cut-off: {DAY}", "Seed: none", "SAP 2"):
        assert said in readme
    book = list(csv.DictReader(io.StringIO(files["codebook.csv"].decode())))
    assert book
    assert {row["version"] for row in book} == {HASH}


def test_the_opened_list_of_a_trial_begins_with_its_seed(sign_in: SignIn, exports: Exports) -> None:
    """It was made before anybody answered, so nothing of answers stands in it."""
    text = (
        sign_in("cora").get(f"/manage/outcomes/{exports.known[1]['project']}/trial/list.txt").text
    )
    assert re.search(r"seed:? ?[0-9a-f]{32,}", "\n".join(text.splitlines()[:12]))
