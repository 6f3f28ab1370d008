"""Asking a cohort something else: what can be asked, how, and whom the letters reach."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import PolicyVersion
from app.core.models import OutboxMessage, Task
from app.messages.calendar.rules import NOT_THEIRS
from app.messages.delivery import LAST_LOOKS
from app.messages.last_look import Send
from app.packs.schema import PolicyData
from app.settings import DEMO_SECRET
from app.surveys.asking.queries import invitees
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import open_invitations
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.tokens import token_for
from tests.arms import without_sessions
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.letters import read
from tests.outcomes.answered import add_to_pack, own_instrument
from tests.outcomes.results.instruments import OWN

EVALUATION = "/manage/cohorts/fall-2026/evaluation"
NEW = f"{EVALUATION}/new"


@pytest.fixture
def version(session: Session) -> str:
    """An instrument of the program's current pack."""
    return in_pack(session)


def in_pack(session: Session, **other: Any) -> str:
    found = own_instrument(session, **other)
    add_to_pack(session, found)
    session.commit()
    return str(found.id)


def form(version: str, **other: str) -> dict[str, str]:
    return {"instrument": version, "mode": "unlinked", "closes": "2026-12-02"} | other


def test_what_is_put_goes_to_everybody_who_is_enrolled(
    sign_in: SignIn, session: Session, version: str
) -> None:
    cora = sign_in("cora")
    page = cora.page(NEW)
    assert page.form("Ask 2 people").action in {"", NEW}
    answer = cora.post(NEW, data=form(version))
    assert answer.headers["location"] == f"{EVALUATION}?asked=own"
    page = cora.page(answer.headers["location"])
    assert "“Own” is put." in page.text
    (survey,) = session.scalars(select(Survey))
    assert (survey.purpose, survey.mode) == (Purpose.OTHER, IdentityMode.UNLINKED)
    assert (survey.opens_at, survey.closes_at) == (NOW, datetime(2026, 12, 3, 0, 0, tzinfo=UTC))
    assert len(session.scalars(select(SurveyInvitation)).all()) == 2
    letters = session.scalars(select(OutboxMessage).filter_by(kind="survey_open")).all()
    assert len(letters) == 2
    letter = read(session, letters[0])
    assert letter.subject == "Own: what do you say?"
    assert "You are asked something about Fall 2026: “Own”." in letter.text
    assert "/surveys/" in letter.text


def test_letters_go_when_it_opens(sign_in: SignIn, session: Session, version: str) -> None:
    sign_in("cora").post(NEW, data=form(version, opens="2026-11-25", closes="2026-12-09"))
    (survey,) = session.scalars(select(Survey))
    assert survey.opens_at == datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    tasks = session.scalars(select(Task).where(col(Task.job_id).is_not(None))).all()
    assert {task.not_before for task in tasks} == {survey.opens_at}


def test_the_same_is_asked_again_under_another_key(
    sign_in: SignIn, session: Session, version: str
) -> None:
    cora = sign_in("cora")
    for _ in range(2):
        assert cora.post(NEW, data=form(version)).status_code == 303
    assert set(session.scalars(select(col(Survey.key)))) == {"own", "own-2"}


def test_the_past_is_asked_about_where_that_can_be(
    sign_in: SignIn, session: Session, version: str
) -> None:
    other = in_pack(session, key="plain", title="Plain", perspectives={}, scales=OWN["scales"])
    cora = sign_in("cora")
    cora.post(NEW, data=form(version, asks_then="yes"))
    cora.post(NEW, data=form(other, asks_then="yes"))
    found = {survey.key: survey.asks_then for survey in session.scalars(select(Survey))}
    assert found == {"own": True, "plain": False}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"closes": "2026-11-17"}, "A survey closes after it opens."),
        ({"opens": "2026-12-05"}, "A survey closes after it opens."),
        ({"closes": ""}, "Enter the day on which it closes."),
        ({"closes": "9999-12-31"}, "Enter a year from 2000 to 2099."),
        ({"mode": ""}, "Choose what is kept of whose an answer is."),
        ({"instrument": "00000000-0000-7000-8000-000000000000"}, "Choose one from the list."),
        ({"instrument": "x"}, "Choose one from the list."),
    ],
)
def test_a_refusal_stands_on_the_form_with_what_was_chosen(
    sign_in: SignIn, session: Session, version: str, changed: dict[str, str], words: str
) -> None:
    answer = sign_in("cora").post(NEW, data=form(version, **changed))
    assert answer.status_code == 422
    assert words in answer.page.text
    assert not session.scalars(select(Survey)).all()
    assert not session.scalars(select(OutboxMessage).filter_by(kind="survey_open")).all()


def test_what_mentees_answer_is_not_offered_to_learners_and_refused_when_it_is_sent(
    sign_in: SignIn, session: Session, version: str
) -> None:
    theirs = in_pack(session, key="of-mentees", title="Of mentees", answered_by="mentee")
    cora = sign_in("cora")
    assert "Of mentees" not in cora.page(NEW).text
    answer = cora.post(NEW, data=form(theirs))
    assert answer.status_code == 422
    assert "“Of mentees” is written for mentees" in answer.page.text
    assert not session.scalars(select(Survey)).all()


def test_what_the_policy_asks_for_and_what_has_no_wording_is_not_offered(
    sign_in: SignIn, session: Session, cast: Cast, version: str
) -> None:
    items = [{**item, "text": None} for item in OWN["items"]]
    in_pack(session, key="shell", title="Shell without wording", items=items)
    cora = sign_in("cora")
    assert "Shell without wording" not in cora.page(NEW).text
    assert "Own" in [label.text.split("\n")[0].strip()[:3] for label in cora.page(NEW).all("label")]
    ask_by_policy(session, cast)
    page = cora.page(NEW)
    assert "There is nothing to ask" in page.text
    assert cora.post(NEW, data=form(version)).status_code == 422
    assert "“own” opens by itself after the last session." in cora.page(EVALUATION).text


def ask_by_policy(session: Session, cast: Cast) -> None:
    (policy,) = session.scalars(select(PolicyVersion).filter_by(cohort_id=cast.fall.id))
    data = PolicyData.model_validate(policy.data).model_copy(update={"surveys": ("own",)})
    policy.data = data.model_dump(mode="json")
    session.commit()


def test_in_an_archived_cohort_nothing_is_asked(
    sign_in: SignIn, session: Session, cast: Cast, version: str
) -> None:
    cast.fall.closes_at = NOW - timedelta(days=1)
    cast.fall.archived_at = NOW
    session.commit()
    cora = sign_in("cora")
    assert "Ask something else" not in cora.page(EVALUATION).text
    assert cora.post(NEW, data=form(version)).status_code == 422
    assert not session.scalars(select(Survey)).all()


@pytest.mark.both_databases
def test_a_survey_about_sessions_is_for_who_has_some(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    about = in_pack(session, key="session", title="How was it?", about_session=True)
    without_sessions(session, cast)
    cora = sign_in("cora")
    assert cora.post(NEW, data=form(about)).status_code == 303
    (asked,) = session.scalars(select(SurveyInvitation))
    assert asked.enrollment_id == cast.enrollment("nan").id
    (letter,) = session.scalars(select(OutboxMessage).filter_by(kind="survey_open"))
    assert letter.person_id == cast.id("nan")

    other = in_pack(session, key="other", title="Anything else?")
    cora.post(NEW, data=form(other))
    assert len(session.scalars(select(SurveyInvitation)).all()) == 3


def test_nobody_is_asked_about_sessions_where_nobody_has_any(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    about = in_pack(session, key="session", title="How was it?", about_session=True)
    for name in ("ada", "nan"):
        without_sessions(session, cast, name)
    answer = sign_in("cora").post(NEW, data=form(about))
    assert answer.status_code == 422
    assert "Nobody is enrolled" not in answer.page.text
    assert "Nobody who is enrolled has live sessions" in answer.page.text


@pytest.mark.both_databases
def test_a_survey_about_sessions_ends_for_whom_an_arm_without_is_drawn(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """The letter that waits does not go, the form is closed to them, and no reminder is written."""
    about = in_pack(session, key="session", title="How was it?", about_session=True)
    cora, ada = sign_in("cora"), cast.id("ada")
    cora.post(NEW, data=form(about))
    waiting = {own.person_id: own for own in session.scalars(letters_of("survey_open"))}
    places = {own.enrollment_id: own.id for own in session.scalars(select(SurveyInvitation))}
    path = f"/surveys/{token_for(DEMO_SECRET, places[cast.enrollment('ada').id])}"
    assert "How was it?" in cora.page(path).text
    assert [own.title for own in open_invitations(session, ada, NOW)] == ["How was it?"]

    without_sessions(session, cast)
    look = LAST_LOOKS["survey_open"]
    assert look(session, waiting[ada], NOW) == NOT_THEIRS
    assert isinstance(look(session, waiting[cast.id("nan")], NOW), Send)
    page = cora.page(path)
    assert "How was it?" not in page.text
    assert "your group has none" in page.text
    sent = cora.post(path, data={"trust": "4", "plan": "some"})
    assert "your group has none" in sent.text
    session.expire_all()
    assert not any(own.is_done for own in session.scalars(select(SurveyInvitation)))
    assert open_invitations(session, ada, NOW) == []
    (survey,) = session.scalars(select(Survey))
    assert [own.person_id for own in invitees(session, survey.id)] == [cast.id("nan")]


def letters_of(kind: str) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(col(OutboxMessage.kind) == kind)


def test_sessions_that_are_promised_before_it_closes_count(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    about = in_pack(session, key="session", title="How was it?", about_session=True)
    third = cast.case_session("fall-2026", 3).starts_at
    without_sessions(session, cast, sessions_from=third)
    cora = sign_in("cora")
    cora.post(NEW, data=form(about, closes="2026-11-24"))
    assert len(session.scalars(select(SurveyInvitation)).all()) == 1
    cora.post(NEW, data=form(about, closes="2026-12-02"))
    assert len(session.scalars(select(SurveyInvitation)).all()) == 3


def test_the_button_counts_whom_the_click_asks(
    sign_in: SignIn, session: Session, cast: Cast, version: str
) -> None:
    cora = sign_in("cora")
    assert cora.page(NEW).form("Ask 2 people").buttons
    cast.person("nan").disabled_at = NOW
    session.commit()
    assert cora.page(NEW).form("Ask 1 person").buttons
    cora.post(NEW, data=form(version))
    (asked,) = session.scalars(select(SurveyInvitation))
    assert asked.enrollment_id == cast.enrollment("ada").id


def test_what_asks_fewer_says_so_beside_its_name(
    sign_in: SignIn, session: Session, cast: Cast, version: str
) -> None:
    about = in_pack(session, key="session", title="How was it?", about_session=True)
    cora = sign_in("cora")
    assert cora.page(NEW).form("Ask 2 people").buttons
    without_sessions(session, cast)
    page = cora.page(NEW)
    assert page.form("Ask these people").buttons
    words = [label.text for label in page.main.all("label")]
    (fewer,) = [text for text in words if "How was it?" in text]
    (everybody,) = [text for text in words if text.startswith("Own")]
    assert "It asks 1 person." in fewer
    assert "It asks 2 people." in everybody
    cora.post(NEW, data=form(about))
    assert len(session.scalars(select(SurveyInvitation)).all()) == 1
