"""How far disclosures are, what waits for them, and what learners are told: pure decisions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.cohorts.gates.rules import is_case_held, must_read
from app.credit.disclosures import rules
from app.credit.disclosures.asking import rules as asking
from app.credit.disclosures.enums import ControllerRole, ControllerState, Mitigation, Nature
from app.credit.disclosures.holding.rules import Slot, plan
from app.credit.disclosures.reviewing import rules as reviewing
from app.credit.disclosures.rules import (
    Controller,
    Entered,
    Given,
    Relationship,
    Reviewed,
    Verdict,
    state_of,
)
from app.credit.disclosures.signing import rules as signing
from app.credit.disclosures.text.rules import (
    ABOUT,
    MITIGATED,
    NONE_AT_ALL,
    changes,
    composed,
    hash_of,
)
from tests.cast import NOW

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=3)
BY = uuid4()


def given(*companies: str, relevant: bool | None = None, at: datetime = NOW) -> Given:
    own = [Relationship(uuid4(), name, Nature.CONSULTANT, False) for name in companies]
    verdict = Verdict(bool(relevant), Mitigation.DIVEST if relevant else None)
    verdicts = {each.id: verdict for each in own}
    reviewed = None if relevant is None else Reviewed(NOW, BY, verdicts)
    return Given(
        id=uuid4(),
        has_none=not own,
        typed_name="Ada",
        source="",
        signed_at=at,
        valid_until=at + signing.VALID_FOR,
        relationships=own,
        reviewed=reviewed,
    )


def who(name: str, own: Given | None = None, units: frozenset[UUID] | None = None) -> Controller:
    id_ = uuid4()
    roles = frozenset({ControllerRole.FACULTY})
    return Controller(id_, id_, name, name, roles, units, given=own)


PUBLISHED = NOW - timedelta(days=60)


def slot(
    opens: datetime,
    starts: datetime | None = None,
    published_at: datetime | None = PUBLISHED,
    **held: datetime,
) -> Slot:
    starts = starts or opens + timedelta(days=3)
    return Slot(
        cohort_id=uuid4(),
        unit_id=uuid4(),
        position=1,
        opens_at=opens,
        held_at=held.get("held_at"),
        session_id=uuid4(),
        starts_at=starts,
        session_held_at=held.get("session_held_at"),
        canceled=False,
        published_at=published_at,
        holds_from=held.get("holds_from"),
    )


@pytest.mark.parametrize(
    ("own", "state"),
    [
        (None, ControllerState.WAITING),
        (given(), ControllerState.TO_REVIEW),
        (given(relevant=False), ControllerState.CLEARED),
        (given("Acme", relevant=True), ControllerState.CLEARED),
        (given(relevant=False, at=NOW - signing.VALID_FOR), ControllerState.EXPIRED),
    ],
)
def test_somebody_is_cleared_by_a_review_of_what_they_disclosed_last(
    own: Given | None, state: ControllerState
) -> None:
    assert state_of(who("Ada", own), NOW) is state


def test_who_is_left_out_keeps_nothing_shut() -> None:
    out = replace(who("Ada"), left_out="She keeps the books.")
    assert rules.uncleared([out], NOW) == []
    assert asking.to_ask([out], NOW) == []


def test_whoever_owes_is_asked_once_a_week_and_reminded_a_few_times() -> None:
    own = who("Ada")
    assert asking.to_ask([own], NOW) == [own]
    assert asking.to_remind([own], NOW) == [], "nobody is reminded of what they were not asked"
    asked = replace(own, asked_at=NOW, letters=1)
    assert asking.why_not_ask([asked], NOW + HOUR) == asking.NOT_ASKED
    assert asking.why_not_ask([], NOW) == asking.NOBODY_OWES
    week = NOW + asking.ASKED_AGAIN_AFTER
    assert asking.to_remind([asked], week) == [asked]
    assert asking.to_remind([replace(asked, letters=asking.MOST_LETTERS)], week) == []
    without = replace(own, person_id=None)
    assert asking.to_ask([without], NOW) == [], "a paper is entered for who has no account"


@pytest.mark.parametrize(
    ("entered", "none", "why"),
    [
        ([], False, signing.NO_ANSWER),
        ([], True, None),
        ([Entered("Acme", Nature.STOCK, False)], False, None),
        ([Entered("Acme", Nature.STOCK, False)], True, signing.BOTH_ANSWERS),
        ([Entered("", Nature.STOCK, False)], False, signing.NO_COMPANY),
        ([Entered("Acme", None, False)], False, signing.NO_NATURE),
    ],
)
def test_a_disclosure_says_one_of_two_things(
    entered: list[Entered], none: bool, why: object
) -> None:
    assert signing.why_not_disclose(entered, none=none) == why


def test_a_review_says_of_each_relationship_whether_and_how_and_when() -> None:
    own = who("Ada", given("Acme", "Bolt"))
    assert own.given is not None
    first, second = own.given.relationships
    seen, today = own.given.id, date(2026, 11, 18)
    how = Verdict(True, Mitigation.DIVEST, "Sold.", today)
    no = Verdict(False)

    def why_not(**said: Verdict) -> object:
        verdicts = dict(zip((first.id, second.id), said.values(), strict=False))
        return reviewing.why_not_review(own, verdicts, seen, today)

    assert why_not(a=how, b=no) is None
    assert why_not(a=how) == reviewing.NOT_SAID
    assert why_not(a=Verdict(True), b=no) == reviewing.NO_MITIGATION
    assert why_not(a=replace(how, word=" "), b=no) == reviewing.NO_WORD
    tomorrow = replace(how, mitigated_on=today + timedelta(days=1))
    assert why_not(a=tomorrow, b=no) == reviewing.NOT_YET_MITIGATED
    both = {first.id: how, second.id: no}
    assert reviewing.why_not_review(own, both, uuid4(), today) == reviewing.ANOTHER_GIVEN
    assert reviewing.why_not_review(None, both, seen, today) == reviewing.NOTHING_TO_REVIEW


def test_only_officers_review_where_there_are_any_but_for_one_who_is_alone_with_their_own() -> None:
    ada, opal, cora = uuid4(), uuid4(), uuid4()
    assert reviewing.why_not_review_as(cora, ada, []) is None
    assert reviewing.why_not_review_as(cora, ada, [opal]) == reviewing.FOR_OFFICERS
    assert reviewing.why_not_review_as(opal, ada, [opal]) is None
    assert reviewing.why_not_review_as(cora, opal, [opal]) is None
    assert reviewing.why_not_review_as(opal, opal, [opal]) is not None


# ------------------------------------------------------------------------ what waits


def test_what_has_opened_is_never_held() -> None:
    opened, coming = slot(NOW, NOW + signing.SECOND_CLICK), slot(NOW + HOUR)
    found = plan([opened, coming], [who("Ada")], None, NOW, applies=True)
    assert (found.hold, found.hold_sessions) == ([coming], [coming])
    assert found.publish == [], "nobody is told before everybody is cleared"


def test_what_opens_before_people_had_notice_is_not_held() -> None:
    """A session is joined a quarter of an hour before it begins."""
    notice = NOW + timedelta(days=14)
    day = timedelta(days=1)
    soon = slot(notice - HOUR, notice - HOUR, holds_from=notice)
    between = slot(notice - HOUR, notice + day, holds_from=notice)
    after = slot(notice, notice + day, holds_from=notice)
    found = plan([soon, between, after], [who("Ada")], None, NOW, applies=True)
    assert (found.hold, found.hold_sessions) == ([after], [between, after])


def test_nothing_waits_where_disclosures_are_not_needed() -> None:
    held = slot(LATER, held_at=NOW, session_held_at=NOW)
    found = plan([held, slot(LATER)], [who("Ada")], "hash", NOW, applies=False)
    assert (found.hold, found.hold_sessions, found.publish) == ([], [], [])
    assert (found.release, found.release_sessions) == ([held], [held])
    assert found.lapses


def test_whoever_only_leads_a_session_keeps_only_that_one_shut() -> None:
    own, other = slot(LATER), slot(LATER)
    guest = who("Zoe", units=frozenset({own.unit_id}))
    found = plan([own, other], [who("Ada", given(relevant=False)), guest], None, NOW, applies=True)
    assert found.hold == []
    assert found.hold_sessions == [own]
    assert found.publish[1] == NONE_AT_ALL


def test_what_is_as_it_should_be_changes_nothing() -> None:
    ada = who("Ada", given(relevant=False))
    text = hash_of(composed([ada]))
    assert plan([slot(LATER)], [ada], text, NOW, applies=True).is_empty


def test_what_was_published_before_something_opens_is_read_before_it() -> None:
    assert must_read(NOW, LATER)
    assert not must_read(LATER, NOW), "what had opened stays open"
    assert not must_read(None, NOW)
    assert is_case_held(NOW, LATER)
    assert not is_case_held(LATER, NOW)


# ------------------------------------------------------------------------ the text


def test_the_text_names_who_has_what_and_who_has_nothing_and_no_amounts() -> None:
    ada = who("Ada Alvarez, MD", given("Acme", "Bolt", relevant=True))
    ben, zoe = who("Ben", given(relevant=False)), who("Zoe", given("Small", relevant=False))
    text = composed([zoe, ben, ada])
    assert text == [
        ABOUT,
        "Ada Alvarez, MD (faculty): consultant, Acme; consultant, Bolt.",
        MITIGATED,
        "No relevant financial relationships with ineligible companies have: Ben (faculty); "
        "Zoe (faculty).",
    ]
    assert composed([ben]) == [ABOUT, NONE_AT_ALL, "Ben (faculty)."]
    assert composed([ada, ben])[-1].startswith("Ben (faculty) has no relevant")
    assert composed([ben, ada, zoe]) == text, "the order of rows says nothing"


def test_a_changed_text_says_what_is_new_and_what_is_gone() -> None:
    found = changes(["a", "b", "c"], ["a", "x", "c", "d"])
    assert [line.line for line in found if line.is_new] == ["x", "d"]
    assert [line.line for line in found if line.is_gone] == ["b"]
    assert [line.line for line in found if not line.is_gone] == ["a", "x", "c", "d"]
