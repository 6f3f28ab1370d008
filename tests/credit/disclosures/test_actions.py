"""Giving, reviewing and deciding, and what follows for units and sessions."""

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.drafts.actions import start_draft
from app.cohorts.drafts.calendar.rules import Dates
from app.cohorts.gates.models import DisclosureText
from app.cohorts.models import CaseSession, SessionPart, Unit
from app.cohorts.openings import rules as openings
from app.cohorts.openings.actions import open_early
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.credit.disclosures import rules
from app.credit.disclosures.actions import add, leave_out, take_away
from app.credit.disclosures.asking.actions import ask
from app.credit.disclosures.enums import ControllerRole, ControllerState
from app.credit.disclosures.holding.actions import settle
from app.credit.disclosures.models import Disclosure, DisclosureReview
from app.credit.disclosures.queries import controllers_of
from app.credit.disclosures.reviewing import rules as reviewing
from app.credit.disclosures.reviewing.actions import decide, review
from app.credit.disclosures.rules import Verdict, state_of
from app.credit.disclosures.signing import rules as signing
from app.credit.disclosures.signing.actions import enter_paper
from app.credit.disclosures.tasks import keep_settled, remind_of_disclosures
from app.credit.drafts.actions import discard_draft
from app.people.enums import Scope
from app.people.models import RoleGrant
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.credit.disclosures.cleared import (
    ACME,
    RELEVANT,
    clear,
    clear_all,
    controller,
    give,
    need,
)
from tests.letters import read
from tests.races import one_after_the_other
from tests.refusals import refuses

DAY = timedelta(days=1)


def units(session: Session, cast: Cast) -> list[Unit]:
    session.expire_all()
    own = select(Unit).where(col(Unit.cohort_id) == cast.fall.id).order_by(col(Unit.position))
    return list(session.scalars(own))


def held(session: Session, cast: Cast) -> list[int]:
    return [unit.position for unit in units(session, cast) if unit.held_at is not None]


def held_sessions(session: Session, cast: Cast) -> list[int]:
    session.expire_all()
    found = (
        select(col(Unit.position))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(col(Unit.cohort_id) == cast.fall.id, col(CaseSession.held_at).is_not(None))
        .order_by(col(Unit.position))
    )
    return list(session.scalars(found))


def texts(session: Session, cast: Cast) -> list[DisclosureText]:
    own = select(DisclosureText).where(col(DisclosureText.cohort_id) == cast.fall.id)
    return list(session.scalars(own.order_by(col(DisclosureText.version))))


def acts(session: Session) -> list[str]:
    found = select(col(AuditLine.act)).where(col(AuditLine.act).like("disclosure.%"))
    return list(session.scalars(found.order_by(col(AuditLine.id))))


def test_whoever_leads_facilitates_or_coordinates_controls_content(
    session: Session, cast: Cast
) -> None:
    session.add(
        SessionPart(
            case_session_id=cast.case_session("fall-2026", 3).id,
            person_id=cast.id("lee"),
            part="guest",
        )
    )
    session.flush()
    people = {own.id: own for own in controllers_of(session, cast.fall.id, NOW)}
    assert people.keys() == {cast.id("cora"), cast.id("fay"), cast.id("lee")}
    assert people[cast.id("cora")].roles == {ControllerRole.PLANNER}
    assert people[cast.id("fay")].units is None
    assert people[cast.id("lee")].units == frozenset({cast.unit("fall-2026", 3).id})


def test_nothing_is_held_before_it_is_needed(session: Session, cast: Cast) -> None:
    settle(session, cast.fall.id, now=NOW)
    assert held(session, cast) == []
    assert acts(session) == []


def test_what_has_not_opened_waits_until_everybody_is_cleared_and_opens_then(
    session: Session, cast: Cast
) -> None:
    need(session, cast)
    assert held(session, cast) == [3, 4], "units 1 and 2 have opened"
    assert held_sessions(session, cast) == [2, 3, 4]
    for persona in ("cora", "fay"):
        give(session, cast, persona)
    assert held(session, cast) == [3, 4], "given is not reviewed"
    clear(session, cast, "cora")
    assert texts(session, cast) == []
    late = units(session, cast)[2].opens_at + DAY
    clear(session, cast, "fay", now=late)
    assert held(session, cast) == []
    assert held_sessions(session, cast) == []
    assert units(session, cast)[2].opens_at == late, "it opens when it is cleared, not before"
    assert [text.version for text in texts(session, cast)] == [1]
    assert acts(session)[-3:] == [
        "disclosure.reviewed",
        "disclosure.text-published",
        "disclosure.released",
    ]


def test_a_new_disclosure_waits_for_a_review_and_closes_nothing(
    session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    later = NOW + timedelta(hours=25, minutes=30)
    give(session, cast, "fay", [ACME], now=later)
    own = controller(session, cast, "fay", now=later)
    assert state_of(own, later) is ControllerState.TO_REVIEW
    assert held(session, cast) == [3, 4]
    assert held_sessions(session, cast) == [3, 4], "session 2 was open to join by then"
    assert [unit.opens_at <= NOW for unit in units(session, cast)[:2]] == [True, True]
    clear(session, cast, "fay", now=later)
    assert held(session, cast) == []
    newest = texts(session, cast)[-1]
    assert newest.version == 2
    assert any("Acme Devices" in line for line in newest.lines)


def test_a_second_click_is_one_disclosure_and_one_review(session: Session, cast: Cast) -> None:
    need(session, cast)
    first = give(session, cast, "fay", [ACME])
    assert give(session, cast, "fay", [ACME], now=NOW + timedelta(seconds=2)) == first
    clear(session, cast, "fay")
    clear(session, cast, "fay")
    assert len(session.scalars(select(DisclosureReview)).all()) == 1
    later = give(session, cast, "fay", [ACME], now=NOW + DAY)
    assert later != first


def test_after_a_year_it_is_asked_for_again_and_what_opens_later_waits(
    session: Session, cast: Cast
) -> None:
    clear_all(session, cast, now=NOW - signing.VALID_FOR + DAY)
    assert held(session, cast) == []
    settle(session, cast.fall.id, now=NOW + DAY)
    assert held(session, cast) == [3, 4]
    states = {state_of(own, NOW + DAY) for own in controllers_of(session, cast.fall.id, NOW + DAY)}
    assert states == {ControllerState.EXPIRED}


def test_the_exception_lets_everything_go_and_asks_learners_nothing(
    session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    give(session, cast, "fay", [ACME], now=NOW + DAY)
    by, later = cast.id("opal"), NOW + DAY
    decide(session, cast.fall, applies=False, reason="Leadership.", seen=1, by=by, now=later)
    assert held(session, cast) == held_sessions(session, cast) == []
    assert [text.lapsed_at for text in texts(session, cast)] == [later]


def test_the_exception_is_the_officers_where_there_are_any(session: Session, cast: Cast) -> None:
    need(session, cast)
    by = cast.id("cora")
    with refuses(reviewing.OFFICERS_DECIDE):
        decide(session, cast.fall, applies=False, reason="Talk.", seen=1, by=by, now=NOW)
    cast.person("opal").disabled_at = NOW
    decide(session, cast.fall, applies=False, reason="Talk.", seen=1, by=by, now=NOW)
    assert held(session, cast) == []


def test_two_who_decide_do_not_overwrite_each_other(session: Session, cast: Cast) -> None:
    need(session, cast)
    with pytest.raises(RefusedError) as refused:
        decide(session, cast.fall, applies=False, reason="No.", seen=0, by=cast.id("opal"), now=NOW)
    assert refused.value.reason == reviewing.DECIDED_MEANWHILE


def test_who_only_leads_one_session_keeps_the_others_open(session: Session, cast: Cast) -> None:
    clear_all(session, cast)
    session.add(
        SessionPart(
            case_session_id=cast.case_session("fall-2026", 3).id,
            person_id=cast.id("lee"),
            part="guest",
        )
    )
    session.flush()
    settle(session, cast.fall.id, now=NOW)
    assert held(session, cast) == []
    assert held_sessions(session, cast) == [3]


def test_the_worker_settles_what_roles_changed(
    session: Session, database: Database, cast: Cast
) -> None:
    clear_all(session, cast)
    cast.grant("nan", Role.FACILITATOR, Scope.COHORT, cast.fall.id)
    session.commit()
    keep_settled(database, NOW)
    assert held(session, cast) == [3, 4]
    before = len(acts(session))
    keep_settled(database, NOW)
    assert len(acts(session)) == before, "what is settled stays"


def test_nobody_reviews_themselves_and_coordinators_leave_it_to_officers(
    session: Session, cast: Cast
) -> None:
    need(session, cast)
    give(session, cast, "fay")
    own = controller(session, cast, "fay")
    assert own.given is not None
    for persona in ("fay", "cora"):
        with pytest.raises(RefusedError):
            review(session, cast.fall, own.id, own.given.id, {}, by=cast.id(persona), now=NOW)
    session.execute(delete(RoleGrant).where(col(RoleGrant.role) == Role.CME_OFFICER))
    review(session, cast.fall, own.id, own.given.id, {}, by=cast.id("cora"), now=NOW)
    assert state_of(controller(session, cast, "fay"), NOW) is ControllerState.CLEARED


def test_an_officer_who_cannot_sign_in_keeps_nobody_from_reviewing(
    session: Session, cast: Cast
) -> None:
    need(session, cast)
    give(session, cast, "fay")
    own = controller(session, cast, "fay")
    assert own.given is not None
    cast.person("opal").disabled_at = NOW
    review(session, cast.fall, own.id, own.given.id, {}, by=cast.id("cora"), now=NOW)
    assert state_of(controller(session, cast, "fay"), NOW) is ControllerState.CLEARED


def test_somebody_without_an_account_is_entered_with_how_the_paper_came(
    session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    by = cast.id("cora")
    row = add(session, cast.fall, "Rosa Lindqvist, MD", ControllerRole.AUTHOR, by=by, now=NOW)
    assert held(session, cast) == [3, 4]
    with pytest.raises(RefusedError) as refused:
        add(session, cast.fall, "rosa lindqvist, md", ControllerRole.AUTHOR, by=by, now=NOW)
    assert refused.value.reason == rules.ARE_THERE

    def enter(source: str, id_: UUID = row.id) -> None:
        enter_paper(
            session,
            cast.fall,
            id_,
            [],
            none=True,
            typed_name="Rosa Lindqvist",
            source=source,
            zone="America/Denver",
            by=by,
            now=NOW,
        )

    with pytest.raises(RefusedError) as refused:
        enter(" ")
    assert refused.value.reason == signing.NO_SOURCE
    with pytest.raises(RefusedError) as refused:
        enter("By mail", cast.id("fay"))
    assert refused.value.reason == signing.BY_ACCOUNT, "nobody signs for who can"
    enter("By mail")
    paper = session.scalars(select(Disclosure).where(col(Disclosure.controller_id) == row.id)).one()
    assert (paper.source, paper.by, paper.person_id) == ("By mail", by, None)
    review(session, cast.fall, row.id, paper.id, {}, by=cast.id("opal"), now=NOW)
    assert held(session, cast) == []
    take_away(session, cast.fall, row.id, "She wrote nothing.", by=cast.id("opal"), now=NOW)
    assert all(own.id != row.id for own in controllers_of(session, cast.fall.id, NOW))


def test_who_controls_no_content_is_left_out_with_a_word_and_can_come_back(
    session: Session, cast: Cast
) -> None:
    need(session, cast)
    give(session, cast, "fay")
    clear(session, cast, "fay")
    by = cast.id("opal")
    with pytest.raises(RefusedError):
        leave_out(session, cast.fall, cast.id("cora"), "", by=by, now=NOW)
    leave_out(session, cast.fall, cast.id("cora"), "She keeps the list.", by=by, now=NOW)
    assert held(session, cast) == []
    leave_out(session, cast.fall, cast.id("cora"), "A second click.", by=by, now=NOW)
    assert held(session, cast) == []
    for _ in range(2):
        take_away(session, cast.fall, cast.id("cora"), "She plans, too.", by=by, now=NOW)
        assert held(session, cast) == [3, 4]


def test_nobody_leaves_themselves_out_or_puts_themselves_back(session: Session, cast: Cast) -> None:
    cora = cast.id("cora")
    with refuses(NOT_FOR_ONESELF):
        leave_out(session, cast.fall, cora, "I only plan.", by=cora, now=NOW)
    leave_out(session, cast.fall, cora, "She only plans.", by=cast.id("opal"), now=NOW)
    with refuses(NOT_FOR_ONESELF):
        take_away(session, cast.fall, cora, "I do more.", by=cora, now=NOW)
    assert controller(session, cast, "cora").left_out == "She only plans."


def test_who_is_for_officers_to_review_is_theirs_to_leave_out_or_take_off(
    session: Session, cast: Cast
) -> None:
    """Two coordinators cannot clear each other; where nobody else reviews, they can."""
    need(session, cast)
    cast.grant("nan", Role.COORDINATOR, Scope.PROGRAM, cast.program.id)
    nan = cast.id("nan")
    row = add(session, cast.fall, "Rosa Lindqvist", ControllerRole.AUTHOR, by=nan, now=NOW)
    with refuses(rules.OFFICERS_CLEAR):
        leave_out(session, cast.fall, cast.id("cora"), "She only plans.", by=nan, now=NOW)
    with refuses(rules.OFFICERS_CLEAR):
        take_away(session, cast.fall, row.id, "She wrote nothing.", by=nan, now=NOW)
    assert held(session, cast) == [3, 4]
    leave_out(session, cast.fall, cast.id("cora"), "Plans.", by=cast.id("opal"), now=NOW)
    take_away(session, cast.fall, cast.id("cora"), "She plans more.", by=nan, now=NOW)
    cast.person("opal").disabled_at = NOW
    session.flush()
    leave_out(session, cast.fall, cast.id("cora"), "She only plans.", by=nan, now=NOW)
    take_away(session, cast.fall, row.id, "She wrote nothing.", by=nan, now=NOW)
    assert controller(session, cast, "cora").left_out == "She only plans."


def test_who_owes_is_asked_by_letter_and_reminded_until_they_disclose(
    session: Session, database: Database, cast: Cast
) -> None:
    need(session, cast)
    assert ask(session, cast.fall, by=cast.id("cora"), now=NOW) == 2
    with pytest.raises(RefusedError):
        ask(session, cast.fall, by=cast.id("cora"), now=NOW + DAY)
    give(session, cast, "fay")
    session.commit()
    week = NOW + timedelta(days=8)
    remind_of_disclosures(database, week)
    remind_of_disclosures(database, week)
    session.expire_all()
    kind = col(OutboxMessage.kind) == "disclosure_asked"
    mails = session.scalars(
        select(OutboxMessage).where(kind).order_by(col(OutboxMessage.created_at))
    )
    letters = [read(session, mail) for mail in mails]
    assert [letter.subject for letter in letters] == [
        "Your disclosure for Fall 2026",
        "Your disclosure for Fall 2026",
        "Reminder: your disclosure for Fall 2026",
    ]
    assert "http://localhost:8000/my/disclosures" in letters[0].text


def test_what_is_held_is_opened_early_for_nobody(session: Session, cast: Cast) -> None:
    need(session, cast)
    ada = cast.enrollment("ada")
    with pytest.raises(RefusedError) as refused:
        open_early(session, cast.fall, ada, 3, reason="Travels.", by=cast.id("cora"), now=NOW)
    assert refused.value.reason == openings.HELD


def test_a_draft_is_thrown_away_with_its_list_and_not_with_what_people_signed(
    session: Session, cast: Cast
) -> None:
    by, dates = cast.id("cora"), Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    draft = start_draft(session, cast.program, dates, "Draft", by=by, now=NOW)
    decide(session, draft, applies=True, reason="Why.", seen=0, by=by, now=NOW)
    signed = give(session, cast, "cora", [ACME])
    row = add(session, draft, "Rosa Lindqvist", ControllerRole.AUTHOR, by=by, now=NOW)
    paper = enter_paper(
        session,
        draft,
        row.id,
        [ACME],
        none=False,
        typed_name="Rosa",
        source="By mail",
        zone="America/Denver",
        by=by,
        now=NOW,
    )
    (own,) = (each for each in controllers_of(session, draft.id, NOW) if each.id == row.id)
    assert own.given is not None
    verdicts = {each.id: RELEVANT for each in own.given.relationships}
    review(session, draft, row.id, paper.id, verdicts, by=by, now=NOW)
    paper_id = paper.id
    discard_draft(session, draft, by=by, now=NOW)
    session.expire_all()
    assert session.get(Disclosure, signed) is not None
    assert session.get(Disclosure, paper_id) is None


def test_two_reviews_of_one_moment_are_two_editions(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        need(session, cast)
        give(session, cast, "fay", [ACME])

    def reviewed(verdict: Verdict) -> Callable[[Session], None]:
        return lambda session: clear(session, Cast(session), "fay", verdict)

    one_after_the_other(real_database, reviewed(RELEVANT), reviewed(Verdict(False)))
    with real_database.write() as session:
        editions = select(col(DisclosureReview.edition)).order_by(col(DisclosureReview.edition))
        assert list(session.scalars(editions)) == [1, 2]
        own = controller(session, Cast(session), "fay")
        assert own.given is not None
        assert own.given.relevant == [], "the later one holds"


def test_signing_takes_as_many_statements_for_many_cohorts_as_for_few(
    session: Session, cast: Cast, statements: Statements
) -> None:
    by, dates = cast.id("cora"), Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    need(session, cast)
    with statements() as seen:
        give(session, cast, "cora", [ACME])
    few = seen.total
    for number in range(6):
        start_draft(session, cast.program, dates, f"Draft {number}", by=by, now=NOW)
    with statements() as seen:
        give(session, cast, "cora", [ACME], now=NOW + DAY)
    assert seen.total <= few
    lines = select(AuditLine).where(col(AuditLine.act) == "disclosure.given")
    assert len({line.object_id for line in session.scalars(lines)}) >= 7


def test_what_a_request_leaves_the_worker_holds(
    session: Session, database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear_all(session, cast)
    monkeypatch.setattr("app.credit.disclosures.holding.actions.MOST_AT_ONCE", 0)
    give(session, cast, "fay", [ACME], now=NOW + DAY)
    session.commit()
    assert held(session, cast) == []
    keep_settled(database, NOW + DAY)
    assert held(session, cast) == [3, 4]


def test_as_many_statements_for_many_people_as_for_few(
    session: Session, cast: Cast, statements: Statements
) -> None:
    need(session, cast)
    with statements() as seen:
        controllers_of(session, cast.fall.id, NOW)
    few = seen.total
    by = cast.id("cora")
    for number in range(8):
        add(session, cast.fall, f"Author {number}", ControllerRole.AUTHOR, by=by, now=NOW)
    give(session, cast, "fay", [ACME])
    clear(session, cast, "fay")
    with statements() as seen:
        assert len(controllers_of(session, cast.fall.id, NOW)) == 10
    assert seen.total <= few
