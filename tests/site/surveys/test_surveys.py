"""Answering a survey without a script: screen by screen where it is kept, else on one page."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.settings import DEMO_SECRET
from app.site.surveys.loaders import WRONG_FROM
from app.studies.consent import actions as consent
from app.studies.enums import KeptData, RaterStep
from app.surveys import actions, queries
from app.surveys.answering.queries import own as own_answers
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.studies.projects_of import agree, make_project
from tests.studies.waves.world import make_world
from tests.surveys.asking import ENTERED, OPENED, WHOLE, put_survey

MODES = IdentityMode
NAMED = [MODES.IDENTIFIED, MODES.CONFIDENTIAL]
ANONYMOUS = [MODES.LINKED, MODES.UNLINKED]
FIRST = {"group": "1", "go": "next", "trust": "4", "plan": "some"}
SECOND = {"group": "2", "go": "next", "ways": "calls", "hours": "3"}
THIRD = {"group": "3", "go": "send", "why": "Because", "since": "2026-01-02"}
ALL = {**FIRST, **SECOND, **THIRD}
WHOLE_FORM = {name: value for name, value in ALL.items() if name not in {"group", "go"}}


def ask_ada(
    session: Session, cast: Cast, mode: IdentityMode, **values: object
) -> tuple[Survey, SurveyInvitation, str]:
    survey = put_survey(session, cast.fall, mode, **values)  # type: ignore[arg-type]
    place = cast.enrollment("ada").id
    (asked,) = actions.invite(session, survey, enrollment_ids=[place], now=OPENED)
    session.commit()
    return survey, asked, f"/surveys/{token_for(DEMO_SECRET, asked.id)}"


def test_the_first_screen_says_what_it_is_and_who_sees_what(
    browser: Browser, session: Session, cast: Cast
) -> None:
    said = set()
    for number, mode in enumerate(MODES):
        from tests.surveys.asking import EVERY_KIND, add_instrument

        version = add_instrument(session, {**EVERY_KIND, "key": f"k{number}"})
        _survey, _asked, path = ask_ada(session, cast, mode, key=f"k{number}", version=version)
        page = browser.page(path)
        assert page.heading == "Every kind"
        assert "It takes about 3 minutes." in page.text
        assert "cannot be changed" in page.text
        assert "Ada" not in page.text
        said.add(next(line for line in page.text.split("\n") if "our answers are" in line))
    assert len(said) == 4


@pytest.mark.parametrize("mode", NAMED)
def test_each_screen_is_kept_and_leads_to_the_next(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey, asked, path = ask_ada(session, cast, mode)
    page = browser.page(path)
    assert page.link("Begin") == f"{path}?group=1"
    first = browser.post(path, data=FIRST)
    assert (first.status_code, first.headers["location"]) == (303, f"{path}?group=2")
    assert browser.page(path).link("Go on") == f"{path}?group=3"
    back = browser.post(path, data={**SECOND, "go": "back"})
    assert back.headers["location"] == f"{path}?group=1"
    assert browser.page(f"{path}?group=1").form("Next").fields["trust"] == "4"
    assert browser.page(f"{path}?group=2").form("Next").fields["hours"] == "3"
    sent = browser.post(path, data=THIRD)
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    page = browser.page(path)
    assert page.heading == "You have answered; thank you"
    session.expire_all()
    row = own_answers(session, survey, asked)
    assert row is not None
    assert row.answers == WHOLE
    assert queries.count_done(session, [survey.id])[survey.id].done == 1


@pytest.mark.parametrize("mode", NAMED)
def test_what_is_wrong_stands_at_the_question_and_nothing_is_lost(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey, asked, path = ask_ada(session, cast, mode)
    answer = browser.post(path, data={"group": "1", "go": "next", "plan": "some"})
    assert answer.status_code == 422
    assert answer.page.text.count("This question needs an answer.") == 2
    assert answer.page.form("Next").values("plan") == ["some"]
    session.expire_all()
    row = own_answers(session, survey, asked)
    assert row is not None
    assert row.answers == {"plan": "some"}
    answer = browser.post(path, data={**THIRD, "why": "a" * 21})
    assert answer.status_code == 422
    assert answer.page.form("Send").fields["why"] == "a" * 21
    answer = browser.post(path, data={**THIRD, "go": "back", "why": "a" * 21})
    assert answer.status_code == 422


def test_going_back_asks_for_nothing(browser: Browser, session: Session, cast: Cast) -> None:
    _survey, _asked, path = ask_ada(session, cast, MODES.IDENTIFIED)
    answer = browser.post(path, data={"group": "1", "go": "back"})
    assert answer.headers["location"] == f"{path}?group=1"


def test_sending_shows_the_first_screen_that_lacks_an_answer(
    browser: Browser, session: Session, cast: Cast
) -> None:
    survey, _asked, path = ask_ada(session, cast, MODES.IDENTIFIED)
    answer = browser.post(path, data=THIRD)
    assert answer.status_code == 422
    assert answer.page.form("Next").hidden["group"] == "1"
    assert queries.count_done(session, [survey.id])[survey.id].done == 0
    assert browser.page(f"{path}?group=3").form("Send").fields["why"] == "Because"


@pytest.mark.parametrize("mode", NAMED)
def test_the_script_keeps_what_was_answered_so_far(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    _survey, _asked, path = ask_ada(session, cast, mode)
    kept = browser.post(f"{path}/draft", data={"group": "1", "trust": "2", "plan": "no such"})
    assert (kept.status_code, kept.text) == (204, "")
    assert browser.page(f"{path}?group=1").form("Next").fields["trust"] == "2"
    browser.post(f"{path}/draft", data={"group": "2", "hours": "1"})
    browser.post(f"{path}/draft", data={"group": "1"})
    assert "trust" not in browser.page(f"{path}?group=1").form("Next").fields
    assert browser.page(f"{path}?group=2").form("Next").fields["hours"] == "1"


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_anonymous_answers_are_sent_from_one_page_and_only_then_kept(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey, _asked, path = ask_ada(session, cast, mode)
    code = ENTERED if mode is MODES.LINKED else {}
    page = browser.page(path)
    assert {"trust", "plan", "ways", "hours", "why", "since"} <= set(page.form("Send").kinds)
    assert browser.post(f"{path}/draft", data=FIRST).status_code == 409
    answer = browser.post(path, data={"why": "Because", **code})
    assert answer.status_code == 422
    assert answer.page.form("Send").fields["why"] == "Because"
    assert queries.count_done(session, [survey.id])[survey.id].done == 0
    sent = browser.post(path, data=WHOLE_FORM | code)
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert browser.page(path).heading == "You have answered; thank you"
    again = browser.post(path, data=WHOLE_FORM | code)
    assert again.page.heading == "You have answered; thank you"
    assert queries.count_done(session, [survey.id])[survey.id].done == 1


def test_a_code_that_lacks_a_part_is_asked_for(
    browser: Browser, session: Session, cast: Cast
) -> None:
    _survey, _asked, path = ask_ada(session, cast, MODES.LINKED)
    answer = browser.post(path, data=WHOLE_FORM | ENTERED | {"own-day": "40"})
    assert answer.status_code == 422
    assert "Enter a day of the month, from 1 to 31." in answer.page.text
    assert answer.page.form("Send").fields["own-mother"] == "Élodie"


@pytest.mark.parametrize("mode", MODES)
def test_a_field_that_no_page_of_ours_has_is_refused(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey, _asked, path = ask_ada(session, cast, mode)
    answer = browser.post(path, data=ALL | ENTERED | {"sneaked": "x"})
    assert answer.status_code == 422
    assert queries.count_done(session, [survey.id])[survey.id].done == 0


def test_nothing_is_there_for_a_wrong_link_and_who_tries_on_is_stopped(
    browser: Browser, session: Session, cast: Cast
) -> None:
    _survey, _asked, path = ask_ada(session, cast, MODES.UNLINKED)
    wrong = path[:-4] + "AAAA"
    pages = {browser.get(address).page.text for address in (wrong, "/surveys/x")}
    assert len(pages) == 1
    assert browser.get(wrong).status_code == 404
    assert browser.post(wrong, data=FIRST).status_code == 404
    for _time in range(WRONG_FROM.times):
        browser.get(wrong)
    assert browser.get(wrong).status_code == 429
    assert browser.get(path).status_code == 200


def test_before_it_opens_and_after_leaving_the_link_says_so_and_names_nothing(
    browser: Browser, session: Session, cast: Cast
) -> None:
    _survey, asked, path = ask_ada(session, cast, MODES.IDENTIFIED)
    asked.opens_at = NOW + timedelta(days=1)
    session.commit()
    page = browser.page(path)
    assert page.heading == "This survey cannot be answered now"
    assert "This survey is not open yet." in page.text
    assert "Every kind" not in page.text
    asked.opens_at = None
    cast.withdraw("ada")
    session.commit()
    page = browser.page(path)
    assert page.heading == "This survey cannot be answered now"
    assert browser.post(path, data=FIRST).page.heading == page.heading
    assert browser.post(f"{path}/draft", data=FIRST).status_code == 409


@pytest.mark.parametrize("mode", NAMED)
def test_who_left_and_whose_cohort_is_archived_answers_a_wave(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey, _asked, path = ask_ada(session, cast, mode, purpose=Purpose.WAVE)
    cast.withdraw("ada")
    cast.fall.archived_at = NOW
    session.commit()
    assert browser.page(path).heading == "Every kind"
    assert browser.post(f"{path}/draft", data=FIRST).status_code == 204
    for screen in (FIRST, SECOND, THIRD):
        assert browser.post(path, data=screen).status_code == 303
    assert browser.page(path).heading == "You have answered; thank you"
    assert queries.count_done(session, [survey.id])[survey.id].done == 1


def test_who_took_their_consent_back_answers_no_wave(
    browser: Browser, session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    of_project = {"purpose": Purpose.WAVE, "scope_id": project.id}
    _survey, _asked, path = ask_ada(session, cast, MODES.CONFIDENTIAL, **of_project)
    place = agree(session, cast, project, "ada")
    session.commit()
    assert browser.page(path).heading == "Every kind"
    consent.withdraw(session, place, KeptData.KEEP, now=NOW)
    session.commit()
    page = browser.page(path)
    assert page.heading == "This survey cannot be answered now"
    assert "You take no part in this study." in page.text
    assert browser.post(path, data=FIRST).page.heading == page.heading
    assert browser.post(f"{path}/draft", data=FIRST).status_code == 409


def test_who_is_signed_in_is_led_home(sign_in: SignIn, session: Session, cast: Cast) -> None:
    _survey, _asked, path = ask_ada(session, cast, MODES.UNLINKED)
    ada = sign_in("ada")
    ada.post(path, data=WHOLE_FORM)
    page = ada.page(path)
    assert page.link("Home") == "/home"
    assert "Your completion does not wait for this survey any longer." in page.text


def test_a_wave_says_nothing_of_completion(browser: Browser, session: Session, cast: Cast) -> None:
    _survey, _asked, path = ask_ada(session, cast, MODES.UNLINKED, purpose=Purpose.WAVE)
    browser.post(path, data=WHOLE_FORM)
    page = browser.page(path)
    assert "completion" not in page.text
    assert page.heading == "You have answered; thank you"


@pytest.mark.parametrize("mode", MODES)
def test_addresses_leave_no_trace_elsewhere(
    browser: Browser, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    _survey, _asked, path = ask_ada(session, cast, mode)
    answer = browser.get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert 'name="robots" content="noindex"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("mode", MODES)
def test_how_many_statements_it_takes(
    browser: Browser, session: Session, cast: Cast, statements: Statements, mode: IdentityMode
) -> None:
    _survey, _asked, path = ask_ada(session, cast, mode)
    browser.get(path)
    with statements() as looking:
        browser.page(path)
    assert looking.total <= 3
    with statements() as sending:
        browser.post(path, data=(FIRST if mode in NAMED else WHOLE_FORM | ENTERED))
    assert sending.total <= 18


def test_a_mentee_answers_no_more_once_they_or_their_mentor_said_so(
    browser: Browser, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    place = agree(session, cast, world.project, "ada")
    rater = world.name(place)
    world.says(rater, RaterStep.AGREED)
    world.ask()
    session.commit()
    (asked,) = [own for own in world.invitations() if own.rater_id == rater.id]
    path = f"/surveys/{token_for(DEMO_SECRET, asked.id)}"
    assert browser.page(path).link("Begin")

    consent.withdraw(session, place, KeptData.KEEP, now=NOW)
    session.commit()
    page = browser.page(path)
    assert "Nothing is asked of you here any more." in page.text
    assert "Of mentees" not in page.text
    assert "Nothing is asked of you here" in browser.post(path, data=ALL).text
    session.expire_all()
    assert not asked.is_done

    agree(session, cast, world.project, "ada")
    session.commit()
    assert browser.page(path).link("Begin"), "who takes part again lets them be asked again"
    world.says(rater, RaterStep.STOPPED)
    session.commit()
    assert "Nothing is asked of you here any more." in browser.page(path).text
