"""The page of a study's analyses: what it shows, what it holds back, and who comes there."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from app.cohorts.programs.queries import program_by_key
from app.core import queue
from app.core.db import Database
from app.outcomes.leadership.changes import competency
from app.outcomes.leadership.sheet.competency import change_words
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.records import AnalysisRecord, to_json
from app.outcomes.projects.analyses.rules import COMPUTE
from app.outcomes.projects.analyses.tasks import make_analysis
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.policy.table import Role
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.site.manage.outcomes.analysis.trials import a_trial

PATH = "/manage/outcomes/mentoring-outcomes/analysis"


@pytest.fixture
def asked(session: Session, cast: Cast) -> tuple[Project, list[Survey]]:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    project.plan_version = "2"
    session.commit()
    return project, surveys


def compute(sign_in: SignIn, database: Database) -> None:
    """The button, and what the worker does then."""
    answer = sign_in("cora").post(PATH)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/manage/jobs/")
    with database.write() as own:
        (task,) = queue.lease(own, [COMPUTE], limit=1, now=NOW)
    make_analysis(database, task, NOW)


def test_before_the_first_one_there_is_a_button(
    sign_in: SignIn, asked: tuple[Project, list[Survey]]
) -> None:
    page = sign_in("cora").page(PATH)
    assert "Not analyzed yet" in page.main.text
    assert sign_in("cora").get(f"{PATH}?format=csv").status_code == 404
    assert sign_in("cora").get(f"{PATH}?number=1").status_code == 404
    assert sign_in("cora").page(f"/manage/outcomes/{asked[0].key}").link("Analysis") == PATH


def test_while_it_is_made_the_page_leads_to_the_work(
    sign_in: SignIn, asked: tuple[Project, list[Survey]]
) -> None:
    job = sign_in("cora").post(PATH).headers["location"]
    assert sign_in("cora").page(PATH).link("See how far it is") == job
    assert sign_in("cora").get(job).status_code == 200
    assert asked[0].key in PATH


def test_tables_say_what_changed_and_what_they_stand_on(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    asked: tuple[Project, list[Survey]],
) -> None:
    answer_all(session, asked[1], people(session, cast, 12))
    session.commit()
    compute(sign_in, database)
    page = sign_in("cora").page(PATH)
    rows = page.table("Change since the first wave").cells
    assert rows[0] == ["Month 0 to 3"]
    assert [row[0] for row in rows[1:]] == ["All", "Aligning"]
    assert rows[2][:5] == ["Aligning", "12", "3.50", "4.50", "1.00 (1.00 to 1.00)"]
    said = page.main.text
    for words in ("Plan: version 2", "Analysis: version 2", "fewer than 5 people"):
        assert words in said
    assert "Nothing is drawn by chance" in said
    assert "divided by the mean of both standard deviations (dav" in said
    assert "Synthetic" not in said


def test_few_are_not_shown(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    asked: tuple[Project, list[Survey]],
) -> None:
    answer_all(session, asked[1], people(session, cast, 4))
    session.commit()
    compute(sign_in, database)
    page = sign_in("cora").page(PATH)
    assert page.table("Change since the first wave").cells[1] == ["All 2 scales", "Not shown"]
    assert "Not shown: fewer than 5 people answered both times" in page.main.text
    text = sign_in("cora").get(f"{PATH}?format=csv").text
    assert "too few to show" in text
    assert "4.5" not in text


def test_two_analyses_tell_nothing_of_the_few_between_them(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    asked: tuple[Project, list[Survey]],
) -> None:
    places = people(session, cast, 14)
    answer_all(session, asked[1], places[:12])
    session.commit()
    compute(sign_in, database)
    answer_all(session, asked[1], places[12:])
    session.commit()
    compute(sign_in, database)
    browser = sign_in("cora")
    page = browser.page(PATH)
    name, *cells = page.table("Change since the first wave").cells[1]
    assert "as of" in name
    assert cells[0] == "12"
    assert page.link("Analysis 1, Wed, Nov 18, 10:00 AM Mountain Time") == f"{PATH}?number=1"
    earlier = browser.page(f"{PATH}?number=1").table("Change since the first wave").cells[1]
    assert earlier[1:] == cells


def test_files_have_every_row_with_what_it_stands_on(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    asked: tuple[Project, list[Survey]],
) -> None:
    project, surveys = asked
    project.is_synthetic = True
    answer_all(session, surveys, people(session, cast, 12))
    session.commit()
    compute(sign_in, database)
    answer = sign_in("cora").get(f"{PATH}?format=csv")
    assert 'filename="mentoring-outcomes-analysis-1.csv"' in answer.headers["content-disposition"]
    title, headers, first = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[:3]
    row = dict(zip(headers, first, strict=True))
    assert title == ["Changes"]
    assert (row["scale"], row["n"], row["diff"], row["p_holm"]) == ("aligning", "12", "1", "")
    assert (row["plan_version"], row["mode"], row["least"]) == ("2", "confidential", "5")
    assert (row["seed"], row["synthetic"]) == ("Nothing is drawn by chance", "1")
    assert sign_in("cora").get(f"{PATH}?format=xlsx").content.startswith(b"PK")
    assert "Everything in this study is invented." in sign_in("cora").page(PATH).main.text


def keep(session: Session, project: Project, record: AnalysisRecord) -> None:
    """An analysis as if it had been made."""
    made = ProjectAnalysis(
        project_id=project.id,
        number=1,
        cut_off=NOW,
        code_version=record.code_version,
        found=to_json(record),
        made_at=NOW,
    )
    session.add(made)
    session.commit()


def test_sentences_tables_and_the_report_to_leaders_have_the_same_numbers(
    sign_in: SignIn, session: Session, asked: tuple[Project, list[Survey]]
) -> None:
    record = a_trial()
    keep(session, asked[0], record)
    page = sign_in("cora").page(PATH)
    says = page.main.text
    arms = page.table("Arms over waves").cells
    assert arms[0] == ["Month 3: Combined less Modules alone"]
    name, n, difference, p, _holm, d, *protocol = arms[1]
    assert (name, protocol[:2]) == ("All questions", ["28", "0.79 (0.19 to 1.39)"])
    points, interval = difference.rstrip(")").split(" (")
    assert f"Combined rose {points} points more" in says
    assert f"(95% CI {interval}; n = {n}). Everybody counts" in says
    assert f"(by intention to treat; p = {p}). As effect sizes go" in says
    assert f"(Cohen’s d {d})" in says
    change = competency(record).overall
    assert change is not None
    moved, size, *_rest = map(str, change_words(change))
    assert f"{moved} {size}" in says
    row = next(own for own in page.table("Change since the first wave").cells if "24" in own)
    assert row[4] in f"{change.diff:.2f} (0.47 to 1.01)"
    assert f"{change.g:.2f}" in row


def test_main_scale_comes_first_and_nothing_is_named_twice(
    sign_in: SignIn, session: Session, asked: tuple[Project, list[Survey]]
) -> None:
    keep(session, asked[0], a_trial())
    page = sign_in("cora").page(PATH)
    headers = page.table("Arms over waves").headers
    assert headers[:3] == ["Scale", "Intention to treat", "Per protocol"]
    assert headers[3:] == ["n", "Difference (95% CI)", "p", "p (Holm)", "Cohen’s d"] * 2
    names = [cells[0] for cells in page.table("Arms over waves").cells]
    assert names[1:] == ["All questions", "Aligning"]
    assert page.link("Competency") == "#competency-self-abc"
    assert page.link("What it says") == "#says"
    summaries = page.texts("details > summary")
    assert "Change since the first wave: 4 rows" in summaries
    assert "Scores at each wave: 4 rows" in summaries


def test_every_cell_of_a_table_has_its_headings(
    sign_in: SignIn, session: Session, asked: tuple[Project, list[Survey]]
) -> None:
    keep(session, asked[0], a_trial())
    page = sign_in("cora").page(PATH)
    assert {own.attribute("scope") for own in page.all("th")} == {
        *("row", "col", "colgroup", "rowgroup"),
    }
    assert len(page.texts("caption")) == len(set(page.texts("caption"))) == len(page.tables)


@pytest.mark.parametrize(
    ("who", "status"), [("fay", 404), ("ada", 404), ("lee", 404), ("abe", 403)]
)
def test_who_does_not_coordinate_the_program_comes_to_none(
    sign_in: SignIn, asked: tuple[Project, list[Survey]], who: str, status: int
) -> None:
    browser = sign_in(who)
    assert browser.get(PATH).status_code == status
    assert browser.post(PATH).status_code == status
    assert sign_in("cora").get(PATH).status_code == 200
    assert asked[0].key in PATH


@pytest.mark.parametrize("scope", [Scope.PROGRAM, Scope.COHORT])
def test_coordinator_of_another_program_or_of_one_cohort_comes_to_none(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    asked: tuple[Project, list[Survey]],
    scope: Scope,
) -> None:
    other = program_by_key(session, "coach-approach")
    assert other is not None
    over = other.id if scope is Scope.PROGRAM else cast.fall.id
    by, role = cast.id("cora"), Role.COORDINATOR
    grant_role(session, cast.id("ben"), role, scope, over, by=by, now=NOW)
    session.commit()
    assert sign_in("ben").get(PATH).status_code == 404
    assert sign_in("ben").post(PATH).status_code == 404
    assert asked[0].key in PATH


def test_statements_are_as_many_for_a_crowd(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    statements: Statements,
    asked: tuple[Project, list[Survey]],
) -> None:
    counted = []
    places = people(session, cast, 24)
    for part in (places[:12], places[12:]):
        answer_all(session, asked[1], part)
        session.commit()
        compute(sign_in, database)
        cora = sign_in("cora")
        cora.page(PATH)
        with statements() as count:
            cora.page(PATH)
        counted.append(count.total)
    assert counted[0] == counted[1] <= 10, statements.seen
