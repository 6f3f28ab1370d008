"""What a file says of people and of itself, and what taking one out leaves and costs."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import WHY
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.outcomes.sharing.actions import pass_to_redcap
from app.outcomes.sharing.research import ROW, STAMP, _safe
from app.outcomes.sharing.rules import TOO_EASY
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.outcomes.sharing.taken import ANSWERS, Taken, allowed, redcap, research, rows_of
from tests.surveys.asking import SECRET


def test_columns_that_single_people_out_are_refused(session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 12)
    for number, place in enumerate(own.places):
        place.rank = "Professor" if number < 2 else "Instructor"
    session.flush()
    assert "region" in rows_of(research(own, cast, "region", "profession")[ANSWERS])[0]
    with pytest.raises(RefusedError) as refused:
        research(own, cast, "rank")
    assert refused.value.reason == TOO_EASY(count=2)
    for place in own.places[:6]:
        place.rank = "Professor"
    session.flush()
    ranks = Counter(row["rank"] for row in rows_of(research(own, cast, "rank")[ANSWERS]))
    assert ranks == {"Professor": 12, "Instructor": 12}


def test_two_files_cannot_be_laid_side_by_side(session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 20)
    professions = [cast.person(name).profession for name in ("ada", "nan")]
    for number, place in enumerate(own.places):
        place.rank = "Professor" if number < 10 else "Instructor"
        place.profession = professions[number in {*range(8), *range(18, 20)}]
    assert len(set(professions)) == 2
    session.flush()
    research(own, cast, "rank")
    with pytest.raises(RefusedError) as refused:
        research(own, cast, "profession")
    assert refused.value.reason == TOO_EASY(count=4)


def test_a_file_says_how_it_was_made_and_what_its_columns_mean(
    session: Session, cast: Cast
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    own.project.plan_version = "SAP 2"
    session.flush()
    files = research(own, cast)
    row = rows_of(files[ANSWERS])[0]
    day = NOW.date().isoformat()
    assert [row[name] for name in STAMP] == [
        *("0" * 64, "confidential", "SAP 2", "3", day, "not kept")
    ]
    meanings = {own["column"]: own for own in rows_of(files["data-dictionary.csv"])}
    assert list(meanings) == list(row)
    book = {own["variable"]: own for own in rows_of(files["codebook.csv"])}
    for name in ("perspective", "values", "missing"):
        assert {key: own[name] for key, own in meanings.items() if own[name]} == {
            key: own[name] for key, own in book.items() if own[name]
        }
    assert meanings["a1"]["perspective"] == "now"
    variables = {own["variable"] for own in rows_of(files["codebook.csv"])}
    assert variables == set(row) - {ROW, "wave_months", *STAMP}
    readme = files["README.txt"].decode()
    assert all(said in readme for said in ("confidential", "SAP 2", day))
    assert "SAP 2" in redcap(own, cast)["README.txt"].decode()
    first = next(own for own in rows_of(files[ANSWERS]) if own["wave_months"] == "0")
    assert float(first["aligning"]) == float(first["a1"]), "the reversed question is turned"


def test_each_file_leaves_a_line_with_its_reason(session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    redcap(own, cast)
    research(own, cast, "profession")
    acts = ("project.redcap-file", "project.research-file")
    found = select(AuditLine).where(col(AuditLine.act).in_(acts)).order_by(col(AuditLine.id))
    lines = session.scalars(found).all()
    assert [line.act for line in lines] == list(acts)
    assert {(line.actor_id, line.reason) for line in lines} == {
        (cast.id("cora"), "For the statistician.")
    }
    assert lines[1].facts["columns"] == ["profession"]
    with pytest.raises(RefusedError) as refused:
        pass_to_redcap(session, own.found, secret=SECRET, why=" ", by=None, now=NOW)
    assert refused.value.reason == WHY
    assert len(session.scalars(found).all()) == 2


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("@a", "'@a"), ("-", "'-"), ("-3", "-3"), ("+1", "'+1"), ("a", "a")],
)
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    assert _safe(cell) == written


def test_files_cost_the_same_statements_for_few_and_for_many(
    session: Session, cast: Cast, statements: Statements
) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    own = Taken(session, project, surveys, people(session, cast, 17))
    answer_all(session, surveys, own.places[:5])
    own.allow(own.places[:5])
    with statements() as few:
        redcap(own, cast)
        research(own, cast)
    counted = few.total
    answer_all(session, surveys, own.places[5:])
    own.allow(own.places[5:])
    with statements() as many:
        redcap(own, cast)
        assert len(rows_of(research(own, cast)[ANSWERS])) == 34
    assert many.total == counted
