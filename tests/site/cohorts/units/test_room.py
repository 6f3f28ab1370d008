"""The column beside a unit's text, where one stopped in it, and what comes after signing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession
from app.core.models import AuditLine
from app.learning.models import ReadingPlace
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.learning.open_unit import NAMED, OPEN, do_everything, shown

HERE = "module-2-where-to-go-on"
AFTER_SIGNING = f"{OPEN}?saved=attestation"


def to_do(ada: Browser) -> dict[str, str]:
    """The unit's tasks, each with its state."""
    rows = [row.text for row in ada.page(OPEN).all(".to-do li")]
    names = ("Module", "Readings", "Reflect", "Knowledge check", "Sign Week 2")
    return {name: row.removeprefix(name).strip() for name, row in zip(names, rows, strict=True)}


def next_task(ada: Browser) -> str:
    """What the one button of the column says."""
    return ada.page(OPEN).one("#contents .button").text


def test_column_says_how_far_what_is_next_and_what_is_on_the_page(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    beside = ada.page(OPEN).one("#contents")
    assert "0 of 5 tasks done about 40 min left, 5 of them optional" in beside.text
    assert beside.link("Where to begin") == "#module-2-where-to-begin"
    assert beside.link("Where to “go on”") == f"#{HERE}"
    assert to_do(ada) == {
        "Module": "10 min",
        "Readings": "0 of 2 required",
        "Reflect": "5 min",
        "Knowledge check": "optional, 5 min",
        "Sign Week 2": "when all is done",
    }


def test_each_task_leads_to_the_next(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert next_task(ada) == "Next: Read the module (10 min)"
    ada.post(f"{OPEN}/readings/the_text", data={"done": "yes"})
    assert next_task(ada) == "Next: Reading (10 min)"
    assert ada.page(OPEN).one("#contents .button").attribute("href") == "#reading-r2a"
    for key in ("r2a", "r2b"):
        ada.post(f"{OPEN}/readings/{key}", data={"done": "yes"})
    assert next_task(ada) == "Next: Reflect (5 min)"
    do_everything(ada)
    assert next_task(ada) == "Next: Sign Week 2"
    assert to_do(ada)["Sign Week 2"] == "ready to sign"
    assert "all done" not in ada.page(OPEN).text, "it is not signed"


def test_minutes_are_the_same_on_home_and_in_the_unit(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    for key in ("the_text", "r2b"):
        ada.post(f"{OPEN}/readings/{key}", data={"done": "yes"})
        left = ada.page(OPEN).one(".far .muted").text
        assert left == ada.page("/home").one("#work .card-head .badge").text


def test_text_is_ticked_where_it_ends_and_settled_by_the_signature(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    tick = ada.page(OPEN).one("#tick-the_text")
    assert (tick.attribute("aria-pressed"), tick.has("disabled")) == ("false", False)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    tick = ada.page(OPEN).one("#tick-the_text")
    assert (tick.attribute("aria-pressed"), tick.has("disabled")) == ("true", True)


def test_neighbors_are_one_step_away_and_a_locked_one_only_says_when(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    beside = ada.page(OPEN).one(".neighbors")
    assert beside.text == "Week 1 Week 3 opens Mon, Nov 23"
    assert beside.addresses == ["/cohorts/fall-2026/units/1"]
    assert ada.page("/cohorts/fall-2026/units/1").one(".neighbors").addresses == [OPEN]


def test_reading_says_what_it_is_why_and_opens_beside_the_course(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    for path in (OPEN, "/home"):
        row = ada.page(path).one("#reading-r2a")
        for words in (
            "J Test 1:1, 2020",
            "Journal article · free to read · required",
            "It is short.",
            "(opens in a new tab)",
        ):
            assert words in row.text, path
        link = row.one("a.task-title")
        assert link.attribute("href") == "https://doi.org/10.1234/test.2a"
        assert (link.attribute("target"), link.attribute("rel")) == ("_blank", "noopener")
    assert "free to read" not in ada.page(OPEN).one("#reading-r2b").text


def test_straight_marks_are_shown_as_in_print_and_code_as_it_is(sign_in: SignIn) -> None:
    text = sign_in("ada").page(OPEN).one("#module")
    assert "It’s here." in text.text
    assert text.one("code").text == '"on"'


def note(ada: Browser, heading: str = HERE, path: str = OPEN) -> int:
    """What the page's script sends."""
    return ada.post(
        f"{path}/place", data={"heading": heading}, headers={"HX-Request": "true"}
    ).status_code


def places(session: Session) -> int:
    """How many are kept."""
    return session.scalar(select(func.count()).select_from(ReadingPlace)) or 0


def test_where_one_stopped_is_there_on_every_device(sign_in: SignIn, session: Session) -> None:
    assert ada_stopped(sign_in("ada")) == []
    phone = sign_in("ada")
    assert note(phone, "module-2-where-to-begin") == 204
    assert note(phone) == 204
    assert places(session) == 1
    desk = sign_in("ada")
    assert ada_stopped(desk) == ["You stopped here on Wed, Nov 18"]
    assert desk.page(OPEN).link("Go on where you stopped: Where to “go on”") == f"#{HERE}"
    before, after = desk.get(OPEN).text.split('class="stopped')
    assert 'id="module-2-where-to-begin"' in before
    assert f'id="{HERE}"' in after


def ada_stopped(browser: Browser) -> list[str]:
    """What the page says of where somebody stopped."""
    return browser.page(OPEN).texts(".stopped")


def test_beginning_of_a_text_is_no_place_to_go_on_from(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    note(ada, "module-2-where-to-begin")
    assert ada_stopped(ada) == []


def test_swapped_page_does_not_say_where_one_stopped(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    note(ada)
    assert "You stopped" not in ada.get(OPEN, headers={"HX-Request": "true"}).text


def test_place_leaves_no_line_and_counts_for_nothing(sign_in: SignIn, session: Session) -> None:
    ada = sign_in("ada")
    lines = session.scalar(select(func.count()).select_from(AuditLine))
    before = ada.page(OPEN).one(".far").text
    note(ada)
    assert session.scalar(select(func.count()).select_from(AuditLine)) == lines
    assert ada.page(OPEN).one(".far").text == before


def test_reading_a_page_notes_nothing(sign_in: SignIn, session: Session) -> None:
    sign_in("ada").get(OPEN)
    assert places(session) == 0


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("nowhere", OPEN),
        ("module-3-where-to-begin", OPEN),
        ("module-3-where-to-begin", "/cohorts/fall-2026/units/3"),
    ],
)
def test_only_a_heading_of_an_open_text_is_a_place(
    sign_in: SignIn, session: Session, heading: str, path: str
) -> None:
    assert note(sign_in("ada"), heading, path) == 404
    assert places(session) == 0


@pytest.mark.parametrize("persona", ["fay", "cora", "lee"])
def test_nobody_else_sees_or_moves_a_place(sign_in: SignIn, session: Session, persona: str) -> None:
    note(sign_in("ada"))
    assert note(sign_in(persona), "module-2-where-to-begin") in {403, 404}
    assert session.scalars(select(col(ReadingPlace.heading))).all() == [HERE]


def sign(ada: Browser) -> str:
    """Ada signs the open unit; where she is led."""
    do_everything(ada)
    answer = ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    return answer.headers["location"]


def test_signing_leads_to_what_comes_next_and_when(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ada").zone = "America/Los_Angeles"
    session.commit()
    ada = sign_in("ada")
    first = "/cohorts/fall-2026/units/1"
    for key in ("r1a", "r1b"):
        ada.post(f"{first}/readings/{key}", data={"done": "yes"})
    ada.post(f"{first}/reflection", data={"text": "I assumed."})
    ada.post(f"{first}/attestation", data=shown(ada, first) | NAMED)
    assert sign(ada) == f"{AFTER_SIGNING}#done"
    page = ada.page(AFTER_SIGNING)
    assert page.title == "Week 2 is done · Waypost"
    heading = page.one("#done")
    assert (heading.text, heading.attribute("tabindex")) == ("Week 2 is done", "-1")
    part = page.one(".done-page")
    for words in (
        "Week 3 opens Mon, Nov 23, 5:00 AM Pacific Time: Module 3 title",
        "6:00 AM by the cohort’s clock (Mountain Time)",
        "Thu 11:00 AM – 12:00 PM Pacific Time",
        "12:00 PM by the cohort’s clock (Mountain Time)",
    ):
        assert words in part.text
    assert part.link("Home") == "/home"
    assert part.link("Add to calendar") == "/cohorts/fall-2026/sessions/2.ics"
    assert "all done" in page.text


def test_open_unit_that_waits_comes_before_what_opens(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    sign(ada)
    link = "Go on with Week 1: Module 1 title"
    assert ada.page(AFTER_SIGNING).link(link) == "/cohorts/fall-2026/units/1"


def test_nothing_is_done_by_an_address(sign_in: SignIn) -> None:
    assert sign_in("ada").page(AFTER_SIGNING).title.startswith("Week 2: Module 2 title")


def test_last_unit_leads_to_the_record(sign_in: SignIn) -> None:
    page = sign_in("ben").page("/cohorts/spring-2026/units/4?saved=attestation")
    assert "This was the last one to sign." in page.text
    assert page.one(".done-page").link("See your record") == "/my/record"


def test_calendar_is_not_offered_for_what_is_over(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    assert f"{OPEN.replace('units', 'sessions')}.ics" in ada.get(OPEN).text
    held = session.get_one(CaseSession, cast.unit("fall-2026", 2).session_id)
    held.starts_at = NOW - timedelta(days=1)
    session.commit()
    assert f"{OPEN.replace('units', 'sessions')}.ics" not in ada.get(OPEN).text
