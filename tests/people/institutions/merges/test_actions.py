from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.models import Enrollment
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine
from app.people.enums import Scope
from app.people.grants.queries import live_grant
from app.people.institutions import actions, queries
from app.people.institutions.merges.actions import Merge, merge
from app.people.institutions.rules import CHANGED_MEANWHILE, MERGED, SAME, InstitutionFacts
from app.people.models import Institution, Person
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.named import institution_named
from tests.races import one_after_the_other
from tests.refusals import refuses


def named(session: Session, name: str) -> Institution:
    return session.scalars(select(Institution).where(col(Institution.short_name) == name)).one()


def agreed(session: Session, source: str = "High Desert", target: str = "Sonoran") -> Merge:
    """As the page says it now."""
    old, new = named(session, source), named(session, target)
    return Merge(old.id, new.id, queries.count_people(session, old.id), "One school now.")


def leads(session: Session, persona: str, institution_id: UUID) -> bool:
    over = Role.LEAD, Scope.INSTITUTION, institution_id
    return live_grant(session, Cast(session).id(persona), *over, NOW) is not None


def test_people_domains_and_names_move_and_the_past_stays(
    session: Session, cast: Cast, now: datetime
) -> None:
    abe = cast.id("abe")
    old, new = named(session, "High Desert"), named(session, "Sonoran")
    facts = InstitutionFacts(
        old.name, old.short_name, old.zone, domains=("hd.example",), spellings=("HDSM",)
    )
    actions.change(session, old, facts, by=abe, now=now)
    events = select(func.count()).where(col(EnrollmentEvent.institution_id) == old.id)
    places = select(func.count()).where(col(Enrollment.institution_id) == old.id)
    before = session.scalar(events), session.scalar(places)
    people = session.scalar(select(func.count()).select_from(Person))

    merge(session, agreed(session), by=abe, now=now)

    assert queries.count_people(session, old.id) == 0
    assert queries.count_people(session, new.id) == people
    assert (session.scalar(events), session.scalar(places)) == before
    assert before[0]
    assert old.merged_into_id == new.id
    assert list(queries.merged_into(session, new.id)) == [old]
    known = queries.known(session)
    for name in ("High Desert", "high desert school of medicine", "hdsm", "Sonoran"):
        assert known.named(name) == new.id
    assert known.domains["hd.example"] == new.id
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "institution.merged")
    ).one()
    assert (line.actor_id, line.reason) == (abe, "One school now.")
    assert line.facts == {"into": str(new.id), "people": 4, "leads": [str(cast.id("lee"))]}


def test_leads_lead_what_became_of_their_institution(
    session: Session, cast: Cast, now: datetime
) -> None:
    old, new = named(session, "High Desert").id, named(session, "Sonoran").id
    merge(session, agreed(session), by=cast.id("abe"), now=now)
    assert (leads(session, "lee", old), leads(session, "lee", new)) == (False, True)


def test_nobody_gives_themselves_the_lead_by_a_merge(
    session: Session, cast: Cast, now: datetime
) -> None:
    old, new = named(session, "High Desert").id, named(session, "Sonoran").id
    merge(session, agreed(session), by=cast.id("lee"), now=now)
    assert (leads(session, "lee", old), leads(session, "lee", new)) == (False, False)


def test_merges_of_merges_lead_to_the_last_one(session: Session, cast: Cast, now: datetime) -> None:
    abe = cast.id("abe")
    mesa = actions.add(session, InstitutionFacts("Mesa School", "Mesa", "UTC"), by=abe, now=now)
    merge(session, agreed(session, "High Desert", "Sonoran"), by=abe, now=now)
    merge(session, agreed(session, "Sonoran", "Mesa"), by=abe, now=now)
    assert {i.short_name for i in queries.merged_into(session, mesa.id)} == {
        "High Desert",
        "Sonoran",
    }
    assert institution_named(session, "High Desert") == mesa


def test_merge_that_makes_no_sense_changes_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    abe = cast.id("abe")
    with refuses(SAME):
        merge(session, agreed(session, "Sonoran", "Sonoran"), by=abe, now=now)
    merge(session, agreed(session), by=abe, now=now)
    high_desert = "High Desert School of Medicine"
    for pair in (("High Desert", "Sonoran"), ("Sonoran", "High Desert")):
        with refuses(MERGED(institution=high_desert)):
            merge(session, agreed(session, *pair), by=abe, now=now)


def test_people_who_came_meanwhile_are_looked_at_first(
    session: Session, cast: Cast, now: datetime
) -> None:
    seen = agreed(session)
    cast.person("ben").institution_id = seen.source_id
    session.flush()
    reason = CHANGED_MEANWHILE(institution="High Desert School of Medicine", count=5)
    with refuses(reason, ConflictError):
        merge(session, seen, by=cast.id("abe"), now=now)


def test_two_are_not_merged_into_each_other_at_once(real_database: Database) -> None:
    def second(session: Session) -> object:
        try:
            merge(session, agreed(session, "Sonoran", "High Desert"), by=None, now=NOW)  # type: ignore[arg-type]
        except (RefusedError, ConflictError) as refused:
            return refused.reason
        return None

    def first(session: Session) -> None:
        merge(session, agreed(session), by=Cast(session).id("abe"), now=NOW)

    refused = one_after_the_other(real_database, first, second)
    assert refused == MERGED(institution="High Desert School of Medicine")


@pytest.mark.parametrize("source", ["High Desert", "Sonoran"])
def test_no_row_names_a_merged_institution_where_it_says_what_holds(
    session: Session, cast: Cast, now: datetime, source: str
) -> None:
    target = {"High Desert": "Sonoran", "Sonoran": "High Desert"}[source]
    merge(session, agreed(session, source, target), by=cast.id("abe"), now=now)
    gone = named(session, source).id
    assert queries.count_people(session, gone) == 0
    assert not queries.domains_of(session, gone)
    assert not queries.spellings_of(session, gone)
    assert not queries.leads_of(session, gone, now)
