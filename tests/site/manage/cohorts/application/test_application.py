"""The editor of an application form, without JavaScript."""

import pytest
from sqlalchemy.orm import Session

from app.cohorts.applications import rules
from app.cohorts.applications.queries import asked, questions
from app.cohorts.applications.questions.actions import add_question
from app.cohorts.enums import WayIn
from app.cohorts.models import Cohort
from app.core.models import AuditLine
from app.site.parts.unchanged import NOTHING_CHANGED
from tests import applying
from tests.applying import TRACK, WHY, by_application, question
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements

COHORT = "/manage/cohorts/fall-2026"
FORM = f"{COHORT}/application"
NEW = {"label": "Why?", "kind": "text", "required": "yes", "options": "", "hint": ""}

FIFTY_ONE = "\n".join(map(str, range(51)))


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def fall(session: Session, cast: Cast) -> Cohort:
    cohort = by_application(session, cast)
    session.commit()
    return cohort


def labels(session: Session, cohort: Cohort) -> list[str]:
    session.expire_all()
    return [each.label for each in asked(session, cohort.id)]


def test_a_form_is_written_ordered_and_shown_as_applicants_see_it(
    cora: Browser, session: Session, cast: Cast
) -> None:
    cast.fall.way_in = WayIn.APPLICATION
    session.commit()
    assert "asks nothing so far" in cora.page(FORM).text
    assert cora.post(FORM, data=NEW).status_code == 303
    choice = NEW | {"label": "Track", "kind": "choice", "options": "Clinical\n\nResearch\nClinical"}
    assert cora.post(FORM, data=choice).status_code == 303
    consent = {"label": "I will come.", "kind": "consent"}
    assert cora.post(FORM, data=consent).status_code == 303
    first, track, last = asked(session, cast.fall.id)
    assert (track.options, last.required, first.options) == (["Clinical", "Research"], True, [])
    page = cora.page(FORM)
    assert "Clinical" in page.section("As applicants see it").text
    assert cora.post(f"{FORM}/{track.id}/move", data={"to": "up"}).status_code == 303
    assert labels(session, cast.fall) == ["Track", "Why?", "I will come."]
    assert cora.post(f"{FORM}/{track.id}/move", data={"to": "left"}).status_code == 422
    assert cora.post(f"{FORM}/{first.id}/removal").status_code == 303
    assert labels(session, cast.fall) == ["Track", "I will come."]


@pytest.mark.parametrize(
    ("sent", "at", "why"),
    [
        ({"label": " "}, "label", "Enter what is asked."),
        ({"label": WHY.label}, "label", rules.SAME_LABEL),
        ({"kind": "choice", "options": "One"}, "options", rules.FEW_OPTIONS),
        ({"kind": "choice", "options": FIFTY_ONE}, "options", rules.MANY_OPTIONS(count=50)),
        (
            {"kind": "choice", "options": f"{'x' * 121}\nOther"},
            "options",
            rules.LONG_OPTION(count=120, option="x" * 121),
        ),
        ({"kind": ""}, "kind", None),
    ],
)
@pytest.mark.usefixtures("fall")
def test_a_question_that_is_none_is_refused_with_all_that_was_typed(
    cora: Browser, sent: dict[str, str], at: str, why: object
) -> None:
    refused = cora.post(FORM, data=NEW | {"hint": "Kept"} | sent)
    assert refused.status_code == 422
    assert at in refused.page.field_errors
    if why is not None:
        assert refused.page.field_errors[at] == str(why)
    assert refused.page.form("Add the question").fields["hint"] == "Kept"


def test_a_question_is_changed_until_somebody_answers_it(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    track = question(session, fall, TRACK)
    own = f"{FORM}/{track.id}"
    form = cora.page(own).form("Save the question")
    assert form.fields["options"] == "Clinical\nResearch"
    assert cora.post(own, data=form.fields | {"label": "Path"}).status_code == 303
    assert cora.post(own, data=form.fields | {"label": WHY.label}).status_code == 422
    assert cora.post(own, data=form.fields).status_code == 303
    applying.apply(session, fall, cast.id("ben"))
    session.commit()
    assert cora.page(own).form("Save the question").is_disabled("Save the question")
    refused = cora.post(own, data=form.fields | {"label": "Path"})
    assert refused.page.field_errors["label"] == str(rules.HAS_ANSWERS)
    assert "its words stay as they are" in cora.page(FORM).text
    assert cora.post(f"{own}/removal").status_code == 303
    session.expire_all()
    assert TRACK.label not in labels(session, fall)
    assert TRACK.label in {each.label for each in questions(session, fall.id)}
    assert cora.get(own).status_code == 404


def test_leads_are_let_decide_with_a_line(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    assert cora.post(f"{FORM}/leads", data={"leads_decide": "yes"}).status_code == 303
    session.expire_all()
    assert cast.cohort("fall-2026").leads_decide
    line = session.query(AuditLine).order_by(AuditLine.id.desc()).first()  # type: ignore[union-attr]
    assert line is not None
    assert line.act == "application_form.leads"
    assert cora.post(f"{FORM}/leads", data={"leads_decide": "maybe"}).status_code == 422
    assert cora.post(f"{FORM}/leads").status_code == 303
    session.expire_all()
    assert not cast.cohort("fall-2026").leads_decide
    assert fall.way_in is WayIn.APPLICATION


def test_the_cohort_and_its_draft_lead_to_the_form(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    assert cora.page(COHORT).link("Application form") == FORM
    assert cora.page(COHORT).link("Applications") == f"{COHORT}/applications"
    fall.published_at = None
    session.commit()
    seats = cora.page(f"{COHORT}/setup/seats")
    assert "People who apply answer 4 questions" in seats.text
    seats.form("Save, and write the form")
    assert cora.page(FORM).link("Back to seats and rules") == f"{COHORT}/setup/seats"


def test_of_another_cohort_no_question_is_changed(
    cora: Browser, session: Session, fall: Cohort
) -> None:
    track = question(session, fall, TRACK)
    assert cora.get(f"/manage/cohorts/spring-2026/application/{track.id}").status_code == 404


def test_statements_do_not_grow_with_questions(
    cora: Browser, session: Session, cast: Cast, fall: Cohort, statements: Statements
) -> None:
    counts = []
    for number in range(2):
        with statements() as count:
            cora.page(FORM)
        counts.append(count.total)
        further = rules.Question(f"More {number}", WHY.kind)
        add_question(session, fall, further, by=cast.id("cora"), now=NOW)
        session.commit()
    assert counts[0] == counts[1] <= 5


def test_save_without_a_change_says_so_and_leaves_no_line(
    cora: Browser, session: Session, fall: Cohort
) -> None:
    cora.post(FORM, data=NEW)
    question = questions(session, fall.id)[-1]
    lines = session.query(AuditLine).count()
    for where, sent in ((f"{FORM}/{question.id}", NEW), (f"{FORM}/leads", {})):
        answer = cora.post(where, data=sent)
        assert str(NOTHING_CHANGED) in cora.page(answer.headers["location"]).notices
    assert session.query(AuditLine).count() == lines
    answer = cora.post(f"{FORM}/{question.id}", data=NEW | {"label": "Why now?"})
    assert "Saved" in cora.page(answer.headers["location"]).notices
