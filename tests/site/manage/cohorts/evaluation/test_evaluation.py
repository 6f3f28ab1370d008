"""The surveys of a cohort: how far each is, what was answered, and who may see none of it."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.snoozes.queries import put_off
from app.surveys import actions
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.queries import count_done
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.crowds import fill
from tests.outcomes.answered import answer, answered, ask, close, own_instrument
from tests.outcomes.results.instruments import sheet, sheets
from tests.surveys.asking import SECRET

FALL = "/manage/cohorts/fall-2026/evaluation"
OWN = f"{FALL}/own"


@pytest.fixture
def open_one(session: Session, cast: Cast) -> Survey:
    """A survey that nobody has answered."""
    fill(session, cast.fall, 40, now=NOW)
    survey = ask(session, cast.fall)
    session.commit()
    return survey


def test_nobody_was_asked_anything(sign_in: SignIn) -> None:
    page = sign_in("cora").page(FALL)
    assert "Nobody was asked anything yet" in page.text
    assert page.link("Ask something else") == f"{FALL}/new"


def test_the_way_to_it_is_on_the_page_of_the_cohort(sign_in: SignIn) -> None:
    assert sign_in("cora").page("/manage/cohorts/fall-2026").link("Evaluation") == FALL


def test_how_many_have_answered_is_told_from_five_on(
    sign_in: SignIn, session: Session, open_one: Survey
) -> None:
    cora = sign_in("cora")
    asked = session.scalars(select(SurveyInvitation)).all()
    for invitation in asked[:4]:
        actions.send(session, invitation, sheet(1), code=None, secret=SECRET, now=NOW)
    session.commit()
    words = f"Fewer than 5 of {len(asked)} have answered."
    assert words in cora.page(FALL).text
    assert words in cora.page(OWN).text
    actions.send(session, asked[4], sheet(1), code=None, secret=SECRET, now=NOW)
    session.commit()
    assert f"5 of {len(asked)} have answered." in cora.page(FALL).text


def test_fewer_than_five_are_not_counted_either_when_it_is_closed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    few = answered(session, cast.fall, 2, mode=IdentityMode.IDENTIFIED)
    session.commit()
    asked = count_done(session, [few.id])[few.id].asked
    cora = sign_in("cora")
    for path in (FALL, OWN):
        words = cora.page(path).main.text
        assert f"Fewer than 5 of {asked} answered." in words
        assert f"2 of {asked}" not in words


def test_how_many_answered_is_told_also_where_few_did_not(
    sign_in: SignIn, session: Session, open_one: Survey
) -> None:
    """From five on reminders name who has not: a number that is held back would hide nothing."""
    asked = count_done(session, [open_one.id])[open_one.id].asked
    answer(session, open_one, sheets(asked - 2))
    session.commit()
    assert f"{asked - 2} of {asked} have answered." in sign_in("cora").page(FALL).text


def test_nothing_is_shown_of_an_open_survey_in_any_form(
    sign_in: SignIn, session: Session, open_one: Survey
) -> None:
    answer(session, open_one, sheets(20))
    session.commit()
    cora = sign_in("cora")
    for path in (OWN, f"{OWN}?format=csv", f"{OWN}?format=xlsx"):
        answer_ = cora.get(path)
        assert "Because" not in answer_.text
        assert "Median" not in answer_.text
    refused = cora.get(f"{OWN}?format=csv")
    assert refused.status_code == 422
    assert "shown when it is closed" in refused.page.text
    assert cora.get(f"{OWN}/reliability").headers["location"] == OWN


def test_closing_says_what_it_means_and_shows_results(
    sign_in: SignIn, session: Session, open_one: Survey
) -> None:
    answer(session, open_one, sheets(20))
    session.commit()
    cora = sign_in("cora")
    page = cora.page(f"{OWN}/close")
    assert "It cannot be opened again." in page.text
    assert page.form("Close it for good").action == f"{OWN}/close"
    answered_page = cora.page(cora.post(f"{OWN}/close", data={}).headers["location"])
    assert "The survey is closed." in answered_page.text
    assert "20 of" in answered_page.text
    assert "Because 7" in answered_page.text
    again = cora.post(f"{OWN}/close", data={})
    assert again.status_code == 409
    assert "This survey is closed." in again.page.text


def test_results_say_on_what_they_stand(sign_in: SignIn, session: Session, cast: Cast) -> None:
    answered(session, cast.fall, 20, asks_then=True)
    session.commit()
    page = sign_in("cora").page(OWN)
    assert "Version of the instrument: 000000000000" in page.text
    assert "Nobody can see who answered what" in page.text
    assert "“Not mine”" not in page.text
    (trust,) = (
        row
        for row in page.all("table.answers tbody tr")
        if "Trust" in row.text and "Today" in row.text
    )
    cells = [cell.text for cell in trust.all("td")]
    assert cells == ["4", "4", "4", "4", "4", "20", "3", "2 to 4", "3.00", "40.0%"]
    assert "Median: 9 hours; the middle half: 4 to 14" in page.text
    assert "many at the highest point, so little growth can show" in page.text
    assert "Looking back" in page.text


def test_too_few_is_a_state_with_a_look_of_its_own(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fill(session, cast.fall, 20, now=NOW)
    few = ask(session, cast.fall, mode=IdentityMode.IDENTIFIED)
    answer(session, few, sheets(4))
    close(session, few)
    session.commit()
    cora = sign_in("cora")
    assert "Too few to show" in cora.page(OWN).text
    rows = cora.get(f"{OWN}?format=csv").text
    assert "too few to show" in rows
    assert "Because" not in rows


def test_a_question_of_few_is_too_few_to_show_among_others(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fill(session, cast.fall, 20, now=NOW)
    own = ask(session, cast.fall)
    answer(session, own, [sheet(n, doubt=2 if n < 4 else None, why=None) for n in range(9)])
    close(session, own)
    session.commit()
    page = sign_in("cora").page(OWN)
    (doubt,) = (row for row in page.all("table.answers tbody tr") if "Doubt" in row.text)
    assert [cell.text for cell in doubt.all("td")] == ["Too few to show"]
    assert "Slowly" not in page.text


# ------------------------------------------------------------------------ who is late


@pytest.mark.parametrize("mode", [IdentityMode.UNLINKED, IdentityMode.IDENTIFIED])
def test_a_late_answer_changes_no_number_and_no_file(
    sign_in: SignIn, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    answered(session, cast.fall, 20, mode=mode)
    session.commit()
    cora = sign_in("cora")
    before = cora.page(OWN)
    files = [cora.get(f"{OWN}?format={kind}").content for kind in ("csv",)]
    waiting = select(SurveyInvitation).where(col(SurveyInvitation.is_done).is_(False))
    late = session.scalars(waiting).first()
    assert late
    said = sheet(3, why="Nobody else writes this")
    actions.send(session, late, said, code=None, secret=SECRET, now=NOW + timedelta(hours=1))
    session.commit()
    after = cora.page(OWN)
    assert "1 answer is not counted" in after.text
    assert "Nobody else writes this" not in after.text
    for part in ("section.answers-group", "table.numbers", ".finding"):
        assert [found.text for found in after.all(part)] == [
            found.text for found in before.all(part)
        ]
    assert [cora.get(f"{OWN}?format={kind}").content for kind in ("csv",)] == files


def test_the_order_of_what_was_written_says_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """It is that of neither coming nor the other question."""
    answered(session, cast.fall, 40)
    session.commit()
    page = sign_in("cora").page(OWN)
    texts = [said.text for said in page.all(".said blockquote")]
    whys = [text.split()[1] for text in texts if text.startswith("Because")]
    hows = [text.split()[1] for text in texts if text.startswith("Slowly")]
    assert len(whys) == len(hows) == 40
    assert sorted(whys, key=int) != whys
    assert sum(why == how for why, how in zip(whys, hows, strict=True)) < 6


# ------------------------------------------------------------------------ files


def test_every_line_of_a_file_says_on_what_it_stands(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = answered(session, cast.fall, 20, asks_then=True)
    asked = len(session.scalars(select(SurveyInvitation)).all())
    session.commit()
    cora = sign_in("cora")
    answer_ = cora.get(f"{OWN}?format=csv")
    assert answer_.headers["content-disposition"] == 'attachment; filename="fall-2026-own.csv"'
    rows = list(csv.reader(io.StringIO(answer_.content.decode("utf-8-sig"))))
    told = [row for row in rows if len(row) > 6]
    heads = [row for row in told if row[-1] == "Counted"]
    assert len(heads) == 4
    for row in told:
        if row[-1] != "Counted":
            assert row[-7] == "own " + "0" * 64
            assert row[-6].startswith("2026-11-18T10:00:00")
            assert row[-5:-3] == ["Anonymous", "Nothing is drawn by chance"]
            assert row[-3:] == ["of fewer than 5 people", str(asked), "20"]
    assert ["trust", "now", "1", "No", "4", "20.0"] in [row[:6] for row in told]
    assert own.key == "own"
    assert cora.get(f"{OWN}?format=xlsx").content[:2] == b"PK"


# ------------------------------------------------------------------------ earlier cohorts


def test_earlier_cohorts_stand_beside_once_they_are_closed_and_enough(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answered(session, cast.spring, 8, opens_at=NOW - timedelta(days=200))
    answered(session, cast.fall, 20)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(OWN)
    assert "Beside earlier cohorts" in page.text
    row = next(row for row in page.all("table.numbers tbody tr") if "Trust" in row.text)
    assert [cell.text for cell in row.all("td")] == ["2.63 (25%)", "3.00 (40.0%)"]
    assert (
        "Beside earlier cohorts" not in cora.page("/manage/cohorts/spring-2026/evaluation/own").text
    )


def test_an_earlier_survey_of_the_same_people_gives_the_response_shift(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answered(session, cast.fall, 20, key="own-before", opens_at=NOW - timedelta(days=60))
    answered(session, cast.fall, 20, asks_then=True)
    session.commit()
    page = sign_in("cora").page(OWN)
    row = next(row for row in page.all("table.numbers tbody tr") if len(row.all("td")) == 6)
    assert [cell.text for cell in row.all("td")] == ["20", "3.00", "1.00", "2.00", "3.00", "-2.00"]


# ------------------------------------------------------------------------ reliability


def test_reliability_is_told_from_thirty_on(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = own_instrument(session)
    answered(session, cast.fall, 20, version=own)
    session.commit()
    page = sign_in("cora").page(f"{OWN}/reliability")
    assert "Too few to show" in page.text
    assert "With fewer than 30 of them" in page.text


# ------------------------------------------------------------------------ who


@pytest.mark.parametrize("name", ["fay", "lee", "ada", "abe"])
def test_nobody_but_coordinators_sees_any_of_it(
    sign_in: SignIn, session: Session, cast: Cast, name: str
) -> None:
    answered(session, cast.fall, 20)
    session.commit()
    browser = sign_in(name)
    paths = ("", "/new", "/own", "/own?format=csv", "/own/reliability", "/own/close")
    for path in (*paths, "/own/reminders"):
        answer_ = browser.get(f"{FALL}{path}")
        assert answer_.status_code in {403, 404}, path
        assert "Because" not in answer_.text
    for path in ("/new", "/own/close", "/own/reminders", "/own/quotes/new"):
        assert browser.post(f"{FALL}{path}", data={}).status_code in {403, 404}, path


def test_a_survey_of_another_program_is_not_there(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    assert cora.get("/manage/cohorts/coach-2026/evaluation").status_code == 404
    answered(session, cast.spring, 20)
    session.commit()
    assert cora.get(OWN).status_code == 404


def test_the_waves_of_a_project_are_not_shown_here(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answered(session, cast.fall, 20, purpose=Purpose.WAVE)
    session.commit()
    cora = sign_in("cora")
    assert cora.get(OWN).status_code == 404
    assert "Nobody was asked anything yet" in cora.page(FALL).text


# ------------------------------------------------------------------------ statements


def test_as_many_statements_for_few_answers_as_for_many(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    answered(session, cast.fall, 50, key="own-2")
    answered(session, cast.fall, 5)
    session.commit()
    cora = sign_in("cora")
    totals = []
    for key in ("own", "own-2"):
        with statements() as seen:
            cora.page(f"{FALL}/{key}")
        totals.append(seen.total)
    assert totals[0] == totals[1]


def test_as_many_statements_for_one_survey_as_for_three(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    answered(session, cast.fall, 5)
    session.commit()
    cora, totals = sign_in("cora"), []
    cora.page(OWN)  # whoever opens results first leaves behind that they did
    for path in (FALL, OWN, "/manage"):
        with statements() as seen:
            cora.page(path)
        totals.append(seen.total)
    for key in ("own-2", "own-3"):
        answered(session, cast.fall, 6, key=key)
    answered(session, cast.spring, 6, opens_at=NOW - timedelta(days=90))
    session.commit()
    for path, before in zip((FALL, OWN, "/manage"), totals, strict=True):
        with statements() as seen:
            cora.page(path)
        assert seen.total == before, path


# ------------------------------------------------------------------------ the queue


def test_new_results_wait_to_be_looked_at_for_two_weeks(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answered(session, cast.fall, 6)
    answered(session, cast.fall, 6, key="own-2", closed_at=NOW - timedelta(days=15))
    session.commit()
    page = sign_in("cora").page("/manage")
    assert page.link("Look at what people answered: Own") == OWN
    assert f"{OWN}-2" not in [link.attribute("href") for link in page.all("a")]


def waiting(browser: Browser) -> list[str]:
    """Where the queue leads to results."""
    found = browser.page("/manage").all("a.task-title")
    return [own.attribute("href") for own in found if "/evaluation/" in own.attribute("href")]


@pytest.mark.both_databases
def test_results_that_somebody_opened_wait_for_others_and_no_more_for_them(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answered(session, cast.fall, 6)
    answered(session, cast.fall, 6, key="own-2")
    session.commit()
    cora = sign_in("cora")
    assert waiting(cora) == [OWN, f"{OWN}-2"]
    cora.page(OWN)
    cora.page(OWN)
    assert waiting(cora) == [f"{OWN}-2"]
    assert "Later" not in cora.page("/manage").main.text, "it is read, and not put off"
    assert put_off(session, cast.id("abe"), NOW) == {}, "others have not read it"


def test_nothing_waits_where_too_few_answered_and_while_it_is_open(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answered(session, cast.fall, 4, mode=IdentityMode.IDENTIFIED)
    session.commit()
    cora = sign_in("cora")
    assert "Look at what people answered" not in cora.page("/manage").text
    assert "Too few to show" in cora.page(OWN).text
