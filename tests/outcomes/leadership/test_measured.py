"""What reports to leaders read of surveys: evaluations, quotes, and the newest analysis."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from app.outcomes.leadership.answers import Measured, Span
from app.outcomes.leadership.changes import Competency, competency, controlled, mentees
from app.outcomes.leadership.measured import measured_in
from app.outcomes.leadership.sheet.competency import competency_words, rose
from app.outcomes.leadership.sheet.paragraph import paragraph
from app.outcomes.leadership.sheet.trial import SYNTHETIC
from app.outcomes.projects.analyses.findings import ITT, PER_PROTOCOL
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.records import AnalysisRecord, Row, RowKind, to_json
from app.outcomes.projects.analyses.rows import About
from app.outcomes.quotes.models import ReleasedQuote
from app.studies.models import Project
from app.surveys.enums import IdentityMode, Purpose
from tests.cast import NOW, Cast
from tests.outcomes.answered import answered
from tests.outcomes.leadership.samples import cohort, takings, told
from tests.outcomes.projects.analyses.records_of import NAMES, a_record, a_row
from tests.studies.projects_of import make_project

WHOLE = replace(NAMES, scales={"aligning": "Aligning", "composite": "All"})
NUMBERS = {"mean_before": 4.0, "mean_after": 4.5, "diff": 0.5, "ci_low": 0.2, "ci_high": 0.8}


def change(scale: str, wave: int = 3, arm: str = "", diff: float = 0.5) -> Row:
    of: About = {
        "kind": "post_minus_pre",
        "from_wave": 0,
        "to_wave": wave,
        "scale": scale,
        "arm": arm,
    }
    return a_row(RowKind.CHANGE, {"n": 40}, {**NUMBERS, "diff": diff, "g_av": 0.6}, **of)


def view(arm: str = "") -> Row:
    of: About = {"wave": 3, "perspective": "now", "is_mentee": True, "arm": arm}
    return a_row(RowKind.SCALE, {"n": 30}, {"mean": 5.5, "top": 20}, **of)


def analysis(*rows: Row, reference: str = "", is_synthetic: bool = False) -> AnalysisRecord:
    own = replace(a_record(rows), instruments=[WHOLE], reference=reference)
    return replace(own, is_synthetic=is_synthetic)


def keep(session: Session, project: Project, record: AnalysisRecord) -> None:
    own = ProjectAnalysis(
        project_id=project.id,
        number=1,
        cut_off=NOW,
        code_version="1",
        found=to_json(record),
        made_at=NOW,
    )
    session.add(own)
    session.flush()


def test_of_an_analysis_the_last_change_is_told_with_those_before() -> None:
    rows = [change("aligning", 3), change("composite", 12, diff=0.1), change("composite", 3)]
    overall, (scale,), (before,) = competency(analysis(*rows, change("aligning", 12)))
    assert overall is not None
    assert (overall.scale, overall.n, overall.diff, overall.to_wave) == ("All", 40, 0.1, 12)
    assert (before.scale, before.diff, before.to_wave) == ("All", 0.5, 3)
    assert scale.to_wave == 12
    held = replace(change("composite", 12), people=None, numbers={})
    last = competency(analysis(change("composite", 3), change("aligning", 12), held)).overall
    assert last is not None
    assert last.to_wave == 3, "too few answered the whole of the last one"
    assert (scale.scale, scale.lowest, scale.highest, scale.g) == ("Aligning", 1, 7, 0.6)


def test_of_a_trial_only_the_arm_that_had_all_is_told() -> None:
    rows = [change("composite", arm="Control", diff=0.1), change("composite", arm="Combined")]
    overall = competency(analysis(*rows, reference="Control")).overall
    assert overall is not None
    assert overall.diff == 0.5
    third = change("composite", arm="Third")
    assert competency(analysis(*rows, third, reference="Control")) == Competency()
    views = [view("Control"), view("Combined")]
    (told_view,) = mentees(analysis(*views, reference="Control"))
    assert (told_view.arm, told_view.wave) == ("Combined", 3)
    assert mentees(analysis(*views, view("Third"), reference="Control")) == []


def contrast(wave: int = 3, population: str = ITT, people: int | None = 44) -> Row:
    numbers = {"estimate": 0.2, "ci_low": -0.3, "ci_high": 0.7} if people else {}
    counted = {"n": people} if people else None
    of: About = {"scale": "composite", "population": population, "arm": "Combined", "wave": wave}
    return a_row(RowKind.ARMS, counted, numbers, **of)


def test_trial_is_told_by_what_compares_its_arms() -> None:
    both = [change("composite", wave, arm) for wave in (3, 12) for arm in ("Control", "Combined")]
    rows = [contrast(12), contrast(3), contrast(3, PER_PROTOCOL), *both]
    first, second = controlled(analysis(*rows, reference="Control"))
    assert (first.arm, first.reference, first.from_wave, first.to_wave) == (
        *("Combined", "Control"),
        *(0, 3),
    )
    assert (first.n, first.diff, first.ci, second.to_wave) == (44, 0.2, Span(-0.3, 0.7), 12)


def test_arms_are_not_compared_where_few_of_one_answered_both_times() -> None:
    both = [change("composite", arm="Combined"), change("composite", arm="Control")]
    held = replace(both[1], people=None, numbers={})
    assert controlled(analysis(contrast(), both[0], held, reference="Control")) == []
    assert controlled(analysis(contrast(), both[0], reference="Control")) == []
    assert controlled(analysis(contrast(people=None), *both, reference="Control")) == []
    assert len(controlled(analysis(contrast(), *both, reference="Control"))) == 1


def test_mentees_are_told_of_as_the_analysis_shows_them() -> None:
    (found,) = mentees(analysis(view()))
    assert (found.about, found.n, found.mean) == ("Aligning", 30, 5.5)


def test_evaluations_and_quotes_are_read_of_their_cohorts(session: Session, cast: Cast) -> None:
    survey = answered(session, cast.fall, 12, purpose=Purpose.EVALUATION)
    quote = ReleasedQuote(
        survey_id=survey.id,
        question="why",
        source="s",
        edition=1,
        text="It helped.",
        at=NOW,
        by=cast.id("cora"),
    )
    session.add(quote)
    session.flush()
    found = measured_in(session, [cast.fall.id], NOW + timedelta(days=30))
    assert found.evaluation
    assert all(own.n >= 5 for own in found.evaluation)
    assert {tuple(own.cohorts) for own in found.evaluation} == {(cast.fall.title,)}
    assert [(own.text, own.about) for own in found.quotes] == [("It helped.", cast.fall.title)]
    assert found.overall is None
    none = measured_in(session, [cast.spring.id], NOW + timedelta(days=30))
    assert not any((none.overall, none.evaluation, none.quotes, none.analysis))


def test_real_people_come_before_invented_ones_and_are_never_mixed(
    session: Session, cast: Cast
) -> None:
    invented = make_project(session, cast, title="Invented", mode=IdentityMode.CONFIDENTIAL)
    invented.is_synthetic = True
    keep(session, invented, analysis(change("composite", diff=0.9), view(), is_synthetic=True))
    first = measured_in(session, [cast.fall.id], NOW)
    assert first.is_synthetic
    assert first.overall is not None
    assert first.overall.diff == 0.9
    keep(session, make_project(session, cast, title="Real"), analysis(change("composite")))
    second = measured_in(session, [cast.fall.id], NOW)
    assert second.overall is not None
    assert (second.is_synthetic, second.overall.diff, second.mentees) == (False, 0.5, [])


def test_project_of_other_cohorts_is_not_told(session: Session, cast: Cast) -> None:
    both = frozenset({cast.fall.id, cast.spring.id})
    project = make_project(session, cast, title="Both", cohort_ids=both)
    keep(session, project, analysis(change("composite")))
    assert measured_in(session, [cast.fall.id], NOW).overall is None
    assert measured_in(session, list(both), NOW).overall is not None


def test_invented_people_are_said_to_be_and_stand_in_no_application() -> None:
    ran = [cohort("fall", takings(20, 15))]
    real = Measured(*competency(analysis(change("composite"))))
    invented = replace(real, is_synthetic=True)
    assert competency_words(invented)[0] == SYNTHETIC
    assert SYNTHETIC not in competency_words(real)
    assert (rose(real), rose(invented)) == (True, False)
    assert "rated their mentoring" in paragraph(told(*ran, measured=real))
    assert "rated their mentoring" not in paragraph(told(*ran, measured=invented))
