"""The groups of a session, as pages and as files."""

import csv
import io

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.breakouts import rules
from app.casework.breakouts.models import BreakoutPlace
from app.casework.breakouts.rules import (
    MADE_ANEW,
    NO_SUCH_GROUP,
    NOBODY,
    NOBODY_YET,
    ONLY_WHO_CAME,
)
from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.demo.work import mark_session
from app.people.models import EmailAddress
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.season import SLUG, came, make_season, register
from tests.site.teach.acts import mark_all

ROOM = "/teach/fall-2026/sessions/1"
GROUPS = f"{ROOM}/groups"


@pytest.fixture
def fay(sign_in: SignIn, session: Session, cast: Cast) -> Browser:
    """Before a cohort of twelve."""
    enroll_crowd(session, cast.fall, 12)
    session.commit()
    return sign_in("fay")


def members(browser: Browser) -> list[list[str]]:
    page = browser.page(GROUPS)
    return [group.texts("bdi") for group in page.all(".groups .card")]


def offered(browser: Browser) -> dict[str, str]:
    """What is chosen before anybody chooses, besides rows for wishes."""
    sent = browser.page(GROUPS).form(action=GROUPS).sent
    return {name: value for name, value in sent if name in {"size", "among", "seed"}}


def make(browser: Browser, **changed: str) -> None:
    answer = browser.post(GROUPS, data=offered(browser) | changed)
    assert answer.headers["location"] == f"{GROUPS}#made"


def test_one_click_in_the_room_makes_groups_for_all_who_lead(fay: Browser, sign_in: SignIn) -> None:
    form = fay.page(ROOM).form("Make groups")
    assert form.action == GROUPS
    assert fay.post(GROUPS, data=form.data()).status_code == 303
    made = members(fay)
    assert sorted(map(len, made)) == [4, 4, 4]
    assert members(sign_in("cora")) == made
    assert "3 groups are made. See the groups" in fay.page(ROOM).texts("#groups")[0]


def test_once_somebody_is_here_one_click_takes_who_is_here_or_everybody(
    fay: Browser, session: Session, cast: Cast
) -> None:
    mark_all(session, cast, 1)  # Ada and Nan, of twelve
    for button, sizes in (
        ("Make groups of the 2 who were here", [2]),
        ("Of everybody who is enrolled", [4, 4, 4]),
    ):
        session.execute(delete(BreakoutPlace))
        session.commit()
        form = fay.page(ROOM).form(button)
        assert fay.post(form.action, data=form.data(button)).status_code == 303
        assert sorted(map(len, members(fay))) == sizes


def test_who_is_here_is_offered_again_although_groups_of_everybody_were_made_before(
    fay: Browser, session: Session, cast: Cast
) -> None:
    make(fay, among="enrolled")
    mark_all(session, cast, 1)
    assert offered(fay)["among"] == "there"
    assert "Who was here" in fay.page(GROUPS).form(action=GROUPS).text


def test_groups_of_a_series_are_of_who_is_here(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    season = make_season(session, cast)
    register(session, season, cast, "ada", "ben", "nan")
    room, fay = f"/teach/{SLUG}/sessions/1", sign_in("fay")
    (card,) = fay.page(room).all("#groups")
    assert "as soon as somebody is recorded as here" in card.text
    assert not card.forms
    assert "among" not in dict(fay.page(f"{room}/groups").form("Make groups").sent), "no choice"
    assert "Who was here: recorded as present" in fay.page(f"{room}/groups").main.text
    answer = fay.post(f"{room}/groups", data={})
    assert str(NOBODY_YET) in answer.page.main.text
    answer = fay.post(f"{room}/groups", data={"among": "enrolled"})
    assert answer.status_code == 409
    assert str(ONLY_WHO_CAME) in answer.page.main.text
    came(session, cast, 1, "ada", "ben")
    form = fay.page(room).form("Make groups of the 2 who were here")
    assert "Of everybody who is enrolled" not in form.buttons
    fay.post(f"{room}/groups", data=form.data("Make groups of the 2 who were here"))
    assert fay.page(f"{room}/groups").texts(".groups bdi") == ["Ada Alvarez, MD", "Ben Begay, MD"]


def test_same_number_makes_the_same_groups_again(fay: Browser) -> None:
    make(fay, seed="41")
    first = members(fay)
    make(fay, seed="42")
    assert members(fay) != first
    make(fay, seed="41")
    assert members(fay) == first
    assert "Number of the draw: 41" in fay.page(GROUPS).texts("#made")[0]


def test_wishes_are_typed_as_names_and_stay_in_the_form(fay: Browser) -> None:
    options = [own.attribute("value") for own in fay.page(GROUPS).all("#people option")]
    rows = {"size": "4", "among": "enrolled", "seed": "", "wish": ["apart", "together"]}
    rows |= {"one": [options[0], options[2].lower()], "other": [options[1], options[3]]}
    assert fay.post(GROUPS, data=rows).status_code == 303
    page = fay.page(GROUPS)
    typed = [own.attribute("value") for own in page.all('#make input[name="one"]')]
    assert typed == [options[0], options[2], "", ""]
    assert not page.texts(".notice")


def test_name_that_nobody_has_is_said_at_its_row(fay: Browser) -> None:
    options = [own.attribute("value") for own in fay.page(GROUPS).all("#people option")]
    rows = {"size": "4", "among": "enrolled", "wish": ["apart"] * 2}
    rows |= {"one": ["Nobody", options[0]], "other": [options[0], options[0]]}
    answer = fay.post(GROUPS, data=rows)
    assert answer.status_code == 422
    assert set(answer.page.field_errors) == {"one-1", "other-2"}
    assert "Nobody" in [own.attribute("value") for own in answer.page.all('input[name="one"]')]
    assert not members(fay)


def test_wish_that_cannot_be_kept_is_told(fay: Browser) -> None:
    options = [own.attribute("value") for own in fay.page(GROUPS).all("#people option")]
    rows = {"size": "4", "among": "enrolled", "wish": ["together", "apart"]}
    rows |= {"one": [options[0]] * 2, "other": [options[1]] * 2}
    fay.post(GROUPS, data=rows)
    (said,) = fay.page(GROUPS).texts(".notice")
    assert "cannot be in different groups with these wishes" in said


def test_somebody_is_moved_and_what_was_wished_is_remembered(fay: Browser) -> None:
    options = [own.attribute("value") for own in fay.page(GROUPS).all("#people option")]
    rows = {"size": "4", "among": "enrolled", "wish": ["together"]}
    fay.post(GROUPS, data={**rows, "one": [options[0]], "other": [options[1]]})
    form = fay.page(GROUPS).form("Move")
    key = next(key for key, name in form.choices("person").items() if name == options[0])
    told = []
    for number in ("1", "2", "3"):
        answer = fay.post(form.action, data=form.data(person=key, number=number))
        assert answer.headers["location"] == f"{GROUPS}#group-{number}"
        told.append(fay.page(GROUPS).texts(".notice"))
    assert sorted(map(len, told)) == [0, 1, 1]
    assert all("were to be together" in said for own in told for said in own)


def test_move_is_refused_to_no_group_and_of_groups_that_are_no_more(fay: Browser) -> None:
    make(fay)
    form = fay.page(GROUPS).form("Move")
    key = next(key for key in form.choices("person") if key)
    answer = fay.post(form.action, data=form.data(person=key, number="9"))
    assert answer.status_code == 409
    assert answer.page.field_errors["number"].endswith(str(NO_SUCH_GROUP(number=9)))
    make(fay)
    answer = fay.post(form.action, data=form.data(person=key, number="1"))
    assert answer.status_code == 409
    assert answer.page.field_errors["number"].endswith(str(MADE_ANEW))


def test_groups_of_who_is_there_need_somebody(fay: Browser, session: Session, cast: Cast) -> None:
    answer = fay.post(GROUPS, data=offered(fay) | {"among": "there"})
    assert answer.status_code == 409
    assert answer.page.field_errors["among"].endswith(str(NOBODY))
    mark_all(session, cast, 1)
    assert offered(fay)["among"] == "there"
    make(fay, among="there")
    assert sorted(map(len, members(fay))) == [2]
    assert not fay.page(GROUPS).texts("#without")


def test_one_person_in_groups_is_told_as_one(fay: Browser, session: Session, cast: Cast) -> None:
    wanted = {cast.enrollment("ada").id: Submitted(AttendanceStatus.PRESENT)}
    mark_session(session, cast.unit("fall-2026", 1), wanted, by=cast.id("fay"))
    session.commit()
    make(fay, among="there")
    assert "1 person in 1 group, made" in fay.page(GROUPS).one("#made").text
    make(fay, among="enrolled")
    assert "12 people in 3 groups, made" in fay.page(GROUPS).one("#made").text


def test_zoom_is_given_its_columns_letter_by_letter_and_no_formula(
    fay: Browser, session: Session, cast: Cast
) -> None:
    own = select(EmailAddress).where(col(EmailAddress.person_id) == cast.id("ada"))
    session.scalars(own).one().address = "=ada@example.org"
    session.commit()
    assert fay.get(f"{GROUPS}?download_for=zoom").status_code == 404
    make(fay)
    answer = fay.get(f"{GROUPS}?download_for=zoom")
    assert answer.content.startswith(b"Pre-assign Room Name,Email Address\r\n")
    assert 'filename="fall-2026-session-1-groups.csv"' in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text)))[1:]
    assert {"'=ada@example.org", "nan@example.org"} <= {row[1] for row in rows}
    assert {row[0] for row in rows} <= {"Group 1", "Group 2", "Group 3"}


def test_groups_as_text_have_a_line_each(fay: Browser) -> None:
    make(fay)
    (text,) = [own.text for own in fay.page(GROUPS).all("pre.chat")]
    made = members(fay)
    assert all("; ".join(names) in text for names in made)
    button = fay.page(GROUPS).one("[data-chat]").attribute("data-chat")
    assert button.splitlines()[0] == f"Group 1: {'; '.join(made[0])}"


def test_learners_are_told_nothing_of_groups(fay: Browser, sign_in: SignIn) -> None:
    make(fay)
    ada = sign_in("ada")
    assert ada.get(GROUPS).status_code == 403
    assert "Group 1" not in ada.get("/cohorts/fall-2026/sessions/1").text


def test_nothing_is_offered_in_an_archived_cohort(
    fay: Browser, session: Session, cast: Cast
) -> None:
    make(fay)
    cast.fall.archived_at = NOW
    session.commit()
    assert not fay.page(GROUPS).texts("#make")
    assert not fay.page(ROOM).texts("#groups")
    assert fay.post(GROUPS, data={"size": "4"}).status_code == 409


@pytest.mark.parametrize("size", [50, 500])
def test_groups_cost_as_many_statements_for_50_as_for_500(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    enroll_crowd(session, cast.fall, size)
    session.commit()
    fay = sign_in("fay")
    with statements() as count:
        make(fay, size="5")
    assert count.total <= 22
    with statements() as count:
        assert len(members(fay)) == len(rules.sizes(size, 5))
    assert count.total <= 9
