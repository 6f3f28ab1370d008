"""One's own calendar: making and renewing its address, invitations, and all as a file."""

import pytest
from fastapi import FastAPI
from icalendar import Calendar
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import SessionPart
from app.core.models import AuditLine, OutboxMessage
from tests.cast import FALL_DAYS, NOW, Cast, add_enrollment, make_cohort
from tests.client import Browser, SignIn, Statements

PAGE = "/my/calendar"


def address(browser: Browser) -> str:
    """What the page shows to be copied."""
    text = browser.get(PAGE).text
    return text.partition('id="address">')[2].partition("<")[0]


def press(browser: Browser, button: str) -> str:
    """Press a button of the page; what the page says then."""
    form = browser.page(PAGE).form(button)
    answer = browser.post(form.action or PAGE, data=form.data(button))
    assert answer.status_code == 303
    return browser.page(answer.headers["location"]).text


def test_profile_session_and_letter_lead_there(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.page("/my/profile").link("Your sessions in your calendar") == PAGE
    page = ada.page("/cohorts/fall-2026/sessions/2")
    assert page.link("All your sessions in your calendar") == PAGE


def test_address_is_made_when_asked_and_shown_again_then(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert address(ada) == ""
    assert "Your address is made" in press(ada, "Make my address")
    made = address(ada)
    assert made.startswith("http://localhost:8000/calendar/")
    assert address(ada) == made
    page = ada.page(PAGE)
    webcal = page.link("Open in this device’s calendar")
    assert webcal == made.replace("http://", "webcal://")
    assert ada.get(made.removeprefix("http://localhost:8000")).status_code == 200


def test_renewing_stops_the_old_address_at_once(
    sign_in: SignIn, browser: Browser, session: Session
) -> None:
    ada = sign_in("ada")
    press(ada, "Make my address")
    old = address(ada)
    assert "The one before leads nowhere any more." in press(ada, "Make a new address")
    new = address(ada)
    assert new != old
    assert browser.get(old).status_code == 404
    assert browser.get(new).status_code == 200
    acts = select(AuditLine).where(col(AuditLine.act).like("calendar.%"))
    lines = session.scalars(acts.order_by(col(AuditLine.id))).all()
    assert [line.act for line in lines] == ["calendar.address-made", "calendar.address-renewed"]
    assert not any(line.facts for line in lines), "nothing of the address is kept"


def test_address_of_another_key_is_not_shown_and_can_be_renewed(
    app: FastAPI, sign_in: SignIn
) -> None:
    ada = sign_in("ada")
    press(ada, "Make my address")
    settings = app.state.settings
    app.state.settings = settings.model_copy(update={"secret_key": SecretStr("n" * 40)})
    assert "Your address cannot be shown any more" in ada.page(PAGE).text
    assert address(ada) == ""
    press(ada, "Make a new address")
    assert address(ada) != ""


def test_invitations_are_off_until_chosen_and_one_for_each_session_then(
    sign_in: SignIn, session: Session
) -> None:
    ada = sign_in("ada")
    assert "That is 3 mails now." in ada.page(PAGE).text
    assert "You get invitations" in press(ada, "Send me invitations")
    invited = select(func.count()).where(col(OutboxMessage.kind) == "invitation")
    assert session.scalar(invited) == 3
    assert "You get no more invitations" in press(ada, "Send no more invitations")
    assert session.scalar(invited) == 3


def test_who_has_no_session_ahead_is_told_so(sign_in: SignIn) -> None:
    ben = sign_in("ben")
    assert "You have no session ahead" in ben.page(PAGE).text
    assert "Your address is made" in press(ben, "Make my address")


@pytest.mark.parametrize("data", [{}, {"wanted": "perhaps"}, {"wanted": "true", "person_id": "x"}])
def test_what_no_form_of_ours_sends_is_refused(sign_in: SignIn, data: dict[str, str]) -> None:
    assert sign_in("ada").post(f"{PAGE}/invitations", data=data).status_code == 422


def test_all_sessions_can_be_downloaded(sign_in: SignIn) -> None:
    answer = sign_in("ada").get(f"{PAGE}/sessions.ics")
    assert answer.headers["content-disposition"] == 'attachment; filename="sessions.ics"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 4


def test_page_and_file_keep_their_statements_for_twenty_cohorts(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    ada = sign_in("ada")
    press(ada, "Make my address")

    def counted() -> list[int]:
        found = []
        for path in (PAGE, f"{PAGE}/sessions.ics"):
            with statements() as seen:
                ada.get(path)
            found.append(seen.total)
        return found

    few = counted()
    for n in range(19):
        slug = f"more-{n}"
        cohort = make_cohort(session, cast.program, slug, f"More {n}", FALL_DAYS)
        add_enrollment(session, cast.person("ada"), cohort, at=NOW)
        held = cast.case_session(slug, 2)
        session.add(SessionPart(case_session_id=held.id, person_id=cast.id("fay"), part="lead"))
    session.commit()
    assert counted() == few
    assert few[0] <= 4
