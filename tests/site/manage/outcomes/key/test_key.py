"""Who is who: shown for a reason, which stays in the history; mentees by no name."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData, RaterStep
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.studies.projects_of import agree, make_project, place_of, refuse
from tests.studies.waves.world import make_world
from tests.surveys.asking import send

PATH = "/manage/outcomes/mentoring-outcomes/key"


def test_the_key_is_shown_for_a_reason_with_a_line(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    rater = world.name(agree(session, cast, world.project, "ada"))
    world.says(rater, RaterStep.AGREED)
    world.ask()
    for invitation in world.invitations():
        send(session, invitation)
    session.commit()
    cora = sign_in("cora")
    before = cora.page(PATH).main.text
    assert "Alvarez" not in before
    assert "whoever of the cohort is not on it declined, withdrew before, or has not" in before
    without = cora.post(PATH, data={"reason": " "})
    assert (without.status_code, set(without.page.field_errors)) == (422, {"reason"})
    assert "Alvarez" not in without.page.main.text
    shown = cora.post(PATH, data={"reason": "An answer has to be corrected."}).page.main.text
    assert "Alvarez, Ada" in shown
    assert "A mentee, whose name is not shown" in shown
    assert "Max" not in shown
    own = col(AuditLine.act) == "pseudonyms.opened"
    (line,) = session.scalars(select(AuditLine).where(own)).all()
    assert (line.actor_id, line.reason) == (cast.id("cora"), "An answer has to be corrected.")


def test_whoever_withdrew_since_stands_on_it_and_whoever_declined_does_not(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """What its page and the study's say of it, so that people are told what holds."""
    world = make_world(session, cast)
    agree(session, cast, world.project, "ada")
    refuse(session, cast, world.project, "nan")
    world.ask()
    for invitation in world.invitations():
        send(session, invitation)
    withdraw(session, place_of(session, cast, world.project, "ada"), KeptData.REMOVE, now=NOW)
    session.commit()
    shown = sign_in("cora").post(PATH, data={"reason": "A record is corrected."}).page.main.text
    assert "Alvarez, Ada" in shown
    assert cast.person("nan").family_name not in shown


def test_a_study_without_pseudonyms_has_no_key(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_project(session, cast, mode=IdentityMode.IDENTIFIED)
    session.commit()
    assert sign_in("cora").get(PATH).status_code == 404
