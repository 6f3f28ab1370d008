"""Planning waves until somebody relies on the plan."""

import pytest
from sqlalchemy.orm import Session

from app.studies.waves.queries import waves_of
from tests.cast import Cast
from tests.client import SignIn
from tests.studies.projects_of import make_project, refuse
from tests.studies.waves.world import SELF, release
from tests.surveys.asking import EVERY_KIND

PATH = "/manage/outcomes/mentoring-outcomes/waves"
WAVE = {"months": "6", "first_day": "-14", "last_day": "14"}


def test_a_wave_is_added_changed_and_taken_out(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND)
    project = make_project(session, cast)
    session.commit()
    cora = sign_in("cora")
    asks = {"learners": [SELF], "then": [SELF], "mentees": ["unknown"]}
    assert cora.post(PATH, data=WAVE | asks).headers["location"] == f"{PATH}?saved=true"
    (plan,) = [own for own in waves_of(session, [project.id])[project.id] if own.wave.months == 6]
    assert [(own.instrument, own.asks_then) for own in plan.instruments] == [(SELF, True)]
    form = cora.page(f"{PATH}/6").form("Save the wave")
    assert (form.fields["first_day"], form.fields["learners"]) == ("-14", SELF)
    cora.post(f"{PATH}/6", data=WAVE | {"months": "7"})
    assert cora.get(f"{PATH}/6").status_code == 404
    cora.post(f"{PATH}/7/removal")
    assert [own.wave.months for own in waves_of(session, [project.id])[project.id]] == [
        *(0, 3, 12, 24)
    ]


@pytest.mark.parametrize(
    ("changed", "at"),
    [({"months": "3"}, "months"), ({"last_day": "-15"}, "last_day"), ({"months": "x"}, "months")],
)
def test_what_cannot_be_planned_is_refused_at_its_field(
    sign_in: SignIn, session: Session, cast: Cast, changed: dict[str, str], at: str
) -> None:
    make_project(session, cast)
    session.commit()
    answer = sign_in("cora").post(PATH, data=WAVE | changed)
    assert answer.status_code == 422
    assert set(answer.page.field_errors) == {at}


OF_MENTEES = {**EVERY_KIND, "key": "of-mentees", "title": "Of mentees", "answered_by": "mentee"}
OF_LEARNERS = {**EVERY_KIND, "key": "of-self", "title": "Of oneself", "answered_by": "learner"}

OF_SESSION = {**EVERY_KIND, "key": "of-session", "title": "Of a session", "about_session": True}


def test_each_is_offered_what_is_written_for_them(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND, OF_MENTEES, OF_LEARNERS, OF_SESSION)
    make_project(session, cast)
    session.commit()
    page = sign_in("cora").page(PATH).main
    offered = {
        name: {box.attribute("value") for box in page.all(f"input[name={name}]")}
        for name in ("learners", "mentees", "then")
    }
    assert offered == {
        "learners": {SELF, "of-self"},
        "mentees": {SELF, "of-mentees"},
        "then": {SELF, "of-self"},
    }


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        ({"learners": ["of-mentees"]}, "is written for mentees, who answer it about their mentor"),
        ({"learners": ["of-session"]}, "is about a live session. A wave asks all people"),
        ({"mentees": ["of-self"]}, "is written for learners, who answer it about themselves"),
    ],
)
def test_nobody_is_asked_what_is_written_for_others(
    sign_in: SignIn, session: Session, cast: Cast, asks: dict[str, list[str]], words: str
) -> None:
    release(session, cast, OF_MENTEES, OF_LEARNERS, OF_SESSION)
    project = make_project(session, cast)
    session.commit()
    answer = sign_in("cora").post(PATH, data=WAVE | asks)
    assert answer.status_code == 422
    assert words in answer.page.field_errors[next(iter(asks))]
    assert 6 not in [own.wave.months for own in waves_of(session, [project.id])[project.id]]


def test_once_somebody_answered_the_plan_stays(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    refuse(session, cast, make_project(session, cast), "ada")
    session.commit()
    cora = sign_in("cora")
    assert "People have answered to this study as it is." in cora.page(PATH).text
    assert cora.post(PATH, data=WAVE).status_code == 422
    assert cora.post(f"{PATH}/3/removal").status_code == 422
