"""Which mail somebody gets, and when, as they choose it."""

from datetime import time

from sqlalchemy.orm import Session

from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import UNASKED, NotificationSettings, QuietHours
from tests.cast import Cast
from tests.client import SignIn, Statements

PATH = "/my/notifications"
HOURS = {"quiet_from": "20:00", "quiet_until": "07:00"}
ALL = {stream.value: "yes" for stream in Stream}


def chosen(session: Session, cast: Cast, persona: str = "ada") -> NotificationSettings:
    session.expire_all()
    return notification_settings(session, [cast.id(persona)])[cast.id(persona)]


def test_page_shows_what_holds_and_saves_what_is_chosen(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    form = ada.page(PATH).form("Save what you chose")
    unasked = {stream.value for stream in UNASKED}
    assert form.fields == {name: on for name, on in ALL.items() if name not in unasked} | HOURS
    answer = ada.post(PATH, data={"calendar": "yes", "quiet_from": "21:30", "quiet_until": "06:15"})
    assert answer.headers["location"] == f"{PATH}?saved=true"
    settings = chosen(session, cast)
    assert settings.declined == {*Stream} - {Stream.CALENDAR}
    assert settings.quiet == QuietHours(time(21, 30), time(6, 15))
    assert chosen(session, cast, "ben") == NotificationSettings()
    again = ada.page(PATH).form("Save what you chose")
    assert again.fields == {"calendar": "yes", "quiet_from": "21:30", "quiet_until": "06:15"}
    assert ada.post(PATH, data=again.fields).headers["location"] == f"{PATH}?saved=false"


def test_page_says_what_cannot_be_turned_off(sign_in: SignIn) -> None:
    text = sign_in("ada").page(PATH).text
    assert "What coordinators and leads of institutions write to many." in text
    assert "Always sent:" in text
    assert "what a coordinator or a lead writes to you alone" in text


def test_what_is_no_time_is_said_at_its_field_and_nothing_typed_is_lost(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answer = sign_in("ada").post(
        PATH, data={"reminders": "yes", "quiet_from": "25:00", "quiet_until": ""}
    )
    assert answer.status_code == 422
    assert answer.page.field_errors == {
        "quiet_from": "Enter a time of day, such as 07:30.",
        "quiet_until": "Enter when the quiet hours end, such as 07:00.",
    }
    form = answer.page.form("Save what you chose")
    assert (form.fields["quiet_from"], form.fields["reminders"]) == ("25:00", "yes")
    assert "calendar" not in form.fields
    assert chosen(session, cast) == NotificationSettings()


def test_hours_are_of_the_readers_own_clock(sign_in: SignIn) -> None:
    page = sign_in("ben").page(PATH)
    text = page.text.replace("\u202f", " ")
    assert "By your own clock: it is 10:00 AM now, Mountain Standard Time." in text
    assert page.link("Change your time zone") == "/my/profile"
    assert "ben@example.org" in text


def test_profile_leads_there(sign_in: SignIn, statements: Statements) -> None:
    ada = sign_in("ada")
    assert ada.page("/my/profile").link("Which mail you get") == PATH
    with statements() as count:
        ada.page(PATH)
    assert count.total <= 5
