from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.people.institutions import actions, queries
from app.people.institutions.actions import facts_of
from app.people.institutions.rules import (
    DOMAIN_TAKEN,
    LEFT,
    NAME_TAKEN,
    InstitutionFacts,
)
from app.people.models import Institution, InstitutionDomain
from tests.cast import Cast
from tests.client import Statements
from tests.named import institution_named
from tests.refusals import refuses

WINDWARD = InstitutionFacts(
    name="Windward School",
    short_name="Windward",
    zone="Pacific/Honolulu",
    region="Hawaii",
    domains=("windward.example.edu", "mail.windward.example"),
    spellings=("Windward Sch. of Med.",),
)


@pytest.fixture
def windward(session: Session, cast: Cast, now: datetime) -> Institution:
    return actions.add(session, WINDWARD, by=cast.id("abe"), now=now)


def acts_about(session: Session, institution: Institution) -> list[AuditLine]:
    about = select(AuditLine).where(col(AuditLine.object_id) == str(institution.id))
    return list(session.scalars(about.order_by(col(AuditLine.id))))


def test_added_with_domains_and_other_names(session: Session, windward: Institution) -> None:
    assert facts_of(session, windward) == InstitutionFacts(
        **{**vars(WINDWARD), "domains": tuple(sorted(WINDWARD.domains))}
    )
    for text in ("windward school", "WINDWARD", "Windward Sch of Med", "The Windward School"):
        assert institution_named(session, text) == windward
    assert institution_named(session, "Leeward") is None
    assert [line.act for line in acts_about(session, windward)] == ["institution.added"]


@pytest.mark.parametrize("name", ["WINDWARD SCHOOL", "windward", "windward sch. of med."])
def test_name_that_another_one_has_is_refused(
    session: Session, cast: Cast, now: datetime, windward: Institution, name: str
) -> None:
    assert windward.name == "Windward School"
    with refuses(NAME_TAKEN(institution="Windward School", name=name)):
        facts = InstitutionFacts(name, name, "UTC")
        actions.add(session, facts, by=cast.id("abe"), now=now)


def test_domain_belongs_to_one(
    session: Session, cast: Cast, now: datetime, windward: Institution
) -> None:
    domain = "windward.example.edu"
    with refuses(DOMAIN_TAKEN(domain=domain, institution="Windward School")):
        facts = InstitutionFacts("Leeward", "Lee", "UTC", domains=(domain,))
        actions.add(session, facts, by=cast.id("abe"), now=now)
    session.add(InstitutionDomain(institution_id=windward.id, domain=domain))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_change_says_before_and_after_and_keeps_the_old_name(
    session: Session, cast: Cast, now: datetime, windward: Institution
) -> None:
    changed = InstitutionFacts(
        "Leeward School", "Leeward", "Pacific/Honolulu", "Hawaii", ("leeward.example",)
    )
    actions.change(session, windward, changed, by=cast.id("abe"), now=now)
    line = acts_about(session, windward)[-1]
    assert line.act == "institution.changed"
    assert line.facts["before"]["name"] == "Windward School"
    assert line.facts["after"]["domains"] == ["leeward.example"]
    assert "zone" not in line.facts["after"]
    assert institution_named(session, "Windward School") == windward
    assert institution_named(session, "Windward Sch of Med") is None


def test_change_of_nothing_leaves_no_line(
    session: Session, cast: Cast, now: datetime, windward: Institution
) -> None:
    same = facts_of(session, windward)
    actions.change(session, windward, same, by=cast.id("abe"), now=now)
    assert len(acts_about(session, windward)) == 1


def test_leaving_and_coming_back_are_told_with_reason(
    session: Session, cast: Cast, now: datetime, windward: Institution
) -> None:
    abe = cast.id("abe")
    actions.leave(session, windward, reason="Closed.", by=abe, now=now)
    assert windward.left_at == now
    assert windward not in queries.taking_part(session)
    with refuses(LEFT(institution="Windward School")):
        actions.leave(session, windward, reason="", by=abe, now=now)
    actions.take_back(session, windward, reason="Opened again.", by=abe, now=now)
    assert windward in queries.taking_part(session)
    told = [(line.act, line.reason) for line in acts_about(session, windward)[1:]]
    assert told == [("institution.left", "Closed."), ("institution.returned", "Opened again.")]


def test_all_institutions_take_two_statements_and_their_names_three(
    session: Session, cast: Cast, now: datetime, statements: Statements
) -> None:
    for n in range(20):
        facts = InstitutionFacts(f"School {n}", f"S{n}", "UTC", domains=(f"s{n}.example",))
        actions.add(session, facts, by=cast.id("abe"), now=now)
    session.flush()
    with statements() as counted:
        rows = queries.institutions(session)
    assert counted.total == 2
    assert (len(rows), sum(row.people for row in rows)) == (22, 8)
    assert {row.institution.name: row.domains for row in rows}["School 7"] == ["s7.example"]
    with statements() as counted:
        known = queries.known(session)
        assert all(known.named(f"school {n}") for n in range(20))
    assert counted.total == 3
