"""Asking officers, and what they say."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Unit
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.credit.approvals import Approval, ApprovedSystem
from app.credit.disclosures.tasks import keep_settled
from app.credit.proposals import rules
from app.credit.proposals.actions import approve, give_back, propose, take_back
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal
from app.credit.proposals.queries import (
    approved_by_act,
    asked_in,
    asked_last,
    waiting_for,
    waiting_within,
)
from app.credit.proposals.rules import fingerprint
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems
from app.credit.systems.terms.actions import change_system
from app.credit.systems.terms.rules import terms_of
from app.language.reasons import Reason
from app.people.enums import Scope
from app.people.providers.queries import officers_of
from app.people.roles import Reach
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, PROVIDER, Cast
from tests.credit.approving import approval
from tests.letters import read
from tests.races import one_after_the_other

TEMPLATES = "templates"
EVERYWHERE = Reach(True, frozenset(), frozenset(), frozenset())


def wanted(session: Session) -> Approval:
    return replace(approval(session), provider=PROVIDER)


def ask(session: Session, asked: Approval | None = None, by: str = "cora") -> ActivityProposal:
    cast = Cast(session)
    return propose(
        session,
        cast.fall,
        cast.provider,
        asked or wanted(session),
        officers=officers_of(session, cast.provider.id, NOW),
        templates=TEMPLATES,
        by=cast.id(by),
        now=NOW,
    )


def say_yes(session: Session, by: str = "opal", read: str | None = None) -> None:
    cast = Cast(session)
    last = asked_last(session, cast.fall.id)
    shown = fingerprint(last.proposal.terms, TEMPLATES) if last else ""
    officer = cast.person(by)
    read = shown if read is None else read
    approve(session, cast.fall, officer, read=read, templates=TEMPLATES, now=NOW)


def say_no(session: Session, word: str = "Name the place.", by: str = "opal") -> None:
    cast = Cast(session)
    give_back(session, cast.fall, word, by=cast.id(by), now=NOW)


def refused(session: Session, act: Callable[[], object]) -> Reason:
    with pytest.raises((RefusedError, ConflictError)) as why, session.begin_nested():
        act()
    return why.value.reason


def letters(session: Session, kind: str) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == kind)))


def test_what_is_asked_for_is_not_in_force(session: Session, cast: Cast) -> None:
    before = activity_of(session, cast.fall.id)
    asked = ask(session)
    assert ask(session) is asked, "a second click"
    assert activity_of(session, cast.fall.id) == before
    (letter,) = letters(session, "approval_asked")
    assert letter.person_id == cast.id("opal")
    text = read(session, letter).text
    assert "Mentor Development Program, Fall 2026" in text
    assert "Until you approve it, what was approved before stays in force:" in text
    (waits,) = waiting_for(session, [cast.provider.id])
    assert (waits.proposal, waits.cohort) == (asked, cast.fall)
    assert [own.proposal for own in waiting_within(session, EVERYWHERE)] == [asked]


def test_approval_makes_exactly_this_the_activity(session: Session, cast: Cast) -> None:
    asked = ask(session)
    say_yes(session)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    activity = approved.activity
    assert (activity.changed_at, activity.approved_by) == (NOW, "Opal Ortiz, MEd")
    assert (activity.version, activity.joint_providers) == (2, ["Sonoran"])
    assert activity.claims_close_at != wanted(session).claims_close_at, "that is the coordinator's"
    act = approved_by_act(session, activity.id)
    assert act is not None
    assert act.decision is not None
    assert act.decision.fingerprint == fingerprint(asked.terms, TEMPLATES)
    (letter,) = letters(session, "approval_decided")
    assert letter.person_id == cast.id("cora")
    assert "approved the credit of Fall 2026" in read(session, letter).text
    assert waiting_for(session, [cast.provider.id]) == []
    assert ask(session) is asked, "it is approved so"


def test_what_waits_for_disclosures_by_an_approval_is_held_by_the_worker(
    session: Session, database: Database, cast: Cast
) -> None:
    ask(session, replace(wanted(session), disclosure_applies=True))
    say_yes(session)
    session.commit()
    keep_settled(database, NOW)
    session.expire_all()
    waiting = select(col(Unit.position)).where(
        col(Unit.cohort_id) == cast.fall.id, col(Unit.held_at) == NOW
    )
    assert list(session.scalars(waiting.order_by(col(Unit.position)))) == [3, 4]


def test_change_keeps_the_day_of_what_was_designated(session: Session, cast: Cast) -> None:
    first = activity_of(session, cast.fall.id)
    assert first is not None
    since = first.activity.approved_at
    added = [ApprovedSystem("ama_pra_1", 24), ApprovedSystem("ancc", 24, "For nurses.")]
    ask(session, replace(wanted(session), designations=added))
    say_yes(session)
    changed = activity_of(session, cast.fall.id)
    assert changed is not None
    assert (changed.activity.approved_at, changed.activity.changed_at) == (since, NOW)
    days = {own.key: own.since for own in changed.designated}
    assert days == {"ama_pra_1": None, "ancc": NOW, "participation": None}
    ask(session, replace(wanted(session), designations=added, place="Albuquerque"))
    say_yes(session)
    said = activity_of(session, cast.fall.id)
    assert said is not None
    assert (said.activity.place, said.activity.version) == ("Albuquerque", 3)
    assert {own.key: own.since for own in said.designated} == days


def test_officer_approves_the_terms_of_a_system_that_were_asked_for(
    session: Session, cast: Cast
) -> None:
    """Another version that was entered meanwhile is none that they have looked at."""
    added = [ApprovedSystem("ama_pra_1", 24), ApprovedSystem("ancc", 24, "For nurses.")]
    asked = ask(session, replace(wanted(session), designations=added))
    ancc = next(own for own in newest_systems(session) if own.key == "ancc")
    terms = replace(terms_of(ancc), claim_wording="I claim {amount}.")
    change_system(session, ancc, terms, seen=1, by=cast.id("abe"), now=NOW)
    say_yes(session)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert {own.key: own.version for own in approved.designated}["ancc"] == 1
    newer = [added[0], replace(added[1], version=2)]
    other = ask(session, replace(wanted(session), designations=newer))
    assert fingerprint(other.terms, TEMPLATES) != fingerprint(asked.terms, TEMPLATES)
    say_yes(session)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert {own.key: own.version for own in approved.designated}["ancc"] == 2


def test_what_comes_back_has_a_word_and_can_be_asked_again(session: Session, cast: Cast) -> None:
    ask(session)
    assert refused(session, lambda: say_no(session, " ")) == rules.SAY_WHY
    say_no(session)
    assert refused(session, lambda: say_yes(session)) == rules.DECIDED
    (letter,) = letters(session, "approval_decided")
    assert "Name the place." in read(session, letter).text
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "activity.returned"))
    assert (line.actor_id, line.reason) == (cast.id("opal"), "Name the place.")
    (waits,) = waiting_within(session, EVERYWHERE)
    assert waits.decision is not None
    again = ask(session, replace(wanted(session), place="Albuquerque"))
    assert again.number == 2
    say_yes(session)
    assert waiting_within(session, EVERYWHERE) == []


def test_another_request_takes_the_place_of_the_one_that_waits(
    session: Session, cast: Cast
) -> None:
    ask(session)
    ask(session, replace(wanted(session), place="Albuquerque"))
    outcomes = [own.decision and own.decision.outcome for own in asked_in(session, cast.fall.id)]
    assert outcomes == [None, Outcome.WITHDRAWN]
    take_back(session, cast.fall, by=cast.id("cora"), now=NOW)
    take_back(session, cast.fall, by=cast.id("cora"), now=NOW)
    assert refused(session, lambda: say_yes(session)) == rules.DECIDED


def acts_of(session: Session, cohort_id: UUID) -> list[str]:
    own = select(AuditLine).where(
        col(AuditLine.object_id) == str(cohort_id), col(AuditLine.act).startswith("activity.")
    )
    return [line.act for line in session.scalars(own.order_by(col(AuditLine.id)))]


def test_each_step_leaves_a_line_also_one_that_changes_no_word(
    session: Session, cast: Cast
) -> None:
    began = len(acts_of(session, cast.fall.id))
    ask(session)
    ask(session, replace(wanted(session), place="Albuquerque"))
    say_yes(session)
    same = replace(wanted(session), place="Albuquerque")
    officers, by = officers_of(session, cast.provider.id, NOW), cast.id("cora")
    propose(
        session, cast.fall, cast.provider, same,
        officers=officers, templates="newer", by=by, now=NOW,
    )  # fmt: skip
    last = asked_last(session, cast.fall.id)
    assert last is not None
    read = fingerprint(last.proposal.terms, "newer")
    approve(session, cast.fall, cast.person("opal"), read=read, templates="newer", now=NOW)
    assert acts_of(session, cast.fall.id)[began:] == [
        *("activity.proposed", "activity.request-withdrawn", "activity.proposed"),
        *("activity.approved", "activity.proposed", "activity.approved"),
    ]


def test_provider_that_was_renamed_meanwhile_keeps_its_activity(
    session: Session, cast: Cast
) -> None:
    asked, provider = ask(session), cast.provider
    provider.name = "Office of Lifelong Learning"
    session.flush()
    say_yes(session)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert approved.activity.provider_id == asked.provider_id == provider.id
    assert approved.activity.provider == PROVIDER, "as it was asked for"


def test_only_what_was_looked_at_is_approved(session: Session, cast: Cast) -> None:
    ask(session)
    assert refused(session, lambda: say_yes(session, read="")) == rules.CHANGED
    other = fingerprint(asked_in(session, cast.fall.id)[0].proposal.terms, "other templates")
    assert refused(session, lambda: say_yes(session, read=other)) == rules.CHANGED


@pytest.mark.parametrize("way", ["asked", "learns", "coordinates"])
def test_nobody_approves_their_own(session: Session, cast: Cast, way: str) -> None:
    over = Scope.PROVIDER, cast.provider.id
    persona = {"asked": "opal", "learns": "ada", "coordinates": "cora"}[way]
    if persona != "opal":
        cast.grant(persona, Role.CME_OFFICER, *over)
    ask(session, by="opal" if way == "asked" else "abe")
    assert refused(session, lambda: say_yes(session, by=persona)) == NOT_FOR_ONESELF
    assert refused(session, lambda: say_no(session, by=persona)) == NOT_FOR_ONESELF


@pytest.mark.both_databases
def test_two_officers_decide_once(real_database: Database) -> None:
    with real_database.write() as session:
        ask(session)
    with pytest.raises((RefusedError, ConflictError)) as why:
        one_after_the_other(real_database, say_no, say_yes)
    assert why.value.reason == rules.DECIDED
    with real_database.read() as session:
        (own,) = asked_in(session, Cast(session).fall.id)
        assert own.decision is not None
        assert own.decision.outcome is Outcome.RETURNED


@pytest.mark.both_databases
def test_what_is_asked_anew_is_not_approved_as_it_was(real_database: Database) -> None:
    with real_database.write() as session:
        shown = fingerprint(ask(session).terms, TEMPLATES)
    with pytest.raises(RefusedError) as why:
        one_after_the_other(
            real_database,
            lambda session: ask(session, replace(wanted(session), place="Albuquerque")),
            lambda session: say_yes(session, read=shown),
        )
    assert why.value.reason == rules.CHANGED
