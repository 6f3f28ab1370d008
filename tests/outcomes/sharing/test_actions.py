"""What leaves the house: what people allowed, without anything that tells whose, with a line."""

import random
import re
from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import WHY
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.package import RECORDS, package_file, read_package
from app.outcomes.sharing.actions import pass_to_redcap, pass_to_research
from app.outcomes.sharing.redcap import mark, redcap_zip
from app.outcomes.sharing.research import ROW, STAMP, _safe
from app.outcomes.sharing.rules import NOT_ALL, NOT_KNOWN, TOO_EASY, TOO_FEW
from app.people.models import Person
from app.studies.consent.actions import withdraw
from app.studies.enums import ConsentScope, KeptData
from app.studies.queries import studied_places
from app.surveys.enums import IdentityMode
from app.surveys.models import Pseudonym
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.outcomes.redcap import samples, strict
from tests.outcomes.sharing.taken import Taken, allowed, rows_of, taken
from tests.studies.projects_of import ALL
from tests.surveys.asking import SECRET

NAMED = (IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL)
ANONYMOUS = (IdentityMode.LINKED, IdentityMode.UNLINKED)
ANSWERS = "answers-competency-self.csv"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")


def redcap(own: Taken, cast: Cast, seed: int = 1) -> dict[str, bytes]:
    by, chance = cast.id("cora"), random.Random(seed)
    why = "For the statistician."
    made = pass_to_redcap(
        own.session, own.found, secret=SECRET, why=why, by=by, now=NOW, chance=chance
    )
    return samples.files_of(redcap_zip(made))


def research(
    own: Taken, cast: Cast, *columns: str, chance: random.Random | None = None
) -> dict[str, bytes]:
    by, why = cast.id("cora"), "For the statistician."
    content = pass_to_research(
        own.session, own.found, columns, why=why, by=by, now=NOW, chance=chance
    )
    return samples.files_of(content)


@pytest.mark.parametrize("mode", list(IdentityMode))
def test_redcap_takes_a_project_and_it_comes_back_the_same(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = allowed(session, cast, mode)
    why = "For the statistician."
    made = pass_to_redcap(session, own.found, secret=SECRET, why=why, by=cast.id("cora"), now=NOW)
    content = redcap_zip(made)
    assert package_file(read_package(content)) == content
    files = samples.files_of(content)
    rows = strict.records(files[RECORDS], strict.project(files, {MISSING}))
    assert len(rows) == 16
    assert Counter(row["redcap_event_name"] for row in rows) == {
        "baseline_arm_1": 8,
        "3_month_arm_1": 8,
    }
    names = Counter(row["record_id"] for row in rows)
    assert set(names.values()) == ({1} if mode is IdentityMode.UNLINKED else {2})
    points = Counter(row["a1"] for row in rows)
    assert points == Counter(str(2 + number % 4 + step) for number in range(8) for step in (0, 1))


@pytest.mark.parametrize("mode", list(IdentityMode))
def test_no_file_holds_a_person_or_a_moment(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = allowed(session, cast, mode)
    files = {**redcap(own, cast), **{f"r/{n}": c for n, c in research(own, cast).items()}}
    text = "\n".join(content.decode() for content in files.values())
    for place in own.places:
        assert str(place.id) not in text
        assert str(place.person_id) not in text
        assert place.id.hex not in text
        person = session.get_one(Person, place.person_id)
        assert person.certificate_name not in text
    assert "Sonoran" not in text
    assert not MOMENT.search(text)
    assert "_timestamp" not in files[RECORDS].decode()
    keys = set(session.scalars(select(col(Pseudonym.pseudonym))))
    rest = "\n".join(files[name].decode() for name in files if name.startswith("r/"))
    assert [key for key in keys if key in rest] == [], "a research file has no pseudonym"
    assert "code-0" not in text


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_anonymous_rows_have_names_and_an_order_by_chance(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = allowed(session, cast, mode)
    orders = set()
    for _again in range(3):
        rows = rows_of(research(own, cast)[ANSWERS])
        assert [row[ROW] for row in rows] == sorted(row[ROW] for row in rows)
        orders.add(tuple(row[ROW] for row in rows))
    assert len(orders) == 3
    records = {tuple(redcap(own, cast, seed)[RECORDS].split(b"\n")) for seed in (1, 2)}
    assert len(records) == 2
    with pytest.raises(RefusedError) as refused:
        research(own, cast, "rank")
    assert refused.value.reason == NOT_KNOWN


def test_a_record_of_somebody_is_called_alike_each_time(session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.IDENTIFIED)
    first, again = redcap(own, cast, 1), redcap(own, cast, 2)
    assert first == again
    place = own.places[0].id
    assert mark(SECRET, own.project.id, place).encode() in first[RECORDS]
    assert mark(SECRET, uuid4(), place) != mark(SECRET, own.project.id, place)
    assert mark("other", own.project.id, place) != mark(SECRET, own.project.id, place)


def test_confidential_records_have_the_pseudonyms_of_the_study(
    session: Session, cast: Cast
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    files = redcap(own, cast)
    rows = strict.records(files[RECORDS], strict.project(files, {MISSING}))
    keys = set(session.scalars(select(col(Pseudonym.pseudonym))))
    assert {row["record_id"] for row in rows} == keys


@pytest.mark.parametrize("mode", NAMED)
def test_who_does_not_allow_it_is_in_no_file(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = taken(session, cast, mode, 9)
    own.allow(own.places[:6])
    own.allow(own.places[6:7], ALL - {ConsentScope.SHARE})
    own.allow(own.places[7:8], ALL - {ConsentScope.LINK})
    rows = rows_of(research(own, cast)[ANSWERS])
    assert len(rows) == 14
    assert sorted(Counter(row[ROW] for row in rows).values()) == [1, 1, *[2] * 6]
    files = redcap(own, cast)
    records = strict.records(files[RECORDS], strict.project(files, {MISSING}))
    assert len({row["record_id"] for row in records}) == 6


@pytest.mark.parametrize("mode", NAMED)
def test_who_withdrew_is_in_no_file_though_their_answers_stay(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = allowed(session, cast, mode, 6)
    gone = studied_places(session, own.places[0].person_id, own.project.key)[0]
    withdraw(session, gone, KeptData.KEEP, now=NOW)
    session.flush()
    assert len(rows_of(research(own, cast)[ANSWERS])) == 10
    gone = studied_places(session, own.places[1].person_id, own.project.key)[0]
    withdraw(session, gone, KeptData.KEEP, now=NOW)
    session.flush()
    for take in (redcap, research):
        with pytest.raises(RefusedError) as refused:
            take(own, cast)
        assert refused.value.reason == TOO_FEW(count=5)


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_anonymous_answers_stay_if_one_person_does_not_allow_it(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = taken(session, cast, mode)
    own.close()
    own.allow(own.places[1:])
    for take in (redcap, research):
        with pytest.raises(RefusedError) as refused:
            take(own, cast)
        assert refused.value.reason == NOT_ALL
    own.allow(own.places[:1], ALL - {ConsentScope.LINK})
    rows = rows_of(research(own, cast)[ANSWERS])
    assert set(Counter(row[ROW] for row in rows).values()) == {1}, "one does not allow to link"


def test_an_open_anonymous_survey_gives_nothing(session: Session, cast: Cast) -> None:
    own = taken(session, cast, IdentityMode.LINKED)
    own.allow(own.places)
    with pytest.raises(RefusedError) as refused:
        research(own, cast)
    assert refused.value.reason == TOO_FEW(count=5)


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
    assert [row[name] for name in STAMP] == ["confidential", "SAP 2", "1", day, "not kept"]
    columns = [own["column"] for own in rows_of(files["data-dictionary.csv"])]
    assert columns == list(row)
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
