"""Whoever has the database in hand changes what is known of disclosures: their lines tell."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.cohorts.drafts.actions import start_draft
from app.cohorts.drafts.calendar.rules import Dates
from app.cohorts.gates.actions import confirm
from app.cohorts.gates.queries import texts_read
from app.core.agreement import Problem
from app.credit.disclosures.actions import add
from app.credit.disclosures.enums import ControllerRole
from app.credit.disclosures.reviewing.actions import decide
from app.credit.disclosures.signing.actions import enter_paper
from app.credit.drafts.actions import discard_draft
from app.credit.extensions.actions import extend, take_back
from app.credit.extensions.rules import Wish
from app.history.agreement.credit.queries import CREDIT
from app.history.agreement.queries import all_disagreements
from tests.cast import NOW, Cast
from tests.credit.disclosures.cleared import ACME, clear, clear_all, give
from tests.tampering import drop_guards

DAY = timedelta(days=40)
ALTERED, GONE, UNTOLD = Problem.ALTERED, Problem.GONE, Problem.UNTOLD
REVIEW = "review of a disclosure"
ATTACKS = {
    "UPDATE disclosure SET typed_name = 'Eve'": {("disclosure", GONE), ("disclosure", UNTOLD)},
    "UPDATE disclosed_relationship SET company = 'None'": {
        ("disclosure", GONE),
        ("disclosure", UNTOLD),
    },
    "UPDATE reviewed_relationship SET word = 'Nothing.'": {(REVIEW, GONE), (REVIEW, UNTOLD)},
    "UPDATE disclosure_review SET reviewed_at = signed_at": {(REVIEW, GONE), (REVIEW, UNTOLD)},
    "UPDATE disclosure_decision SET reason = 'Another.'": {("decision on disclosures", ALTERED)},
    "UPDATE disclosure_decision SET applies = NOT applies": {("decision on disclosures", ALTERED)},
    "UPDATE disclosure_text SET lines = '[]'": {("text on disclosures", ALTERED)},
    "UPDATE disclosure_text SET lapsed_at = NULL": {("text on disclosures lapsed", GONE)},
    "DELETE FROM disclosure_read": {("text on disclosures read", GONE)},
    "UPDATE claim_extension SET reason = 'Another.'": {("extension", ALTERED)},
    "DELETE FROM claim_extension_withdrawal": {("extension taken back", GONE)},
}
"""What is done to the database, and what becomes known of it."""


@pytest.fixture
def kept(session: Session, cast: Cast) -> Session:
    """A database with something of every kind, and a draft that was thrown away."""
    by = cast.id("cora")
    give(session, cast, "fay", [ACME])
    clear_all(session, cast)
    later = NOW + timedelta(hours=1)
    give(session, cast, "fay", [ACME], now=later)
    clear(session, cast, "fay", now=later)
    current = texts_read(session, cast.fall.id, None).current
    assert current is not None
    confirm(session, cast.learner("ada"), current.sha256, web_session_id=None, now=later)
    learner = cast.learner("ada")
    first, second = (
        Wish(cast.fall.closes_at + days, True, False, "Ill.") for days in (DAY, 2 * DAY)
    )
    extend(session, learner, first, by=by, now=later)
    in_its_place = extend(session, learner, second, by=by, now=later + DAY)
    take_back(session, learner, in_its_place.id, by=by, now=later + 2 * DAY)
    dates = Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    draft = start_draft(session, cast.program, dates, "Draft", by=by, now=NOW)
    decide(session, draft, applies=True, reason="Why.", seen=0, by=by, now=NOW)
    row = add(session, draft, "Rosa Lindqvist", ControllerRole.AUTHOR, by=by, now=NOW)
    said = {"typed_name": "Rosa", "source": "By mail", "zone": "America/Denver"}
    enter_paper(session, draft, row.id, [], none=True, by=by, now=NOW, **said)
    discard_draft(session, draft, by=by, now=NOW)
    by, last = cast.id("opal"), later + timedelta(hours=1)
    decide(session, cast.fall, applies=False, reason="Leadership.", seen=1, by=by, now=last)
    session.flush()
    drop_guards(session)
    return session


def found(session: Session) -> set[tuple[str, Problem]]:
    session.expire_all()
    return {(each.kind, each.problem) for each in all_disagreements(session)}


def test_something_of_every_kind_is_compared_and_nothing_is_found(kept: Session) -> None:
    assert found(kept) == set()
    stored = {kind.name: list(kind.stored(kept)) for kind in CREDIT}
    assert all(stored.values())


@pytest.mark.parametrize("attack", ATTACKS)
def test_change_behind_the_application_is_found(kept: Session, attack: str) -> None:
    kept.execute(text(attack.replace("signed_at", "'2026-01-01 00:00:00+00:00'")))
    assert found(kept) == ATTACKS[attack]
