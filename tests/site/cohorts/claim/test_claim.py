"""The claim page and its two forms, as a learner meets them."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.cohorts.models import PolicyVersion
from app.credit import queries, rules
from app.credit.enums import AMA_PRA_1
from app.credit.models import Claim
from app.credit.phrase import lint_credit_phrase
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.learning.models import AttestationWithdrawal
from app.people.enums import Profession
from tests.cast import NOW, Cast
from tests.certificates.office import claim, happened, here
from tests.client import Browser, SignIn, Statements, content_of
from tests.credit.activities import designate, lower, without_activities
from tests.credit.claims import attestation_of, certificate_for, claim_for
from tests.history.audit_folders.ordered import rows_of
from tests.page import Page

CLAIM = "/cohorts/spring-2026/claim"
WITHDRAWAL = f"{CLAIM}/withdrawal"
PHRASE = '<em class="credit-phrase">AMA PRA Category 1 Credits</em>™'


def main_text(html: str) -> str:
    """The words of a page's main part."""
    return Page(html).main.text


def test_claim_page_shows_the_arithmetic(sign_in: SignIn) -> None:
    text = main_text(sign_in("ben").get(CLAIM).text)
    assert "Modules 4 attested 120" in text
    assert "Live sessions 4 attended, in whole or in part 240" in text
    assert "Total 6.00 AMA PRA Category 1 Credits™" in text
    assert "4 of 4 modules attested." in text


def test_claim_page_carries_the_statements_with_the_phrase_in_italics(sign_in: SignIn) -> None:
    html = sign_in("ben").get(CLAIM).text
    assert "Physicians should claim only the credit commensurate with the extent of their" in html
    assert "The Example Office is accredited to provide continuing education." in html
    assert 'maximum of 6.00 <em class="credit-phrase">AMA PRA Category 1 Credit(s)</em>™.' in html
    assert "{credit_phrase}" not in html


def test_all_of_it_is_claimed_by_one_button_beside_the_statement_that_it_signs(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ben = sign_in("ben")
    page = ben.page(CLAIM)
    assert "Ben Begay, MD" in page.main.text
    assert "Physician · verified" in page.main.text
    (button,) = page.all("button[name=quarters]")
    assert button.text == "Claim all 6.00"
    ben.post(CLAIM, data={"quarters": str(button.attribute("value"))})
    made = queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id]
    assert made.quarters == 24
    assert made.statement in page.main.text, "what is kept was read"


@pytest.mark.parametrize("is_old", [True, False])
def test_points_stand_beside_the_claim_that_they_go_with_and_never_as_none(
    sign_in: SignIn, session: Session, cast: Cast, *, is_old: bool
) -> None:
    """Those that are younger than all the work come to nothing, and nothing is said of them."""
    designate(session, cast.spring, since=None if is_old else NOW, abim_moc=16)
    session.commit()
    text = sign_in("ben").page(CLAIM).main.text
    assert ("will also say" in text) is is_old
    assert ("4.00 ABIM MOC points" in text) is is_old
    assert "0.00 ABIM" not in text


def test_minutes_are_told_unit_by_unit_with_why_there_are_none(sign_in: SignIn) -> None:
    table = sign_in("ben").page(CLAIM).table("Minutes unit by unit")
    assert [row[1:] for row in table.cells] == [["30", "60"]] * 4
    ada = sign_in("ada").page("/cohorts/fall-2026/claim").table("Minutes unit by unit")
    told = " ".join(cell for row in ada.cells for cell in row)
    assert "0 Still to come" in told
    assert "0 Still open" in told


@pytest.mark.parametrize("persona", ["ada", "ben"])
def test_claim_page_names_credit_properly(sign_in: SignIn, persona: str) -> None:
    slug = "fall-2026" if persona == "ada" else "spring-2026"
    html = sign_in(persona).get(f"/cohorts/{slug}/claim").text
    assert lint_credit_phrase(html, italics=True) == []


def test_claim_page_offers_quarter_steps_and_fills_in_none(sign_in: SignIn) -> None:
    page = sign_in("ben").page(CLAIM)
    offered = [option for option in page.all("option") if option.attribute("value")]
    steps = [(option.attribute("value"), option.text) for option in offered]
    assert steps[0] == ("1", "0.25")
    assert steps[-1] == ("24", "6.00")
    assert len(steps) == 24
    assert page.all("option[selected]") == []


def test_claim_page_takes_few_statements(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime, statements: Statements
) -> None:
    claim_for(session, cast, "ben", 20, now)
    session.commit()
    browser = sign_in("ben")
    with statements() as count:
        browser.get(CLAIM)
    assert count.total <= 10  # one of them who coordinates the cohort, one about reporting


def test_claiming_is_recorded_and_shown(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ben = sign_in("ben")
    answer = ben.post(CLAIM, data={"quarters": "23"})
    assert (answer.status_code, answer.headers["location"]) == (303, CLAIM)
    assert queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id].quarters == 23
    html = ben.get(CLAIM).text
    assert f'>5.75</span> <span class="stat-label">{PHRASE}' in html
    assert "Claimed on November 18, 2026, 10:00 AM Mountain Time." in main_text(html)
    assert "Take the claim back" in html
    assert "<details open" not in html, "what is said is said, and can be changed"


def test_claiming_takes_few_statements(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime, statements: Statements
) -> None:
    version = session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cast.spring.id)
    ).one()
    version.frozen_at = now
    session.commit()
    ben = sign_in("ben")
    with statements() as count:
        ben.post(CLAIM, data={"quarters": "23"})
    assert count.total <= 14  # one of them the lock that two tabs wait for, on PostgreSQL two


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quarters": ""}, "Choose how much you claim."),
        ({}, "Fill this in."),
        ({"quarters": "six"}, "Enter a whole number."),
        ({"quarters": "25"}, "You have earned 6.00 and can claim up to that."),
        ({"quarters": "0"}, "Choose at least 0.25."),
        ({"quarters": "-4"}, "Choose at least 0.25."),
    ],
)
def test_claiming_what_cannot_be_claimed_says_so_at_the_field(
    sign_in: SignIn, session: Session, cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    answer = sign_in("ben").post(CLAIM, data=fields)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "in the summary and at the field"
    assert "<title>Error: Claim your credit" in answer.text
    assert queries.live_claims(session, cast.spring.id) == {}


def test_claiming_with_a_field_of_ones_own_is_refused(sign_in: SignIn) -> None:
    answer = sign_in("ben").post(CLAIM, data={"quarters": "4", "eligible_quarters": "99"})
    assert answer.status_code == 422


def test_claiming_the_same_by_a_second_click_is_claiming_once(
    sign_in: SignIn, session: Session
) -> None:
    ben = sign_in("ben")
    codes = [ben.post(CLAIM, data={"quarters": "23"}).status_code for _ in range(2)]
    assert codes == [303, 303]
    assert session.scalar(select(func.count()).select_from(Claim)) == 1


def test_claiming_something_else_shows_the_first_claim(sign_in: SignIn) -> None:
    ben = sign_in("ben")
    ben.post(CLAIM, data={"quarters": "23"})
    answer = ben.post(CLAIM, data={"quarters": "24"})
    assert answer.status_code == 422
    assert str(rules.ALREADY_CLAIMED) in answer.text
    page = Page(answer.text)
    assert "5.75" in page.main.text
    (chosen,) = page.all("details[open] option[selected]")
    assert chosen.text == "6.00", "what they meant is one press away"


def test_claiming_too_early_is_refused_with_the_reason(sign_in: SignIn) -> None:
    path = "/cohorts/fall-2026/claim"
    ada = sign_in("ada")
    reason = "once you have completed the program. Where you stand: 0 of 4 modules attested; 0 of 3"
    assert reason in ada.get(path).text
    assert reason in ada.post(path, data={"quarters": "4"}).text


def test_claim_page_too_early_says_what_can_be_missed(sign_in: SignIn) -> None:
    text = main_text(sign_in("ada").get("/cohorts/fall-2026/claim").text)
    assert "0 of 3 sessions counted. Attendance of Week 1 is not recorded yet." in text
    assert "You can miss 1 session." in text


def test_claim_page_without_an_activity(sign_in: SignIn, session: Session) -> None:
    without_activities(session)
    session.commit()
    answer = sign_in("ben").get(CLAIM)
    assert answer.status_code == 200
    assert str(rules.NO_ACTIVITY) in answer.page.text


def test_nurse_claims_hours_and_reads_nothing_of_an_award(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ben").profession = Profession.NURSE
    session.commit()
    ben = sign_in("ben")
    text = main_text(ben.get(CLAIM).text)
    assert "Claim your hours of participation" in text
    assert "6.00 hours of participation" in text
    assert "award" not in text.lower()
    assert "Claim this credit" not in text
    assert "Physicians should claim" not in text
    ben.post(CLAIM, data={"quarters": "24"})
    assert "6.00 hours of participation" in main_text(ben.get(CLAIM).text)


def test_unverified_physician_is_told_before_claiming(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ben").profession_verified_at = None
    session.commit()
    html = sign_in("ben").get(CLAIM).text
    assert "Your profession has not been verified yet" in html
    assert "Claim your hours of participation" in html
    ben = sign_in("ben")
    assert "Your profession has not been verified yet" in ben.get("/my/record").text
    ben.post(CLAIM, data={"quarters": "23"})
    assert "it can differ from what you claimed" in ben.get(CLAIM).text


def test_taking_the_claim_back(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ben = sign_in("ben")
    ben.post(CLAIM, data={"quarters": "23"})
    answer = ben.post(WITHDRAWAL)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{CLAIM}?taken_back=true")
    html = ben.get(answer.headers["location"]).text
    assert "Your claim was taken back" in html
    assert "<select" in html
    assert queries.live_claims(session, cast.spring.id) == {}


def test_taking_the_claim_back_after_a_certificate_is_refused(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    claim = claim_for(session, cast, "ben", 23, now)
    certificate = certificate_for(session, claim, now)
    session.commit()
    ben = sign_in("ben")
    page = ben.get(CLAIM)
    assert str(rules.ISSUED) in page.text
    assert f"/my/certificates/{certificate.number}.pdf" in page.text
    assert WITHDRAWAL not in page.text
    answer = ben.post(WITHDRAWAL)
    assert answer.status_code == 409
    assert str(rules.ISSUED) in answer.text
    assert queries.has_claimed(session, claim.enrollment_id)


def test_claim_whose_certificate_was_revoked_promises_no_other_and_can_be_taken_back(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    claim = claim_for(session, cast, "ben", 23, now)
    certificate = certificate_for(session, claim, now)
    happened(session, certificate, EventKind.REVOKED)
    session.commit()
    ben = sign_in("ben")
    text = ben.page(CLAIM).text
    assert "Certificate revoked" in text
    assert "Your coordinator issues the certificate." not in text
    assert ben.post(WITHDRAWAL).status_code == 303
    assert queries.live_claims(session, cast.spring.id) == {}


def test_claim_page_after_the_window_warns_that_it_could_not_be_claimed_again(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    claim_for(session, cast, "ben", 23, now)
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.claims_close_at = now
    session.commit()
    assert "but not claim again: the time for claims is over" in sign_in("ben").get(CLAIM).text


CHANGE = f"{CLAIM}/change"


@pytest.mark.parametrize("made", [False, True], ids=["claimed", "changed"])
def test_nobody_signs_what_they_did_not_read(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime, made: bool
) -> None:
    """Somebody verified the profession, or took that back, while the page was open."""
    if made:
        claim_for(session, cast, "ben", 23, now)
        session.commit()
    ben, path = sign_in("ben"), CHANGE if made else CLAIM
    read = str(ben.page(CLAIM).all("input[name=read]")[0].attribute("value"))
    cast.person("ben").profession = Profession.NURSE
    session.commit()
    answer = ben.post(path, data={"quarters": "20", "read": read})
    assert answer.status_code == 422
    assert str(rules.CHANGED_SINCE_READ) in answer.text
    claims = queries.live_claims(session, cast.spring.id)
    assert [own.quarters for own in claims.values()] == ([23] if made else [])
    again = str(Page(answer.text).all("input[name=read]")[0].attribute("value"))
    assert ben.post(path, data={"quarters": "20", "read": again}).status_code == 303


def test_claim_is_changed_in_one_step(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ben = sign_in("ben")
    ben.post(CLAIM, data={"quarters": "23"})
    answer = ben.post(CHANGE, data={"quarters": "21"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{CLAIM}?changed=true")
    assert queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id].quarters == 21
    assert session.scalar(select(func.count()).select_from(Claim)) == 2
    assert "Your claim was changed" in main_text(ben.get(answer.headers["location"]).text)
    ben.post(CHANGE, data={"quarters": "21"})
    assert session.scalar(select(func.count()).select_from(Claim)) == 2, "the same says nothing new"


def test_claim_under_a_certificate_is_changed_and_the_certificate_said_to_hold(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    certificate_for(session, claim_for(session, cast, "ben", 23, now), now)
    session.commit()
    ben = sign_in("ben")
    assert "Take the claim back" not in main_text(ben.get(CLAIM).text)
    ben.post(CHANGE, data={"quarters": "20"})
    text = main_text(ben.get(CLAIM).text)
    assert "Your certificate says what you claimed before" in text
    assert "Take the claim back" not in text


def test_who_is_verified_after_claiming_hours_is_offered_credit(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    ben = cast.person("ben")
    verified, ben.profession_verified_at = ben.profession_verified_at, None
    claim_for(session, cast, "ben", 23, now)
    ben.profession_verified_at = verified
    session.commit()
    browser = sign_in("ben")
    page = browser.page(CLAIM)
    assert "You are known to be a physician now" in page.main.text
    assert page.all("details[open] select[name=quarters]")
    browser.post(CHANGE, data={"quarters": "23"})
    made = queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id]
    assert made.credit_system == AMA_PRA_1


@pytest.mark.parametrize(
    ("quarters", "sentence"),
    [("", "Choose how much you claim."), ("25", "You have earned 6.00 and can claim up to that.")],
)
def test_change_that_cannot_be_says_so_at_the_field(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime, quarters: str, sentence: str
) -> None:
    claim_for(session, cast, "ben", 23, now)
    session.commit()
    answer = sign_in("ben").post(CHANGE, data={"quarters": quarters})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert Page(answer.text).all("details[open] select")
    assert queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id].quarters == 23


def test_change_after_the_window_is_refused_with_the_reason(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    claim_for(session, cast, "ben", 23, now)
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.claims_close_at = now
    session.commit()
    ben = sign_in("ben")
    assert not ben.page(CLAIM).all("select")
    answer = ben.post(CHANGE, data={"quarters": "20"})
    assert answer.status_code == 422
    assert str(rules.CLAIMS_CLOSED) in answer.text
    assert queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id].quarters == 23


def test_taking_back_nothing_is_refused(sign_in: SignIn) -> None:
    answer = sign_in("ben").post(WITHDRAWAL)
    assert answer.status_code == 409
    assert str(rules.NO_CLAIM) in answer.text


def test_claim_that_was_taken_back_twice_by_one_click_too_many(sign_in: SignIn) -> None:
    ben = sign_in("ben")
    ben.post(CLAIM, data={"quarters": "23"})
    ben.post(WITHDRAWAL)
    assert ben.post(WITHDRAWAL).status_code == 409


def test_claim_page_when_something_is_missing_again(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    taken_back = attestation_of(session, cast, "ben", 4)
    session.add(
        AttestationWithdrawal(attestation_id=taken_back.id, withdrawn_at=now, by=cast.id("ben"))
    )
    session.commit()
    assert "Week 4 is not attested" in sign_in("ben").get(CLAIM).text


@pytest.mark.parametrize("persona", ["ada", "fay", "cora", "lee", "abe"])
def test_claim_page_is_nobody_elses(sign_in: SignIn, persona: str) -> None:
    browser = sign_in(persona)
    codes = {
        browser.get(CLAIM).status_code,
        browser.post(CLAIM, data={"quarters": "4"}).status_code,
        browser.post(WITHDRAWAL).status_code,
    }
    assert codes <= {403, 404}


def test_claim_page_when_signed_out(browser: Browser) -> None:
    answer = browser.get(CLAIM)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


def test_claim_swap_is_the_same_as_the_fresh_page(sign_in: SignIn) -> None:
    ben = sign_in("ben")
    fresh = ben.get(CLAIM).text
    swap = content_of(ben.get(CLAIM, headers={"hx-request": "true"}).text)
    assert swap in fresh


def test_claim_stands_beside_the_maximum_that_it_was_made_under(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """As its certificate will say; a maximum that was lowered since is for other claims."""
    claim(session, quarters=22)
    lower(session, cast.spring, 16, NOW)
    session.commit()
    ben = sign_in("ben")
    page = ben.page(CLAIM)
    assert "At most 6.00 for this activity, as it was when you claimed." in page.main.text
    assert "6.00 of 6.00" in ben.page("/my/record?cohort=spring-2026").main.text
    folder = contents_of(read_cohort(session, here(session), NOW)).files()
    (own, *_) = [
        row for row in rows_of(folder["credit/arithmetic.csv"]) if row["Name"] == "Begay, Ben"
    ]
    (said,) = rows_of(folder["credit/claims.csv"])
    assert own["Designated"] == said["Designated"] == "6.00"
