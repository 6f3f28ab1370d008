"""One's own profile: name, zone and language."""

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn

PROFILE = {
    "given_name": "Ada",
    "family_name": "Alvarez",
    "certificate_name": "Ada Alvarez",
    "degrees": "MD",
    "department": "Medicine",
    "zone": "America/Denver",
    "language": "",
}


@pytest.fixture
def app(database: Database) -> FastAPI:
    """The application with a pseudo-language, whose words no translator changes."""
    settings = Settings(demo=True, languages="en,es,en-XA")
    return create_app(settings, database=database, clock=lambda: NOW)


def save(browser: Browser, **fields: str) -> Answer:
    return browser.post("/my/profile", data=PROFILE | fields)


def changes(session: Session) -> list[dict[str, dict[str, str | None]]]:
    """The facts of every change of a profile."""
    session.expire_all()
    changed = select(AuditLine).where(col(AuditLine.act) == "profile.changed")
    return [dict(line.facts) for line in session.scalars(changed.order_by(col(AuditLine.id)))]


def test_profile_shows_own_name(sign_in: SignIn) -> None:
    answer = sign_in("ada").get("/my/profile")
    assert answer.status_code == 200
    assert 'value="Alvarez"' in answer.text


def test_profile_shows_what_only_a_coordinator_changes(sign_in: SignIn) -> None:
    assert sign_in("ada").page("/my/profile").main.facts == {
        "Institution": "High Desert School of Medicine",
        "Profession": "Physician",
        "Email address": "ada@example.org",
    }


def test_profile_when_signed_out_asks_for_sign_in(browser: Browser) -> None:
    answer = browser.get("/my/profile")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fmy%2Fprofile"


def test_usual_zones_come_first_and_by_name(sign_in: SignIn) -> None:
    options = sign_in("ada").page("/my/profile").texts("#zone option")
    assert options[:7] == [
        "Eastern Time",
        "Central Time",
        "Mountain Time (also the Navajo Nation)",
        "Mountain Standard Time (Arizona, no daylight saving time)",
        "Pacific Time",
        "Alaska Time",
        "Hawaii Time",
    ]
    assert "Europe/Berlin" in options
    assert len(options) > 400


@pytest.mark.parametrize("zone", ["UTC", "EST", "America/Shiprock"])
def test_the_zone_somebody_has_is_chosen_whichever_it_is(
    sign_in: SignIn, session: Session, cast: Cast, zone: str
) -> None:
    """A list without it would choose another one, and the next save would keep that."""
    cast.person("ada").zone = zone
    session.commit()
    assert sign_in("ada").page("/my/profile").form("Save profile").values("zone") == [zone]


def test_saving_keeps_what_was_not_sent(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.person("ada").language = "es"
    session.commit()
    before = cast.person("ada").department
    fields = {k: v for k, v in PROFILE.items() if k not in {"language", "department"}}
    assert sign_in("ada").post("/my/profile", data=fields | {"degrees": "PhD"}).status_code == 303
    session.expire_all()
    ada = cast.person("ada")
    assert (ada.degrees, ada.language, ada.department) == ("PhD", "es", before)


# ------------------------------------------------------------------------------------ language


def test_saving_it_as_it_is_says_that_nothing_was_changed(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    form = ada.page("/my/profile").form("Save profile")
    told = []
    for fields in (form.fields, {**form.fields, "department": "Pediatrics"}):
        told += ada.page(ada.post("/my/profile", data=fields).headers["location"]).notices
    assert told == ["Nothing was changed, so nothing was saved.", "Saved"]


def test_profile_offers_the_languages_in_their_own_names(sign_in: SignIn) -> None:
    page = sign_in("ada").page("/my/profile")
    assert page.texts("#language option") == [
        "As your browser asks",
        "English",
        "Español (not yet reviewed by a native speaker)",
        "Accented",
    ]
    assert [option.attribute("value") for option in page.all("#language option")] == [
        "",
        "en",
        "es",
        "en-XA",
    ]
    assert page.all("#language option[selected]") == []


def test_chosen_language_is_that_of_the_very_next_page(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    answer = save(ada, language="en-XA")
    assert answer.headers["location"] == "/my/profile?saved=true"
    assert cast.person("ada").language == "en-XA"
    shown = ada.get(answer.headers["location"])
    assert shown.headers["content-language"] == "en-XA"
    assert '<html lang="en-XA"' in shown.text
    assert shown.page.notices == ["[Šåṽéð öñé]"]
    assert shown.page.texts("#language option[selected]") == ["Accented"]


def test_language_is_changed_with_a_line_of_its_own(sign_in: SignIn, session: Session) -> None:
    ada = sign_in("ada")
    save(ada)
    already = len(changes(session))
    for code in ("es", "es", ""):
        save(ada, language=code)
    assert changes(session)[already:] == [
        {"before": {"language": None}, "after": {"language": "es"}},
        {"before": {"language": "es"}, "after": {"language": None}},
    ]


def test_leaving_it_to_the_browser_follows_the_browser(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    save(ada, language="en-XA")
    save(ada, language="")
    answer = ada.get("/my/profile", headers={"accept-language": "es"})
    assert answer.headers["content-language"] == "es"


@pytest.mark.parametrize("code", ["xx", "ar-XB", "EN", "es;", "e" * 500])
def test_language_that_is_not_offered_is_refused_at_its_field(
    sign_in: SignIn, session: Session, cast: Cast, code: str
) -> None:
    answer = save(sign_in("ada"), language=code, degrees="PhD")
    assert answer.status_code == 422
    assert answer.page.field_errors == {"language": "Choose a language from the list."}
    assert answer.page.one("#degrees").attribute("value") == "PhD"
    session.expire_all()
    assert cast.person("ada").language is None
    assert cast.person("ada").degrees != "PhD"


def test_refused_form_is_told_in_ones_own_language(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    save(ada, language="en-XA")
    answer = save(ada, language="en-XA", zone="Mars/Base")
    assert answer.status_code == 422
    assert answer.headers["content-language"] == "en-XA"
    assert "[Çĥööšé å ţîṁé žöñé" in answer.page.field_errors["zone"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("certificate_name", "Ada 😀 Alvarez", "“😀” (grinning face, U+1F600)"),
        ("certificate_name", "Ada\u202ezeravlA", "a mark that changes the direction of writing"),
        ("certificate_name", "Ada Al\u200bvarez", "a zero-width space (U+200B)"),
        ("degrees", "MD, 𐌰", "“𐌰”"),
        ("certificate_name", "Ada 😀 𐌰", "“😀” and “𐌰”"),
        ("given_name", "A\u00adda", "a soft hyphen"),
        ("family_name", "Alvarez\x90", "a control character"),
    ],
)
def test_name_that_cannot_be_printed_is_said_beside_its_field_and_nothing_is_lost(
    sign_in: SignIn, session: Session, cast: Cast, field: str, typed: str, said: str
) -> None:
    before = cast.person("ada").certificate_name
    answer = save(sign_in("ada"), **{"department": "Just typed", field: typed})
    assert answer.status_code == 422
    assert list(answer.page.field_errors) == [field]
    assert said in answer.page.field_errors[field]
    assert answer.page.one(f"#{field}").attribute("value") == typed
    assert answer.page.one("#department").attribute("value") == "Just typed"
    session.expire_all()
    assert cast.person("ada").certificate_name == before


@pytest.mark.parametrize("name", ["محمد علي", "דנה כהן", "प्रिया शर्मा", "สมชาย ใจดี", "Άδα", "Ада"])
def test_name_is_saved_in_the_script_it_is_written_in(
    sign_in: SignIn, session: Session, cast: Cast, name: str
) -> None:
    assert save(sign_in("ada"), certificate_name=name).status_code == 303
    session.expire_all()
    assert cast.person("ada").certificate_name == name


def test_name_of_before_that_cannot_be_printed_keeps_nobody_from_another_time_zone(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ben").certificate_name = "Ben 😀"
    session.commit()
    ben = sign_in("ben")
    fields = {**ben.page("/my/profile").form("Save profile").fields, "zone": "America/Phoenix"}
    assert ben.post("/my/profile", data=fields).status_code == 303
    session.expire_all()
    assert cast.person("ben").zone == "America/Phoenix"
    again = ben.post("/my/profile", data={**fields, "certificate_name": "Ben 😀😀"})
    assert again.status_code == 422


def test_given_name_may_have_any_letters_that_people_can_see(sign_in: SignIn) -> None:
    assert save(sign_in("ada"), given_name="山").status_code == 303
