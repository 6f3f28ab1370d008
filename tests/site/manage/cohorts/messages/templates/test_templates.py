"""Templates: those that come along, a program's own versions of them, and new ones."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.announcements.defaults import delivered
from app.messages.announcements.models import Announcement, AnnouncementTemplate
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.page import Page

MESSAGES = "/manage/cohorts/fall-2026/messages"
TEMPLATES = f"{MESSAGES}/templates"


def save(cora: Browser, key: str = "welcome", language: str = "en", **sent: str) -> Page | None:
    """None: it was kept."""
    page = cora.page(f"{TEMPLATES}/{key}?language={language}")
    form = page.form("Save as a new version")
    answer = cora.post(f"{TEMPLATES}/{key}", data={**form.fields, **sent})
    if answer.status_code == 303:
        return None
    assert answer.status_code == 422
    return Page(answer.text)


@pytest.mark.parametrize("key", ["welcome", "two-sessions-missed", "claim-your-credit"])
def test_a_template_opens_a_whole_message(sign_in: SignIn, key: str) -> None:
    cora = sign_in("cora")
    template = delivered()[key, "en"]
    form = cora.page(f"{MESSAGES}/new?template={key}").form("Save and see what they would read")
    assert form.values("to") == [template.audience]
    assert form.values("subject") == [template.subject]
    assert form.values("text") == [template.text]
    link = cora.page(f"{MESSAGES}/new?to=at-risk&template={key}")
    assert link.form("Save and see what they would read").values("to") == ["at-risk"]


def test_another_version_is_another_row_and_a_message_names_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    assert save(cora, subject="First") is None
    assert save(cora, subject="Second") is None
    rows = session.scalars(
        select(AnnouncementTemplate).order_by(col(AnnouncementTemplate.version))
    ).all()
    assert [(row.version, row.subject) for row in rows] == [(1, "First"), (2, "Second")]
    assert "Version 2" in cora.page(TEMPLATES).row("Welcome").text
    page = cora.page(f"{TEMPLATES}/welcome?language=en")
    assert "First" in page.text  # of the versions before
    form = cora.page(f"{MESSAGES}/new?template=welcome").form("Save and see what they would read")
    path = cora.post(f"{MESSAGES}/new", data=form.fields).headers["location"]
    message = session.scalars(select(Announcement)).one()
    assert (message.template, message.template_version) == ("welcome", 2)
    sent = cora.post(f"{path}/send", data=cora.page(path).form(action=f"{path}/send").fields)
    assert sent.status_code == 303
    assert "Welcome, version 2" in cora.page(path).text
    spring = "/manage/cohorts/spring-2026/messages/templates"
    assert "Version 2" in cora.page(spring).row("Welcome").text  # the same program
    assert "Template for messages saved" in cora.page("/manage/cohorts/fall-2026/history").text


def test_each_language_has_its_own(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    page = cora.page(f"{TEMPLATES}/welcome?language=es")
    assert "Hola, {given_name}" in page.text
    assert save(cora, language="es", subject="Otra") is None
    assert session.scalars(select(col(AnnouncementTemplate.language))).all() == ["es"]
    spanish = cora.page(f"{MESSAGES}/new?template=welcome&language=es")
    form = spanish.form("Save and see what they would read")
    assert (form.values("subject"), form.values("language")) == (["Otra"], ["es"])


def test_a_new_template_gets_its_key_from_its_name(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    words = {"title": "Día de nieve!", "subject": "Snow", "text": "Hello {given_name}"}
    assert save(cora, "new", **words) is None
    row = session.scalars(select(AnnouncementTemplate)).one()
    assert (row.key, row.version) == ("dia-de-nieve", 1)
    form = cora.page(f"{MESSAGES}/new?template=dia-de-nieve").form(
        "Save and see what they would read"
    )
    assert form.values("subject") == ["Snow"]
    again = save(cora, "new", **words)
    assert again is not None
    assert "There is a template of this name already" in again.field_errors["title"]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    sign_in: SignIn, session: Session
) -> None:
    cora = sign_in("cora")
    page = save(cora, subject="{who}", text="", audience="nobody")
    assert page is not None
    assert {"subject", "text", "audience"} <= page.field_errors.keys()
    assert page.form("Save as a new version").values("subject") == ["{who}"]
    waiting = save(cora, audience="waitlist", text="{standing}")
    assert waiting is not None
    assert "says nothing about people who are not enrolled" in waiting.field_errors["text"]
    assert session.scalars(select(AnnouncementTemplate)).all() == []
    assert cora.get(f"{TEMPLATES}/nothing").status_code == 404


def test_who_was_overtaken_is_told(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    form = cora.page(f"{TEMPLATES}/welcome?language=en").form("Save as a new version")
    assert save(cora, subject="First") is None
    answer = cora.post(f"{TEMPLATES}/welcome", data={**form.fields, "subject": "Late"})
    assert answer.status_code == 422
    assert "Somebody else saved this template meanwhile" in answer.text
    assert "Late" in answer.text
