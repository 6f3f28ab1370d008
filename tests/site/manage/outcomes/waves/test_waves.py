"""Planning waves until somebody relies on the plan."""

import pytest
from sqlalchemy.orm import Session

from app.studies.enums import WaveAnchor
from app.studies.models import Project
from app.studies.waves.planning.actions import plan_wave
from app.studies.waves.planning.rules import Planned
from app.studies.waves.queries import WavePlan, waves_of
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.studies.projects_of import make_project, refuse
from tests.studies.waves.world import LEARNERS, SELF, release
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
    assert cora.post(f"{PATH}/24/removal").status_code == 422


def test_what_fills_the_last_wave_has_people_asked_and_says_so(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND)
    project = make_project(session, cast)
    for own in waves_of(session, [project.id])[project.id]:
        wave, asks = own.wave, frozenset({LEARNERS})
        if wave.months in {3, 12}:
            planned = Planned(wave.months, 20, 40, asks)
            plan_wave(session, project.id, planned, months=wave.months, by=cast.id("cora"), now=NOW)
        elif wave.months:
            session.delete(wave)
    session.commit()
    cora, ada = sign_in("cora"), sign_in("ada")
    sent = {"months": "0", "first_day": "30", "last_day": "40", "learners": SELF}
    told = cora.post(f"{PATH}/0", data=sent)
    assert told.status_code == 422
    assert "People are asked to take part as soon as this is saved" in told.page.main.text
    removal = cora.post(f"{PATH}/0/removal")
    assert removal.status_code == 422, "nor is it taken out without that"
    assert "Mentoring outcomes" not in ada.page("/my/studies").main.text
    despite = removal.page.main.one("input[name=despite]").attribute("value")
    assert cora.post(f"{PATH}/0/removal", data={"despite": despite}).status_code == 303
    assert "Mentoring outcomes" in ada.page("/my/studies").main.text


def test_a_window_that_is_over_is_told_before_it_is_saved(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND)
    project = make_project(session, cast, cohort_ids=frozenset({cast.fall.id, cast.spring.id}))
    session.commit()
    cora = sign_in("cora")
    sent = {"months": "0", "first_day": "-28", "last_day": "0", "learners": SELF}
    told = cora.post(f"{PATH}/0", data=sent)
    assert told.status_code == 422
    assert set(told.page.field_errors) == {"despite"}
    for cohort in ("Fall 2026", "Spring 2026"):
        assert f"{cohort}, Baseline: open from" in told.page.main.text
    assert "With +20 as its last day it would be open for two weeks from today" in told.text
    despite = told.page.main.one("input[name=despite]").attribute("value")
    other = sent | {"last_day": "-1", "despite": despite}
    assert cora.post(f"{PATH}/0", data=other).status_code == 422, "these days were not told"
    assert _baseline(session, project).instruments == []
    assert cora.post(f"{PATH}/0", data=sent | {"despite": despite}).status_code == 303
    assert [own.instrument for own in _baseline(session, project).instruments] == [SELF]


def _baseline(session: Session, project: Project) -> WavePlan:
    session.expire_all()
    return waves_of(session, [project.id])[project.id][0]


def test_waves_come_first_with_their_dates_and_what_they_lack(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND)
    project = make_project(session, cast)
    asks = frozenset({LEARNERS})
    plan_wave(session, project.id, Planned(3, -21, 21, asks), months=3, by=cast.id("cora"), now=NOW)
    session.commit()
    page = sign_in("cora").page(PATH)
    text = page.main.text
    assert text.index("After 24 months") < text.index("Add another wave")
    baseline = page.section("Baseline")
    assert "it was open from October 15, 2026 to November 12, 2026, and is over." in baseline.text
    assert "Days −28 to 0, counted from the start of the cohort" in baseline.text
    assert "It lacks an instrument" in baseline.text
    assert baseline.link("Choose what it asks") == f"{PATH}/0"
    third = page.section("After 3 months")
    assert "Fall 2026: opens January 22, 2027, closes March 5, 2027." in third.text
    assert "It asks: Every kind" in third.text
    assert page.form("Add the wave").fields["months"] == "36"


def test_waves_that_count_from_a_draw_have_no_dates_of_a_cohort(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_project(session, cast, anchor=WaveAnchor.RANDOMIZED)
    session.commit()
    page = sign_in("cora").page(PATH)
    third = page.section("After 3 months").text
    assert "Days −21 to +21, counted from 3 months after each person is drawn" in third
    assert "Fall 2026" not in third
    assert "Fall 2026: it was open from" in page.section("Baseline").text
