"""Nobody is told of a study, or asked, before each of its waves has something to ask."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.consent import actions as consent
from app.studies.consent.queries import newest_texts
from app.studies.enums import Respondent
from app.studies.models import Project, Wave, WaveInstrument
from app.studies.opening.queries import is_open, opening_of
from app.studies.opening.rules import NOT_OPEN, Opening
from app.studies.own.queries import studies_asking
from app.studies.queries import studied_places
from app.studies.waves.queries import cohorts_at_work
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.refusals import refuses
from tests.studies.projects_of import TEXT, agree, make_project, settle

LEARNER, MENTEE = Respondent.LEARNER, Respondent.MENTEE
PATH = "/my/studies/mentoring-outcomes"


def plan_to_ask(session: Session, project: Project, asked: Sequence[Respondent | None]) -> None:
    """As many waves as are given, each of which asks these; None: nothing."""
    for wave in session.scalars(select(Wave).where(col(Wave.project_id) == project.id)).all():
        session.delete(wave)
    session.flush()
    for months, respondent in enumerate(asked):
        wave = Wave(project_id=project.id, months=months, first_day=0, last_day=9)
        session.add(wave)
        session.flush()
        if respondent is not None:
            asks = WaveInstrument(wave_id=wave.id, instrument="own", respondent=respondent)
            session.add(asks)
    session.flush()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("texts", "asked", "opened"),
    [
        ([LEARNER], [LEARNER, LEARNER], True),
        ([LEARNER], [LEARNER, None], False),
        ([LEARNER], [LEARNER, MENTEE], True),
        ([LEARNER], [MENTEE], False),
        ([LEARNER], [], False),
        ([MENTEE], [LEARNER], False),
        ([], [LEARNER], False),
    ],
)
def test_the_rule_and_the_statement_say_the_same(
    session: Session,
    cast: Cast,
    texts: Sequence[Respondent],
    asked: Sequence[Respondent | None],
    opened: bool,
) -> None:
    project = make_project(session, cast, texts=texts)
    plan_to_ask(session, project, asked)
    other = make_project(session, cast, title="Another")
    settle(session, other)
    found = set(session.scalars(select(col(Project.id)).where(is_open())))
    assert (project.id in found) is opening_of(session, project.id).is_open is opened
    assert other.id in found, "each is judged by its own waves"
    listed = [place.project.id for place in studied_places(session, cast.id("ada"))]
    assert (project.id in listed) is opened
    waits = [own.key for own in studies_asking(session, cast.id("ada"), NOW)]
    assert (project.key in waits) is opened
    assert (project.id in [own.project.id for own in cohorts_at_work(session)]) is opened


def test_what_people_relied_on_goes_on_though_a_wave_asks_nothing(
    session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    agree(session, cast, project, "ada")
    session.add(Wave(project_id=project.id, months=60, first_day=0, last_day=9))
    session.flush()
    opening = opening_of(session, project.id)
    assert opening.is_open
    assert opening.empty == [60]
    assert [place.project.id for place in studied_places(session, cast.id("nan"))] == [project.id]


def test_no_answer_is_taken_before_its_waves_ask_something(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    text = newest_texts(session, [project.id], LEARNER)[project.id]["en"]
    (place,) = studied_places(session, cast.id("ada"), project.key, only_open=False)
    with refuses(NOT_OPEN):
        consent.give(session, place, {}, text_id=text.id, edition=0, now=NOW)
    with refuses(NOT_OPEN):
        consent.decline(session, place, text_id=text.id, edition=0, now=NOW)


def test_the_pages_show_nothing_of_it_and_an_answer_is_refused_with_the_reason(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    settle(session, project)
    session.commit()
    ada = sign_in("ada")
    form = ada.page(PATH).form("Do not take part").fields | {"do": "decline"}
    session.add(Wave(project_id=project.id, months=60, first_day=0, last_day=9))
    session.commit()
    assert ada.get(PATH).status_code == 404
    assert TEXT.split()[1] not in ada.page("/my/studies").main.text
    for page in ("/home", "/my/studies"):
        assert "Mentoring outcomes" not in ada.page(page).main.text
    refused = ada.post(f"{PATH}/consent", data=form)
    assert refused.status_code == 409
    assert "This study does not ask anybody yet" in refused.text
    assert sign_in("ben").post(f"{PATH}/consent", data=form).status_code == 404


def test_what_is_missing_is_counted_by_wave() -> None:
    waves: dict[int, list[Respondent]] = {12: [], 0: [LEARNER], 3: []}
    opening = Opening(has_text=True, waves=waves, is_relied_on=False)
    assert opening.empty == [3, 12]
    assert not opening.is_open
