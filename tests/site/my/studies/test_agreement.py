"""The words that somebody answered stay theirs to read, also when the study has others since."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.studies.consent.actions import give, keep_text, withdraw
from app.studies.consent.queries import newest_texts
from app.studies.enums import ConsentScope, KeptData, Respondent
from app.studies.models import Project
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.studies.projects_of import agree, place_of, refuse
from tests.studies.trials.trials_of import agreed
from tests.studies.waves.world import make_world

PATH = "/my/studies/mentoring-outcomes"
OWN = f"{PATH}/agreement"


def made(session: Session, cast: Cast) -> Project:
    return make_world(session, cast).project


def change_text(session: Session, cast: Cast, project: Project) -> None:
    by, later = cast.id("cora"), NOW + timedelta(hours=1)
    words = "## Other words\n\nWe ask you nine times."
    keep_text(session, project, Respondent.LEARNER, "en", words, by=by, now=later)


def test_the_page_shows_the_version_that_was_agreed_to(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    project = made(session, cast)
    agree(session, cast, project, "ada", [ConsentScope.USE, ConsentScope.LINK])
    change_text(session, cast, project)
    session.commit()
    ada = sign_in("ada")
    assert ada.page(PATH).link("Read or print what you answered") == OWN
    with statements() as count:
        page = ada.page(OWN)
    assert "We ask you four times." in page.text
    assert "nine times" not in page.text
    assert "English, version 1, in force since" in page.text
    said = page.section("What you said to each question").text
    assert "Taking part means that your answers may be used for this study." in said
    assert "My answers of different times may be put beside each other. Yes" in said
    assert "I may be asked about later studies. No" in said
    assert said.count(" Yes") + said.count(" No") == 4, "one for each question that was asked"
    assert count.total <= 6, count.seen


def test_a_question_that_was_not_asked_is_no_no(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = made(session, cast)
    place = place_of(session, cast, project, "ada")
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    give(session, place, {ConsentScope.LINK: False}, text_id=text.id, edition=0, now=NOW)
    agree(session, cast, project, "ada")
    session.commit()
    page = sign_in("ada").page(OWN)
    assert page.section("What you said to each question").text.count(" Yes") == 4
    before = page.section("Answers of before").text
    assert "put beside each other. No" in before
    assert "later studies" not in before


def test_of_an_answer_of_before_only_each_yes_is_certain(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = made(session, cast)
    place = place_of(session, cast, project, "ada")
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    session.add(agreed(project.id, place.enrollment.id, text.id))
    session.commit()
    said = sign_in("ada").page(OWN).section("What you said to each question").text
    assert "Which others you were asked was not kept. You allowed none of those." in said
    assert "My answers may be used for this study. Yes" in said
    assert " No" not in said


def test_who_withdrew_and_who_declined_finds_theirs_and_every_answer_of_before(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = made(session, cast)
    refuse(session, cast, project, "ada")
    session.commit()
    assert "You declined on" in sign_in("ada").page(OWN).main.text
    agree(session, cast, project, "ada")
    withdraw(session, place_of(session, cast, project, "ada"), KeptData.KEEP, now=NOW)
    session.commit()
    page = sign_in("ada").page(OWN)
    assert "You agreed on" in page.main.text
    assert "and withdrew on" in page.main.text
    assert "You declined on" in page.section("Answers of before").text


def test_nothing_is_there_before_an_answer_and_for_others(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    made(session, cast)
    session.commit()
    ada = sign_in("ada")
    assert ada.get(OWN).headers["location"] == PATH
    assert "Read or print" not in ada.page(PATH).text
    assert sign_in("ben").get(OWN).status_code == 404


def test_the_list_has_studies_of_before_and_withdrawn_ones_with_their_states(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = made(session, cast)
    session.commit()
    ada = sign_in("ada")
    assert "Not answered yet" in ada.page("/my/studies").main.text
    session.get_one(Cohort, cast.fall.id).closes_at = NOW - timedelta(days=1)
    session.commit()
    never = ada.page("/my/studies").main.text
    assert "Not answered" in never
    assert "Not answered yet" not in never, "nothing waits any more"
    agree(session, cast, project, "ada")
    withdraw(session, place_of(session, cast, project, "ada"), KeptData.KEEP, now=NOW)
    session.commit()
    own = ada.page("/my/studies")
    assert own.link("Mentoring outcomes") == PATH
    assert "You have withdrawn" in own.main.text
    assert "You withdrew on" in own.main.text
