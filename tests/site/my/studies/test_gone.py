"""What a withdrawal deleted is told when it has happened, on the page and in a letter."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage
from app.installation.backups.rules import COPIES, MONTHS
from app.messages.studies.kinds import PRIVATE
from app.settings import DEMO_SECRET
from app.studies.consent.actions import withdraw
from app.studies.consent.queries import newest_consent, stand_of
from app.studies.enums import KeptData
from app.studies.models import ConsentWithdrawal
from app.surveys.actions import send
from app.surveys.enums import IdentityMode
from app.surveys.models import ConfidentialAnswers, IdentifiedAnswers
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.letters import HERE, read
from tests.studies.projects_of import agree, place_of
from tests.studies.waves.world import WaveWorld, make_world
from tests.surveys.asking import WHOLE

PATH = "/my/studies/mentoring-outcomes"
LATER = NOW + timedelta(days=2)


def answered(session: Session, cast: Cast, mode: IdentityMode) -> WaveWorld:
    """Ada takes part and has answered the first wave; so has Nan."""
    world = make_world(session, cast, mode=mode)
    for persona in ("ada", "nan"):
        agree(session, cast, world.project, persona)
    world.ask()
    for invitation in world.invitations():
        send(session, invitation, WHOLE, secret=DEMO_SECRET, now=NOW)
    session.flush()
    return world


def letter(session: Session) -> OutboxMessage:
    kind = col(OutboxMessage.kind) == "study_withdrawn"
    (found,) = session.scalars(select(OutboxMessage).where(kind))
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize("mode", [IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL])
def test_what_was_deleted_and_when_stands_on_the_page_from_then_on(
    sign_in: SignIn, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    world = answered(session, cast, mode)
    withdraw(session, place_of(session, cast, world.project, "ada"), KeptData.REMOVE, now=LATER)
    session.commit()
    named, confidential = (
        session.scalars(select(kind)).all() for kind in (IdentifiedAnswers, ConfidentialAnswers)
    )
    assert len(named) + len(confidential) == 1, "those of others stay"
    page = sign_in("ada").page(PATH)
    assert (
        "Your answers to 1 survey were deleted on"
        in page.section("Your answers since you withdrew").text
    )
    assert "These stay: what was reported" in page.main.text


def test_what_was_kept_and_what_was_never_there_is_told_too(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = make_world(session, cast).project
    agree(session, cast, project, "ada")
    withdraw(session, place_of(session, cast, project, "ada"), KeptData.KEEP, now=LATER)
    session.commit()
    ada = sign_in("ada")
    assert "stay in the study, as you chose" in ada.page(PATH).main.text
    agree(session, cast, project, "ada")
    withdraw(session, place_of(session, cast, project, "ada"), KeptData.REMOVE, now=LATER)
    session.commit()
    assert "There were no answers of yours to delete on" in ada.page(PATH).main.text


def test_of_a_withdrawal_of_before_it_is_told_when_and_not_how_much(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    place = agree(session, cast, world.project, "ada")
    consent = newest_consent(session, world.project.id, place.enrollment.id)
    assert consent is not None
    gone = ConsentWithdrawal(consent_id=consent.id, withdrawn_at=LATER, data=KeptData.REMOVE)
    session.add(gone)
    session.commit()
    assert "Your answers were deleted on" in sign_in("ada").page(PATH).main.text


def test_answers_are_deleted_by_who_ticks_how_many_and_by_no_single_click(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = answered(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    ada = sign_in("ada")
    assert "Yes, delete my answers to 1 survey" in ada.page(PATH).section("Withdraw").text
    once = ada.post(f"{PATH}/withdrawal", data={"data": "remove"})
    assert (once.status_code, set(once.page.field_errors)) == (422, {"sure"})
    assert once.page.form("Withdraw from the study").fields["data"] == "remove"
    allowed = once.page.form("Save what I allow").fields
    assert allowed["link"] == "yes", "what they allow stands there as it was"
    other = ada.post(f"{PATH}/withdrawal", data={"data": "remove", "sure": "2"})
    assert (other.status_code, set(other.page.field_errors)) == (422, {"sure"})
    assert "sure" not in other.page.form("Withdraw from the study").fields
    session.expire_all()
    assert len(session.scalars(select(ConfidentialAnswers)).all()) == 2
    place = place_of(session, cast, world.project, "ada")
    assert stand_of(session, world.project.id, place.enrollment.id).is_given
    done = ada.post(f"{PATH}/withdrawal", data={"data": "remove", "sure": "1"})
    assert done.headers["location"] == f"{PATH}?done=withdrawn"
    session.expire_all()
    assert len(session.scalars(select(ConfidentialAnswers)).all()) == 1


def test_anonymous_answers_stay_whatever_is_sent(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, mode=IdentityMode.LINKED)
    agree(session, cast, world.project, "ada")
    session.commit()
    ada = sign_in("ada")
    ada.post(f"{PATH}/withdrawal", data={"data": "remove"})
    page = ada.page(PATH)
    assert "nobody can find them among the others" in page.main.text
    assert "delete" not in page.section("Your answers since you withdrew").text
    own = letter(session)
    assert own.facts["data"] == "anonymous"
    assert "they are anonymous, so nobody can find them" in read(session, own).text


def test_a_letter_that_no_list_of_mail_shows_confirms_it(session: Session, cast: Cast) -> None:
    world = answered(session, cast, IdentityMode.CONFIDENTIAL)
    withdraw(session, place_of(session, cast, world.project, "ada"), KeptData.REMOVE, now=LATER)
    own = letter(session)
    assert own.kind in PRIVATE, "who gets it tells who agreed"
    assert own.person_id == cast.id("ada")
    words = read(session, own)
    assert words.subject == "You have withdrawn from “Mentoring outcomes”"
    assert "your answers to 1 survey were deleted, as you chose" in words.text
    assert f"{HERE}{PATH}" in words.text
    months = f"of each of the last {MONTHS} months the newest is kept"
    assert f"{months}, and the last {COPIES} that were made before an update" in " ".join(
        words.text.split()
    )
