"""What leaves the house: what people allowed, without anything that tells whose, with a line."""

import re
from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import RefusedError
from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.package import RECORDS, package_file, read_package
from app.outcomes.sharing.actions import pass_to_redcap
from app.outcomes.sharing.redcap import mark
from app.outcomes.sharing.research import ROW
from app.outcomes.sharing.rules import NOT_ALL, NOT_KNOWN, TOO_FEW
from app.people.models import Person
from app.studies.consent.actions import withdraw
from app.studies.enums import ConsentScope, KeptData
from app.studies.queries import studied_places
from app.surveys.enums import IdentityMode
from app.surveys.models import Pseudonym
from tests.cast import NOW, Cast
from tests.outcomes.redcap import samples, strict
from tests.outcomes.sharing.taken import ANSWERS, allowed, redcap, research, rows_of, taken
from tests.studies.projects_of import ALL
from tests.surveys.asking import SECRET

NAMED = (IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL)
ANONYMOUS = (IdentityMode.LINKED, IdentityMode.UNLINKED)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")


@pytest.mark.parametrize("mode", list(IdentityMode))
def test_redcap_takes_a_project_and_it_comes_back_the_same(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = allowed(session, cast, mode)
    why = "For the statistician."
    made = pass_to_redcap(session, own.found, secret=SECRET, why=why, by=cast.id("cora"), now=NOW)
    content = package_file(made)
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
