import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Program
from app.core.models import Job, Task
from app.outcomes.leadership.actions import PRINT
from app.outcomes.leadership.models import LeadershipReport
from app.outcomes.quotes.models import ReleasedQuote
from app.surveys.enums import Purpose
from tests.cast import NOW, SPRING_DAYS, Cast, make_cohort
from tests.client import SignIn, Statements
from tests.crowds import fill
from tests.outcomes.answered import answered

PATH = "/manage/outcomes/report/mentor-development"
COSTS = {
    "faculty_people": "2",
    "faculty_percent": "10",
    "faculty_salary": "$220,000",
    "months": "12",
}


@pytest.fixture
def crowd(session: Session, cast: Cast) -> None:
    fill(session, cast.spring, 40, now=NOW)
    session.commit()


def test_form_proposes_all_cohorts_and_shows_their_paragraph(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page(PATH)
    form = page.form("Make the report")
    assert (form.fields["first"], form.fields["last"]) == ("2026-04-09", "2026-11-18")
    assert "43 faculty of 2 institutions enrolled in the Mentor Development Program" in page.text
    assert "Spring 2026 · April 9, 2026" in page.text


def test_paragraph_is_of_any_days(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page(f"{PATH}?first=2026-04-01&last=2026-05-01")
    assert "From April 1, 2026 to May 1, 2026, 41 faculty" in page.text
    assert "Fall 2026" not in page.text


def test_days_without_enough_people_say_why(sign_in: SignIn) -> None:
    assert "Fewer than five people were enrolled" in sign_in("cora").page(PATH).text
    page = sign_in("cora").page(f"{PATH}?first=2020-01-01&last=2020-02-01")
    assert "No cohort of Mentor Development Program began in these days" in page.text


def test_button_orders_a_report_with_all_that_was_said(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    cora = sign_in("cora")
    form = cora.page(PATH).form("Make the report")
    answer = cora.post(PATH, data=form.data(faculty="rank; Professor; 300", **COSTS))
    (report,) = session.scalars(select(LeadershipReport)).all()
    assert answer.headers["location"] == f"/manage/jobs/{report.job_id}"
    assert report.faculty["counts"] == {"rank": {"Professor": 300}}
    assert report.costs is not None
    assert report.costs["staffing"][0]["salary"] == 220_000
    job = session.get_one(Job, report.job_id)
    assert job.scope_id == cast.fall.program_id
    page = cora.page(f"/manage/jobs/{report.job_id}")
    assert "The report is being made" in page.text
    assert "Report 1 of Mentor Development Program to leaders" in cora.page("/manage/jobs").text


def test_too_few_are_refused_with_the_reason(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    answer = cora.post(PATH, data=cora.page(PATH).form("Make the report").data())
    assert answer.status_code == 409
    assert "Fewer than five people were enrolled" in answer.page.text
    assert session.scalars(select(LeadershipReport)).all() == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"last": "2026-01-01"}, "The last day is before the first one."),
        ({"first": "2027-01-01", "last": "2027-02-01"}, "Enter a day that is not in the future."),
        ({"faculty": "rank; Professor"}, "Line 1 needs three parts"),
        (COSTS | {"months": ""}, "Enter for how many months these costs are."),
        (COSTS | {"faculty_percent": "110"}, "Enter a share of full time in percent"),
        ({"language": "tlh"}, "Choose one of the options."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    sign_in: SignIn, crowd: None, sent: dict[str, str], said: str
) -> None:
    cora = sign_in("cora")
    form = cora.page(PATH).form("Make the report")
    answer = cora.post(PATH, data=form.data() | sent)
    assert answer.status_code == 422
    assert said in answer.page.text


def test_more_cohorts_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, crowd: None
) -> None:
    cora, counts = sign_in("cora"), []
    program = session.get_one(Program, cast.fall.program_id)
    for number in range(3):
        if number:
            more = make_cohort(session, program, f"more-{number}", f"More {number}", SPRING_DAYS)
            fill(session, more, 20, now=NOW)
            session.commit()
        with statements() as count:
            cora.page(PATH)
        counts.append(count.total)
    assert counts[0] == counts[1] == counts[2]


def test_next_report_begins_with_what_was_said_for_the_last(sign_in: SignIn, crowd: None) -> None:
    cora = sign_in("cora")
    fresh = cora.page(PATH)
    assert "as for the last report" not in fresh.text
    assert not fresh.all("details[open]")
    said = {"faculty": "rank; Professor; 300", "other_costs": "1,500", **COSTS}
    cora.post(PATH, data=fresh.form("Make the report").data(**said))
    page = cora.page(PATH)
    assert "Filled in as for the last report." in page.text
    assert len(page.all("details[open]")) == 2
    fields = page.form("Make the report").fields
    assert fields["faculty"].split() == ["rank;Professor;300"]
    told = {name: fields[name] for name in ("other_costs", *COSTS)}
    assert told == {"other_costs": "1500", **COSTS, "faculty_salary": "220000"}


def released(session: Session, cast: Cast, *texts: str) -> list[ReleasedQuote]:
    """Quotes of an evaluation of the spring's that is closed."""
    survey = answered(session, cast.spring, 12, purpose=Purpose.EVALUATION)
    made = [
        ReleasedQuote(
            survey_id=survey.id,
            question="why",
            source=f"{number}",
            edition=1,
            text=text,
            at=NOW,
            by=cast.id("cora"),
        )
        for number, text in enumerate(texts)
    ]
    session.add_all(made)
    session.commit()
    return made


def quotes_ordered(session: Session) -> list[str]:
    (task,) = session.scalars(select(Task).where(col(Task.kind) == PRINT)).all()
    return list(task.payload["quotes"])


def test_quotes_are_chosen_and_four_are_at_first(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    made = released(session, cast, "One.", "Two.", "Three.", "Four.", "Five.", "x" * 241)
    cora = sign_in("cora")
    page = cora.page(PATH)
    boxes = page.all("input[name=quote]")
    assert len(boxes) == 5, "the longest has no room"
    assert len(page.all("input[name=quote][checked]")) == 4
    assert "1 more that was released is too long" in page.text
    assert "“Five.”" in page.text
    wanted = [str(made[number].id) for number in (4, 1)]
    sent = dict(page.form("Make the report").sent) | {"quote": wanted}
    assert cora.post(PATH, data=sent).status_code == 303
    assert quotes_ordered(session) == wanted


def test_no_quote_can_be_chosen_and_no_more_than_four(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    made = released(session, cast, "One.", "Two.", "Three.", "Four.", "Five.")
    cora = sign_in("cora")
    sent = dict(cora.page(PATH).form("Make the report").sent)
    five = cora.post(PATH, data=sent | {"quote": [str(own.id) for own in made]})
    assert five.status_code == 422
    assert "Choose 4 at most." in five.page.text
    assert len(five.page.all("input[name=quote][checked]")) == 5
    without = {name: value for name, value in sent.items() if name != "quote"}
    assert cora.post(PATH, data=without).status_code == 303
    assert quotes_ordered(session) == []


def test_who_changes_the_days_chooses_among_their_quotes_before_it_is_made(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    """The fall's quotes are none while the page shows the fall alone."""
    (first,) = released(session, cast, "It helped.")
    cora = sign_in("cora")
    form = cora.page(f"{PATH}?first=2026-09-01&last=2026-11-18").form("Make the report")
    fill(session, cast.fall, 10, now=NOW)
    session.commit()
    days = {"first": "2026-04-01", "last": "2026-11-18"}
    answer = cora.post(PATH, data=form.data(**days))
    assert answer.status_code == 422
    assert "You changed the days, so there are other quotes." in answer.page.text
    assert session.scalars(select(LeadershipReport)).all() == []
    again = answer.page.form("Make the report")
    assert (again.fields["first"], again.fields["quote"]) == ("2026-04-01", str(first.id))
    cora.post(PATH, data=again.data())
    assert len(session.scalars(select(LeadershipReport)).all()) == 1


def test_who_changes_the_days_and_no_quote_comes_with_them_is_not_asked_again(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    (first,) = released(session, cast, "It helped.")
    cora = sign_in("cora")
    form = cora.page(PATH).form("Make the report")
    cora.post(PATH, data=form.data(first="2026-04-01"))
    assert quotes_ordered(session) == [str(first.id)]
