"""Changing what is designated of a published cohort: seen before, then asked for or done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import CertificateKind
from app.core.errors import RefusedError
from app.core.ids import new_id
from app.core.models import AuditLine, OutboxMessage
from app.credit.changes.actions import change_activity
from app.credit.changes.effects.rules import NOTHING_CHANGED, SEEN_OTHERWISE
from app.credit.changes.rules import DAY_TO_COME, EXPIRED_BEFORE, NEW_FROM_TODAY, NOT_PUBLISHED
from app.credit.disclosures.needed.queries import applying, decisions_of
from app.credit.disclosures.reviewing.actions import decide
from app.credit.phrase import credits_text
from app.credit.policies.queries import policy_in_force
from app.credit.proposals.actions import propose
from app.credit.proposals.enums import Outcome
from app.credit.proposals.queries import asked_last
from app.credit.queries import activity_of, live_claims, standings
from app.credit.rules import is_claim_above
from app.credit.systems.queries import newest_systems
from app.credit.systems.terms.actions import change_system
from app.credit.systems.terms.rules import terms_of
from app.people.models import RoleGrant
from app.people.providers.rules import NEARLY_KNOWN
from app.policy.table import Role
from tests.cast import NOW, PROVIDER, Cast
from tests.certificates import office
from tests.client import Browser, SignIn
from tests.credit.changes.samples import said_of
from tests.credit.claims import claim_for
from tests.letters import read
from tests.page import Page

SPRING = "/manage/cohorts/spring-2026/credit"
CHANGE = f"{SPRING}/change"
WHY = "The office counted the minutes anew."


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def nobody_approves(session: Session) -> None:
    """The provider has no officers here."""
    session.execute(delete(RoleGrant).where(col(RoleGrant.role) == Role.CME_OFFICER))
    session.commit()


def look(cora: Browser, **other: str) -> Page:
    form = cora.page(CHANGE).form("See what this changes")
    return cora.post(CHANGE, data=form.data(change_reason=WHY, **other)).page


def confirm(cora: Browser, page: Page, **other: str) -> Page:
    form = page.form("See what this changes")
    (button,) = page.all("button[name=seen]")
    answer = cora.post(CHANGE, data=form.data(seen=button.attribute("value"), **other))
    return cora.page(SPRING) if answer.status_code == 303 else answer.page


def halved(session: Session, cast: Cast) -> dict[str, str]:
    """Half of what is designated."""
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    half = credits_text(approved.activity.designated_quarters // 2)
    return {
        "designated": half,
        "designation_statement": f"Designated for a maximum of {half} {{credit_phrase}}.",
    }


def letters(session: Session, kind: str) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == kind)))


def claimed(session: Session, cast: Cast) -> dict[UUID, int]:
    return {key: own.quarters for key, own in live_claims(session, cast.spring.id).items()}


def test_change_is_looked_at_before_it_is_asked_for(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    before = activity_of(session, cast.spring.id)
    page = look(cora, **halved(session, cast))
    card = page.section("What this changes")
    assert "Claims that were made and certificates that were issued stay as they are." in card.text
    assert [row["What"] for row in page.table("What changes").records] == [
        "Designated at most",
        "Designated for",
        "Designated for",
        "Designation statement",
    ]
    session.expire_all()
    assert activity_of(session, cast.spring.id) == before, "nothing is done by looking"
    assert letters(session, "approval_asked") == []
    waits = confirm(cora, page).section("Waits for approval")
    assert f"The reason given: {WHY}" in waits.text
    assert "Claims that were made" in waits.text
    opal = sign_in("opal")
    form = opal.page(SPRING).form(action=f"{SPRING}/approval")
    opal.post(f"{SPRING}/approval", data=form.fields | {"decision": "approve"})
    in_force = opal.page(SPRING).section("In force: Version 2")
    assert f"The reason given: {WHY}" in in_force.text


def test_lower_maximum_takes_no_claim_and_tells_that_it_stays_by_its_version(
    cora: Browser, nobody_approves: None, session: Session, cast: Cast
) -> None:
    claim_for(session, cast, "ben", 20, NOW)
    session.commit()
    before, made = activity_of(session, cast.spring.id), claimed(session, cast)
    assert before is not None
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    page = look(cora, **halved(session, cast), **who)
    assert "Nobody’s number or time to claim changes" in page.text, "who has claimed stays by it"
    assert "What people are told by mail" in page.text
    confirm(cora, page)
    session.expire_all()
    after = activity_of(session, cast.spring.id)
    assert after is not None
    assert (after.activity.version, after.activity.change_reason) == (2, WHY)
    assert after.activity.approved_at == before.activity.approved_at
    assert claimed(session, cast) == made
    policy = policy_in_force(session, cast.spring.id)
    own = standings(session, cast.spring.id, policy, NOW)
    assert not any(is_claim_above(standing) for standing in own.values())
    (line,) = session.scalars(
        select(AuditLine).where(
            col(AuditLine.act) == "activity.approved", col(AuditLine.reason) == WHY
        )
    )
    assert line.actor_id == cast.id("cora")
    told = letters(session, "credit_changed")
    assert len(told) == len({letter.person_id for letter in told}) > 0
    text = read(session, told[0]).text
    assert WHY in text
    assert "version 1 of what is designated counts for it" in text


def test_what_was_looked_at_is_what_is_done(cora: Browser, session: Session, cast: Cast) -> None:
    page = look(cora, **halved(session, cast))
    again = confirm(cora, page, place="Tucson")
    assert str(SEEN_OTHERWISE) in again.text
    assert "Tucson" in {row["After"] for row in again.table("What changes").records}
    assert letters(session, "approval_asked") == []


def test_same_words_are_no_change_and_a_reason_is_asked_for(cora: Browser) -> None:
    page = look(cora)
    assert str(NOTHING_CHANGED) in page.text
    form = cora.page(CHANGE).form("See what this changes")
    answer = cora.post(CHANGE, data=form.data(place="Tucson"))
    assert answer.status_code == 422
    assert "Enter why it changes." in answer.page.text
    assert answer.page.form("See what this changes").fields["place"] == "Tucson"


def test_who_is_kept_from_claiming_by_a_change_is_named_and_told(
    cora: Browser, nobody_approves: None, session: Session, cast: Cast
) -> None:
    """Their number stays, and nobody but the change keeps them from claiming it."""
    open_to_all = activity_of(session, cast.spring.id)
    assert open_to_all is not None
    open_to_all.activity.requires_completion = False
    open_to_all.activity.requires_evaluation = False
    cast.take_back_marks("ben", "spring-2026", 1, 2)
    session.commit()
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    page = look(cora, requires_completion="yes", **who)
    people = page.table("Whom this concerns").records
    assert people
    assert "You can claim once you have completed the program." in people[0]["Then"]
    assert "can claim now and cannot once it is approved." in page.section("What this changes").text
    confirm(cora, page)
    told = letters(session, "credit_changed")
    assert len(told) == len(people)
    assert "What keeps you from claiming by what is approved now: You can claim once" in (
        read(session, told[0]).text
    )


def test_who_has_less_time_by_a_new_expiry_is_named_and_told(
    cora: Browser, nobody_approves: None, session: Session
) -> None:
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    page = look(cora, expires_on="2026-12-31", **who)
    assert "1 person has another last day to claim." in page.section("What this changes").text
    confirm(cora, page)
    assert len(letters(session, "credit_changed")) == 1


def test_moment_of_expiry_and_the_evaluation_stay_where_nobody_changed_them(
    cora: Browser, nobody_approves: None, session: Session, cast: Cast
) -> None:
    """A day that ended at 5 PM still does, also when it is over."""
    before = activity_of(session, cast.spring.id)
    assert before is not None
    at_five = NOW - timedelta(days=1)
    before.activity.expires_at, before.activity.requires_evaluation = at_five, True
    session.commit()
    who = {"approved_by": "Office", "approved_on": "2026-11-17"}
    page = look(cora, place="Tucson", **who)
    assert [row["What"] for row in page.table("What changes").records] == ["Place"]
    confirm(cora, page)
    session.expire_all()
    after = activity_of(session, cast.spring.id)
    assert after is not None
    said = after.activity
    assert (said.place, said.expires_at, said.requires_evaluation) == ("Tucson", at_five, True)


def test_nobody_sets_back_the_day_of_what_is_new(cora: Browser, nobody_approves: None) -> None:
    new = {"for_ancc": "yes", "most_ancc": "6.00", "statement_ancc": "For nurses: 6.00."}
    who = {"approved_by": "Office", "approved_on": "2026-11-17"}
    page = look(cora, **who, **new)
    assert str(NEW_FROM_TODAY) in page.text
    page = look(cora, **who | {"approved_on": "2026-11-18"}, **new)
    assert str(NEW_FROM_TODAY) not in page.text
    assert page.section("What this changes").text


def test_expiry_that_is_over_is_refused_where_it_was_typed(
    cora: Browser, session: Session, cast: Cast
) -> None:
    page = look(cora, expires_on="2026-11-17")
    assert str(EXPIRED_BEFORE) in page.text
    assert page.form("See what this changes").fields["expires_on"] == "2026-11-17"


def test_published_activity_stays_with_its_provider_and_its_officers(
    cora: Browser, session: Session, cast: Cast
) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    page = look(cora, provider="An Office of Nobody", **who)
    assert f"stays with its provider, {approved.activity.provider}." in page.text
    assert page.form("See what this changes").fields["provider"] == "An Office of Nobody"
    approval = replace(said_of(approved, NOW), place="Tucson")
    for other in (None, new_id()):
        with pytest.raises(RefusedError, match="stays with its provider"):
            change_activity(
                session, cast.spring, approval, provider_id=other, by=cast.id("cora"), now=NOW
            )


def test_corrected_wording_of_a_system_alone_is_a_change(
    cora: Browser, nobody_approves: None, session: Session, cast: Cast
) -> None:
    hours = next(own for own in newest_systems(session) if own.key == "participation")
    terms = replace(terms_of(hours), certificate_wording="For {amount}, claimed on {day}.")
    change_system(session, hours, terms, seen=1, by=cast.id("abe"), now=NOW)
    session.commit()
    page = look(cora, approved_by="Office", approved_on="2026-11-18")
    (row,) = page.table("What changes").records
    assert "version 2 of its terms" in row["After"]
    confirm(cora, page)
    session.expire_all()
    after = activity_of(session, cast.spring.id)
    assert after is not None
    assert {own.key: own.version for own in after.designated}["participation"] == 2


def test_request_that_waits_is_closed_by_a_direct_change_and_who_asked_is_told(
    cora: Browser, session: Session, cast: Cast
) -> None:
    """The provider lost its officers while it waited."""
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    asked = propose(
        session,
        cast.spring,
        cast.provider,
        replace(said_of(approved, NOW), place="Phoenix", change_reason="It moved."),
        officers=[cast.person("opal")],
        templates="",
        by=cast.id("abe"),
        now=NOW,
    )
    session.execute(delete(RoleGrant).where(col(RoleGrant.role) == Role.CME_OFFICER))
    session.commit()
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    assert "has no officer here anymore" in cora.page(CHANGE).text
    confirm(cora, look(cora, place="Tucson", **who))
    session.expire_all()
    after, last = activity_of(session, cast.spring.id), asked_last(session, cast.spring.id)
    assert after is not None
    assert last is not None
    assert (after.activity.place, last.proposal.id) == ("Tucson", asked.id)
    assert last.decision is not None
    assert last.decision.outcome is Outcome.WITHDRAWN
    (told,) = letters(session, "approval_decided")
    assert told.person_id == cast.id("abe")
    assert "So what you asked for is closed" in read(session, told).text
    assert read(session, told).subject == "Your request for the credit of Spring 2026 was closed"


def test_day_that_was_entered_wrong_is_corrected_and_what_falls_below_is_looked_at(
    cora: Browser, sign_in: SignIn, nobody_approves: None, session: Session, cast: Cast
) -> None:
    """Ben has claimed for sessions that were held before the right day."""
    claim_for(session, cast, "ben", 20, NOW)
    session.commit()
    before, made = activity_of(session, cast.spring.id), claimed(session, cast)
    assert before is not None
    entered = before.activity.approved_at
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    wrong = look(cora, designated_on="2027-11-18", **who)
    assert wrong.field_errors == {"designated_on": str(DAY_TO_COME)}
    assert wrong.form("See what this changes").fields["change_reason"] == WHY
    page = look(cora, designated_on="2026-05-20", **who)
    (row,) = page.table("What changes").records
    assert (row["What"], row["After"]) == ("Designated since", "May 20, 2026")
    says = page.section("What this changes").text
    assert "It was designated later than was entered" in says
    assert "1 claim will be above what is earned." in says
    (person,) = page.table("Whom this concerns").records
    assert "More than will be earned: you decide about it" in person["Claimed"]
    assert "You have claimed more than that." in page.text
    confirm(cora, page)
    session.expire_all()
    after = activity_of(session, cast.spring.id)
    assert after is not None
    assert after.activity.approved_at == datetime(2026, 5, 20, 14, tzinfo=UTC)
    assert (after.activity.version, after.activity.day_corrected_at is None) == (2, False)
    assert claimed(session, cast) == made, "nothing of it is changed by itself"
    assert above(session, cast) == [True]
    (told,) = letters(session, "credit_changed")
    assert "looks at both, and you can claim anew" in read(session, told).text
    since = "The activity is designated since May 20, 2026, not since "
    assert since in read(session, told).text
    claim_page_speaks_with_one_voice(sign_in("ben").page("/cohorts/spring-2026/claim"), since)
    assert "May 20, 2026" in cora.page(SPRING).text
    (line,) = session.scalars(
        select(AuditLine).where(
            col(AuditLine.act) == "activity.approved", col(AuditLine.reason) == WHY
        )
    )
    assert line.facts["designated_before"] == entered.isoformat()
    again = look(cora, place="Tucson", **who)
    assert [row["What"] for row in again.table("What changes").records] == ["Place"]
    confirm(cora, again)
    session.expire_all()
    assert above(session, cast) == [True], "it stays corrected"


def claim_page_speaks_with_one_voice(page: Page, since: str) -> None:
    assert since in page.section("About the activity").text
    assert "who coordinates this cohort looks at it" in page.text
    assert "stays as it is" not in page.text
    assert "as it was when you claimed" not in page.text
    minutes = str(page.table("Minutes unit by unit").cells)
    assert "0 Before this credit was approved on May 20, 2026" in minutes


def test_certified_claim_above_by_the_right_day_waits_in_one_list_with_one_number(
    cora: Browser, nobody_approves: None, session: Session, cast: Cast
) -> None:
    claim_for(session, cast, "ben", 20, NOW)
    office.record(session, kind=CertificateKind.CME_CREDIT)
    session.commit()
    papers, people = "/manage/cohorts/spring-2026/certificates", "?show=unsupported-claims"
    said = "1 claim of credit is above what the records say was earned"
    assert said not in cora.page("/manage").text + cora.page(papers).text
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    confirm(cora, look(cora, designated_on="2026-05-20", **who))
    (task,) = (own for own in cora.page("/manage").all("li.task") if said in own.text)
    href = task.one("a.task-title").attribute("href")
    assert href.endswith(people)
    assert "Claimed more than is recorded 1" in cora.page(href).chips
    page = cora.page(papers)
    assert page.section("No longer as the records say").link(said) == href
    assert said in page.text
    (row,) = [own for own in page.table().records if "Ben" in own["Name"]]
    assert "Claimed more than is recorded" in row["Claimed"]


def test_claim_page_tells_every_change_since_the_claim(
    cora: Browser, sign_in: SignIn, nobody_approves: None, session: Session, cast: Cast
) -> None:
    claim_for(session, cast, "ben", 20, NOW)
    session.commit()
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    confirm(cora, look(cora, **halved(session, cast), **who))
    confirm(cora, look(cora, format="live", **who))
    told = sign_in("ben").page("/cohorts/spring-2026/claim").section("About the activity").text
    assert "The activity is designated for 3.00 at most, instead of 6.00." in told
    assert "The format is “Live activity”, instead of “" in told
    assert told.count(f"The reason given: {WHY}") == 2
    assert told.count("your claim stays as it is") == 1


def above(session: Session, cast: Cast) -> list[bool]:
    """Whether claims are above what is earned."""
    policy = policy_in_force(session, cast.spring.id)
    return [is_claim_above(own) for own in standings(session, cast.spring.id, policy, NOW).values()]


def test_officers_approve_the_day_that_is_right(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    page = look(cora, designated_on="2026-05-20")
    waits = confirm(cora, page).section("Waits for approval")
    assert "May 20, 2026" in waits.text
    filled = cora.page(CHANGE).form("See what this changes").fields
    assert filled["designated_on"] == "2026-05-20"
    opal = sign_in("opal")
    form = opal.page(SPRING).form(action=f"{SPRING}/approval")
    opal.post(f"{SPRING}/approval", data=form.fields | {"decision": "approve"})
    session.expire_all()
    after = activity_of(session, cast.spring.id)
    assert after is not None
    assert after.activity.approved_at == datetime(2026, 5, 20, 14, tzinfo=UTC)
    assert cora.page(CHANGE).form("See what this changes").fields["designated_on"] == "2026-05-20"


def test_draft_has_nothing_to_change(cora: Browser) -> None:
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    draft = cora.get("/manage/cohorts/spring-2027/credit/change")
    assert draft.status_code == 409
    assert str(NOT_PUBLISHED) in draft.page.text


def test_learners_and_officers_do_not_change_it(sign_in: SignIn) -> None:
    assert sign_in("ada").get(CHANGE).status_code in {403, 404}
    assert sign_in("opal").get(CHANGE).status_code == 403


def test_provider_that_is_nearly_known_is_asked_about_before_what_it_does_is_said(
    cora: Browser, session: Session, cast: Cast
) -> None:
    nearly = f"The {PROVIDER.replace('Example', 'Exampel')}"
    asked = look(cora, **halved(session, cast), provider=nearly)
    assert asked.field_errors == {"provider_is": str(NEARLY_KNOWN)}, "and nothing of an approver"
    form = asked.form("See what this changes")
    assert (form.fields["provider"], form.fields["change_reason"]) == (nearly, WHY)
    page = cora.post(CHANGE, data=form.data(provider_is=PROVIDER)).page
    assert "Designated at most" in page.section("What this changes").text
    assert f"The reason given: {WHY}" in confirm(cora, page).section("Waits for approval").text
    by_hand = {"approved_by": "The office", "approved_on": "2026-11-10"}
    other = cora.post(CHANGE, data=form.data(provider_is=nearly, **by_hand)).page
    assert "stays with its provider" in other.field_errors["provider"]
    assert other.form("See what this changes").fields["provider_is"] == nearly, "it is said once"


def test_everybody_is_told_once_of_what_they_rely_on_though_their_number_stays(
    cora: Browser, sign_in: SignIn, nobody_approves: None, session: Session
) -> None:
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    page = look(cora, format="live", **who)
    card = page.section("What this changes").text
    assert "Nobody’s number or time to claim changes" in card
    assert "1 person is told by mail once it is approved, with your reason." in card
    preview = "The format is “Live activity”, instead of “"
    assert preview in card
    confirm(cora, page)
    (letter,) = letters(session, "credit_changed")
    text = read(session, letter).text
    assert preview in text
    assert "What you have earned so far stays the same:" in text
    claim = sign_in("ben").page("/cohorts/spring-2026/claim").section("About the activity").text
    assert f"The reason given: {WHY}" in claim
    assert preview in claim


def test_what_nobody_relies_on_is_told_nobody(
    cora: Browser, nobody_approves: None, session: Session
) -> None:
    page = look(cora, place="Tucson", approved_by="Office", approved_on="2026-11-18")
    confirm(cora, page)
    assert letters(session, "credit_changed") == []


def exempt(session: Session, cast: Cast) -> None:
    """Once it was approved, the officer decided that no disclosures are needed."""
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    applies, by = not approved.activity.disclosure_applies, cast.id("opal")
    decide(session, cast.spring, applies=applies, reason="Decided.", seen=0, by=by, now=NOW)
    session.commit()


def applies(session: Session, cast: Cast) -> bool:
    session.expire_all()
    return cast.spring.id in applying(session, [cast.spring.id])


def test_what_is_approved_of_disclosures_after_a_decision_counts_over_it(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Also where these are the words of the version that is in force."""
    was = applies(session, cast)
    exempt(session, cast)
    assert applies(session, cast) is not was
    fields = cora.page(CHANGE).form("See what this changes").fields
    fields.pop("disclosure_applies", None)
    back = {"change_reason": WHY, "disclosure_reason": "Thought again."}
    fields |= back | ({"disclosure_applies": "yes"} if was else {})
    confirm(cora, cora.post(CHANGE, data=fields).page)
    opal = sign_in("opal")
    page = opal.page(SPRING)
    waits = page.section("Waits for approval").text
    assert "Decided." in waits, "it differs from what was decided, not from what was approved"
    assert "Thought again." in waits
    form = page.form(action=f"{SPRING}/approval")
    opal.post(f"{SPRING}/approval", data=form.fields | {"decision": "approve"})
    assert applies(session, cast) is was
    newest = decisions_of(session, cast.spring.id)[0]
    assert (newest.version, newest.reason, newest.by) == (2, "Thought again.", cast.id("opal"))


@pytest.mark.usefixtures("nobody_approves")
def test_change_of_something_else_leaves_what_was_decided_of_disclosures(
    cora: Browser, session: Session, cast: Cast
) -> None:
    was = applies(session, cast)
    exempt(session, cast)
    who = {"approved_by": "Office", "approved_on": "2026-11-18"}
    confirm(cora, look(cora, place="Tucson", **who))
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    assert approved.activity.place == "Tucson"
    assert approved.activity.disclosure_applies is not was
    assert applies(session, cast) is not was
    assert len(decisions_of(session, cast.spring.id)) == 1
