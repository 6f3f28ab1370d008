"""Ada in the open unit of fall-2026: what she does there, by the actions and in her browser."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.queries import enrollments_of
from app.content import library
from app.learning import actions
from app.learning.models import Attestation
from app.learning.reflections.actions import save_reflection
from app.people.actors import Actor
from app.people.second_factor.rules import Proof
from tests.cast import NOW, Cast
from tests.client import Browser

OPEN = "/cohorts/fall-2026/units/2"
NAMED = {"typed_name": "Ada Alvarez"}


def learner_of(cast: Cast, persona: str) -> LearnerInCohort:
    """Somebody's place in the cohort they are in."""
    return enrollments_of(cast.session, cast.enrollment(persona).person_id)[0]


def actor(cast: Cast, persona: str) -> Actor:
    """Somebody as they act, without any role."""
    person = cast.person(persona)
    return Actor(
        person.id,
        person.id,
        person.given_name,
        person.family_name,
        person.degrees,
        person.certificate_name,
        "AA",
        person.zone,
        person.language,
        person.institution_id,
        (),
        Proof(),
        NOW,
    )


def prepare(session: Session) -> None:
    """Ada does everything in the open unit but sign."""
    cast = Cast(session)
    learner, unit = learner_of(cast, "ada"), cast.unit("fall-2026", 2)
    for key in ("r2a", "r2b"):
        actions.tick_reading(session, learner, unit, key, now=NOW)
    save_reflection(session, learner, unit, text="I assumed.", shared=False, now=NOW)


def sign(session: Session, persona: str = "ada", now: datetime = NOW) -> Attestation:
    """Somebody signs the open unit with the text that it has."""
    cast = Cast(session)
    unit = cast.unit("fall-2026", 2)
    assert unit.module_version_id is not None
    module = library.module(session, unit.module_version_id)
    return actions.attest(
        session,
        learner_of(cast, persona),
        unit,
        shown=module.hash,
        typed_name="Ada Alvarez",
        by=actor(cast, persona),
        now=now,
    )


def shown(ada: Browser, path: str = OPEN) -> dict[str, str]:
    """What the page of a unit sends along with a signature or an answer: what was on it."""
    hidden = [form.hidden.items() for form in ada.page(path).forms]
    return {
        name: value for pairs in hidden for name, value in pairs if name not in {"question", "seen"}
    }


def do_everything(ada: Browser) -> None:
    """Ada does everything in the open unit but sign, in her browser."""
    for key in ("r2a", "r2b"):
        assert ada.post(f"{OPEN}/readings/{key}", data={"done": "yes"}).status_code == 303
    answer = ada.post(f"{OPEN}/reflection", data={"text": "I assumed.", "shared": "yes"})
    assert answer.status_code == 303
