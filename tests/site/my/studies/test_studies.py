"""Reading what a study is about, taking part or not, withdrawing: nothing else changes."""

import pytest
from sqlalchemy.orm import Session

from app.studies.consent.queries import stand_of
from app.studies.enums import ConsentScope, ConsentState, KeptData
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from tests.cast import Cast
from tests.client import SignIn, Statements
from tests.page import Page
from tests.studies.projects_of import place_of
from tests.studies.waves.world import make_world

PATH = "/my/studies/mentoring-outcomes"
SAID = {"link": "yes", "recontact": "no", "share": "no", "mentee": "no"}
YES = {**SAID, "do": "agree", "edition": "0"}


@pytest.fixture
def project(session: Session, cast: Cast) -> Project:
    made = make_world(session, cast).project
    session.commit()
    return made


def shown_on(page: Page) -> dict[str, str]:
    """What the form says that was read."""
    fields = page.form("Take part").fields
    return {name: str(fields[name]) for name in ("text", "terms")}


def state(session: Session, cast: Cast, project: Project) -> ConsentState:
    place = place_of(session, cast, project, "ada")
    return stand_of(session, project.id, place.enrollment.id).state


def test_who_agrees_and_withdraws_reads_what_holds(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    page = ada.page(PATH)
    form = page.form("Take part")
    assert not SAID.keys() & form.fields.keys(), "nothing is chosen before"
    assert "What this is about" in page.text
    assert "Nothing in it depends on your answer" in page.text
    sent = {**YES, **shown_on(ada.page(PATH))}
    answer = ada.post(f"{PATH}/consent", data=sent)
    assert answer.headers["location"] == f"{PATH}?done=agreed"
    assert "You take part. Thank you." in ada.page(f"{PATH}?done=agreed").text
    assert state(session, cast, project) is ConsentState.GIVEN
    without = ada.post(f"{PATH}/withdrawal", data={})
    assert without.status_code == 422
    assert without.page.field_errors == {
        "data": "Choose what becomes of the answers you have given."
    }
    gone = ada.post(f"{PATH}/withdrawal", data={"data": KeptData.REMOVE.value})
    assert gone.headers["location"] == f"{PATH}?done=withdrawn"
    assert state(session, cast, project) is ConsentState.WITHDRAWN


def test_nobody_takes_part_on_other_terms_than_they_read(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    """Until the first answer a coordinator may change how answers are kept, and what is asked."""
    ada = sign_in("ada")
    shown = shown_on(ada.page(PATH))
    project.mode = IdentityMode.IDENTIFIED
    session.commit()
    answer = ada.post(f"{PATH}/consent", data={**YES, **shown})
    assert answer.status_code == 422
    assert "has changed since you opened the page" in answer.text
    assert state(session, cast, project) is ConsentState.UNANSWERED
    assert ada.post(f"{PATH}/consent", data={**YES, **shown_on(answer.page)}).status_code == 303


def test_a_box_that_says_delete_is_not_passed_over(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    ada.post(f"{PATH}/consent", data={**YES, **shown_on(ada.page(PATH))})
    both = {"data": KeptData.KEEP.value, "sure": "1"}
    answer = ada.post(f"{PATH}/withdrawal", data=both)
    assert answer.status_code == 422
    assert "Choose one of both." in answer.page.field_errors["data"]
    assert state(session, cast, project) is ConsentState.GIVEN


def test_who_declines_can_think_again(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    shown = shown_on(ada.page(PATH))
    ada.post(f"{PATH}/consent", data={**shown, "edition": "0", "do": "decline"})
    assert state(session, cast, project) is ConsentState.DECLINED
    page = ada.page(f"{PATH}?done=declined")
    assert "You do not take part" in page.text
    assert "Nobody is told" not in page.text
    assert page.main.text.count("No page lists who said no or withdrew. Coordinators can open") == 2
    assert page.form("Take part").fields["edition"] == "1"


def test_that_answers_are_used_is_what_taking_part_means_and_no_question(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    form = ada.page(PATH).form("Take part")
    assert "Taking part means that your answers may be used for this study." in form.text
    every_no = dict.fromkeys(SAID, "no")
    sent = {**every_no, **shown_on(ada.page(PATH)), "edition": "0", "do": "agree"}
    of_before = ada.post(f"{PATH}/consent", data={**sent, "use": "no"})
    assert of_before.status_code == 422, "a page of before, whose No to that was meant"
    assert state(session, cast, project) is ConsentState.UNANSWERED
    assert ada.post(f"{PATH}/consent", data=sent).headers["location"] == f"{PATH}?done=agreed"
    place = place_of(session, cast, project, "ada")
    assert stand_of(session, project.id, place.enrollment.id).scopes == {ConsentScope.USE}
    form = ada.page(PATH).form("Save what I allow")
    assert "If they no longer may, withdraw below." in form.text
    assert {name: form.fields[name] for name in SAID} == every_no


def test_each_question_wants_a_yes_or_a_no_and_nothing_said_is_lost(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    shown = shown_on(ada.page(PATH))
    sent = {**shown, "edition": "0", "do": "agree"}
    silent = ada.post(f"{PATH}/consent", data=sent)
    assert silent.status_code == 422
    assert silent.page.field_errors.keys() == SAID.keys()
    answer = ada.post(f"{PATH}/consent", data={**sent, "recontact": "yes", "link": "no"})
    assert answer.page.field_errors.keys() == {"share", "mentee"}
    assert answer.page.field_errors["share"].startswith("Choose Yes or No: My answers may be")
    kept = answer.page.form("Take part").fields
    assert (kept["recontact"], kept["link"]) == ("yes", "no")
    assert "share" not in kept
    assert state(session, cast, project) is ConsentState.UNANSWERED


def test_each_question_says_what_it_is_for_and_what_no_means(
    sign_in: SignIn, project: Project
) -> None:
    form = sign_in("ada").page(PATH).form("Take part")
    assert "what changed for the same people" in form.text
    assert "in no comparison of before and after" in form.text
    assert form.text.count("With No") == len(SAID)


def test_declining_is_one_click_with_nothing_said(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    form = ada.page(PATH).form("Do not take part")
    looks = [form.buttons[own]["class"] for own in ("Take part", "Do not take part")]
    assert len({*looks}) == 1, "neither is the one to press"
    answer = ada.post(f"{PATH}/consent", data={**form.fields, "do": "decline"})
    assert answer.headers["location"] == f"{PATH}?done=declined"
    assert state(session, cast, project) is ConsentState.DECLINED


def test_who_takes_part_finds_what_they_said_and_can_change_it(
    sign_in: SignIn, session: Session, cast: Cast, project: Project
) -> None:
    ada = sign_in("ada")
    shown = shown_on(ada.page(PATH))
    ada.post(f"{PATH}/consent", data={**YES, **shown})
    page = ada.page(PATH)
    form = page.form("Save what I allow")
    assert {name: form.fields[name] for name in SAID} == SAID
    assert "may be put beside each other. Yes" in page.section("What you allowed").text
    assert "asked about later studies. No" in page.section("What you allowed").text
    ada.post(f"{PATH}/consent", data={**form.fields, "link": "no", "do": "agree"})
    place = place_of(session, cast, project, "ada")
    stand = stand_of(session, project.id, place.enrollment.id)
    assert stand.scopes == {ConsentScope.USE}


def test_what_cannot_be_done_is_not_asked(sign_in: SignIn, session: Session, cast: Cast) -> None:
    make_world(session, cast, mode=IdentityMode.UNLINKED)
    session.commit()
    ada = sign_in("ada")
    page = ada.page(PATH)
    assert "beside each other" not in page.form("Take part").text
    said = {name: own for name, own in YES.items() if name != "link"}
    shown = shown_on(page)
    answer = ada.post(f"{PATH}/consent", data={**said, **shown})
    assert answer.headers["location"] == f"{PATH}?done=agreed"
    assert "beside each other" not in ada.page(PATH).section("What you allowed").text


def test_home_and_the_list_name_it_until_it_is_answered(sign_in: SignIn, project: Project) -> None:
    ada = sign_in("ada")
    assert ada.page("/home").link(project.title) == PATH
    assert "Not answered yet" in ada.page("/my/studies").text
    shown = shown_on(ada.page(PATH))
    ada.post(f"{PATH}/consent", data={**shown, "edition": "0", "do": "decline"})
    assert project.title not in ada.page("/home").text
    assert "You do not take part" in ada.page("/my/studies").text


def test_anonymous_answers_stay_and_the_page_says_so(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_world(session, cast, mode=IdentityMode.LINKED)
    session.commit()
    ada = sign_in("ada")
    shown = shown_on(ada.page(PATH))
    ada.post(f"{PATH}/consent", data={**YES, **shown})
    page = ada.page(PATH)
    form = page.form("Withdraw from the study")
    assert form.fields["data"] == "keep"
    assert "No page lists who takes part, nor who said no or withdrew." in page.main.text


def test_a_study_of_others_does_not_exist(sign_in: SignIn, project: Project) -> None:
    assert sign_in("ben").get(PATH).status_code == 404
    assert sign_in("cora").get(PATH).status_code == 404
    assert "None of your cohorts" in sign_in("ben").page("/my/studies").text


def test_statements(sign_in: SignIn, project: Project, statements: Statements) -> None:
    ada = sign_in("ada")
    with statements() as count:
        ada.page(PATH)
    assert count.total <= 11, count.seen
