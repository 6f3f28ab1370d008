"""Who is who: shown for a reason, which stays in the history; mentees by no name."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.studies.enums import RaterStep
from app.surveys.enums import IdentityMode
from tests.cast import Cast
from tests.client import SignIn
from tests.studies.projects_of import agree, make_project
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
    assert "Alvarez" not in cora.page(PATH).main.text
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


def test_a_study_without_pseudonyms_has_no_key(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_project(session, cast, mode=IdentityMode.IDENTIFIED)
    session.commit()
    assert sign_in("cora").get(PATH).status_code == 404
