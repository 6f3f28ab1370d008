"""The words of a report, and its two pages as HTML."""

import re
from dataclasses import replace
from html import unescape

import pytest

from app.credit.phrase import lint_credit_phrase
from app.language.languages import LANGUAGES, SPANISH, writing_in
from app.outcomes.leadership.answers import AskedInstrument, Measured, Span
from app.outcomes.leadership.sheet.charts import competency_ways
from app.outcomes.leadership.sheet.competency import NOT_MEASURED, UNTOLD, change_words
from app.outcomes.leadership.sheet.figures import (
    HELD_BACK,
    NOT_TOLD,
    competency_figures,
    evaluation_figures,
    mentee_figures,
    trial_figures,
)
from app.outcomes.leadership.sheet.paragraph import paragraph
from app.outcomes.leadership.sheet.printer import html_of
from app.outcomes.leadership.sheet.stats import stats
from tests.outcomes.leadership.samples import (
    COMPETENCY,
    SPRING,
    UNM,
    change,
    cohort,
    compared,
    everything_measured,
    sheet,
    takings,
    told,
    trial_measured,
)

RUNNING = cohort("fall 2026", takings(20, 0, "Kenai"), over=False)


def test_paragraph_says_when_and_of_how_many() -> None:
    measured = everything_measured()
    assert paragraph(told(SPRING, measured=measured)) == (
        "From January 1, 2026 to November 18, 2026, 50 faculty of 2 institutions enrolled in the "
        "Mentor Development Program, a course of 8 units with live case sessions. Of the 50 in "
        "cohorts that have ended, 27 (54%) completed it. On average, 49 of 50 people came to each "
        "session of Spring 2026. Of them, 86 rated their mentoring competency at month 0 and month "
        "3: 4.6 and 5.3 on a scale of 1 to 7 (95% CI of the change 0.60 to 0.94). All programs of "
        "those who run it have 3 partner institutions together. (Records as of November 18, 2026.)"
    )


def test_paragraph_leaves_out_what_is_not_known() -> None:
    running = cohort("fall 2026", takings(12), over=False)
    said = paragraph(told(running))
    assert "completed" not in said
    assert "competency" not in said
    assert "12 faculty of 1 institution enrolled" in said


def test_paragraph_is_in_the_language_that_was_asked_for() -> None:
    with writing_in(SPANISH):
        assert "18 de noviembre de 2026" in paragraph(told(SPRING))


def test_headline_tells_a_rise_only_if_it_is_sure() -> None:
    measured = everything_measured()
    plain = "54% of the faculty in ended cohorts completed"
    rises = f"{plain}; those asked before and after rate their mentoring higher"
    assert str(sheet(told(SPRING, measured=measured)).headline) == rises
    unsure = replace(measured, overall=replace(change(), ci=Span(-0.1, 0.9)))
    assert str(sheet(told(SPRING, measured=unsure)).headline) == plain
    assert str(sheet(told(SPRING)).headline) == plain


@pytest.mark.parametrize(
    ("g", "said"),
    [(0.1, "next to none"), (0.3, "small"), (-0.6, "medium"), (0.9, "large")],
)
def test_size_of_a_change_has_a_word_and_its_number(g: float, said: str) -> None:
    words = " ".join(map(str, change_words(change(g=g))))
    assert f"that is {said} (Hedges’ g {abs(g):.2f})" in words


def test_change_of_everybody_says_whose_it_is_and_that_nobody_else_was_asked() -> None:
    said = " ".join(map(str, sheet(told(SPRING, measured=everything_measured())).competency))
    whose = "In the study “What changes”, of everybody who answered at month 0 and month 3: n = 86."
    assert said.startswith(whose)
    assert said.endswith("They rated themselves, and nobody without the program was asked.")


def test_change_that_is_not_sure_has_its_interval() -> None:
    unsure = replace(change(before=4.0, after=4.5), ci=Span(-0.1, 1.1))
    assert [str(word) for word in change_words(unsure)] == [
        "People who answered both times rated themselves about as before, on a scale of 1 to 7: "
        "0.50 points (95% CI −0.10 to 1.10).",
        "Of 86, 69 rated themselves higher than before.",
    ]


def test_of_fewer_than_ten_nothing_is_said_of_a_change_but_its_mean() -> None:
    few = replace(change(n=8, before=4.0, after=4.5), ci=None, g=None, higher=None)
    (said,) = map(str, change_words(few))
    assert "too few to tell whether it changed" in said
    assert "0.50 points" in said
    assert "as before" not in said


def test_change_down_is_told_as_such() -> None:
    words = " ".join(map(str, change_words(change(before=5.35, after=4.58))))
    assert "rated themselves 0.77 points lower on a scale of 1 to 7 (95% CI 0.60 to 0.94)" in words


def test_nothing_measured_has_a_look_of_its_own() -> None:
    own = sheet(told(SPRING))
    assert own.competency[0] == own.mentees[0] == NOT_MEASURED
    assert html_of(own).count('class="missing"') == 2
    assert own.ways is None


def test_it_says_which_wording_was_asked_whose_the_answers_are_and_what_chance_did() -> None:
    asked = [
        AskedInstrument("competency-self", "0123456789ab", "confidential"),
        AskedInstrument("final-evaluation", "ba9876543210", "unlinked"),
    ]
    own = sheet(told(SPRING, measured=replace(everything_measured(), asked=asked)))
    text = unescape(re.sub(r"<[^>]+>", "", html_of(own)))
    assert "competency-self, version 0123456789ab (confidential)" in text
    assert "final-evaluation, version ba9876543210 (anonymous)" in text
    assert "No number in it was drawn by chance." in text
    assert "November 18, 2026" in text, "the cut-off"


def test_too_few_answers_have_the_same_look() -> None:
    few = Measured(overall=change(n=4), subscales=[change("Listening", n=4)])
    own = sheet(told(SPRING, measured=few))
    assert own.competency[0] == UNTOLD
    assert competency_ways(few) is None
    html = html_of(own)
    assert "4.58" not in html
    assert str(HELD_BACK) in html


def test_few_mentees_are_not_told() -> None:
    figures = mentee_figures(everything_measured())
    assert figures is not None
    assert [row[1] for row in figures.rows] == ["41", HELD_BACK]


def test_share_that_tells_of_few_is_held_back() -> None:
    measured = everything_measured()
    (own,) = measured.evaluation
    for top, said in (
        (38, "86%"),
        (44, "100%"),
        (0, "0%"),
        (41, str(NOT_TOLD)),
        (3, str(NOT_TOLD)),
    ):
        figures = evaluation_figures(replace(measured, evaluation=[replace(own, top=top)]))
        assert figures is not None
        assert str(figures.rows[0][-1]) == said


def test_evaluation_says_of_which_cohorts_and_how_many_were_asked() -> None:
    measured = everything_measured()
    (own,) = measured.evaluation
    figures = evaluation_figures(measured)
    assert figures is not None
    assert str(figures.rows[0][1]) == "44 of 50"
    assert figures.note == "In the final evaluations of Spring 2026."
    two = replace(own, cohorts=["Spring 2026", "Fall 2026"], asked=None)
    held = evaluation_figures(replace(measured, evaluation=[two]))
    assert held is not None
    assert held.rows[0][1] == "44"
    assert held.note == (
        "In the final evaluations of Spring 2026 and Fall 2026. How many were asked is not shown "
        "where few did not answer."
    )


def test_mean_of_a_scale_has_no_highest_answers() -> None:
    figures = mentee_figures(everything_measured())
    assert figures is not None
    assert [str(head) for head in figures.heads] == ["Scale", "Mentees", "Mean"]


def test_scale_over_all_questions_has_one_name() -> None:
    measured = trial_measured(compared())
    changed, arms = competency_figures(measured), trial_figures(measured)
    assert changed is not None
    assert arms is not None
    assert changed.rows[0][0] == arms.heads[0] == COMPETENCY


def test_change_is_told_at_the_last_wave_and_the_earlier_ones_beside_it() -> None:
    last = replace(change(n=40, before=4.5, after=4.6), to_wave=12)
    measured = replace(everything_measured(), overall=last, earlier=[change()])
    own = sheet(told(SPRING, measured=measured))
    said = " ".join(map(str, own.competency))
    before = (
        "That is the last of 2 waves that can be compared with the first one. Before it, the "
        "change was 0.77 points at month 3 (95% CI 0.60 to 0.94; n = 86)."
    )
    assert "who answered at month 0 and month 12: n = 40" in said
    assert said.index("0.10 points") < said.index(before)
    assert "at month 0 and month 12: 4.5 and 4.6" in own.paragraph
    assert before in own.paragraph
    assert "rate their mentoring higher" not in str(own.headline), "it did not last"
    figures = competency_figures(measured)
    assert figures is not None
    assert [str(cell) for cell in figures.rows[1]][:2] == [f"{COMPETENCY}, month 0 to 3", "86"]


def test_change_of_one_wave_is_the_last_of_none() -> None:
    own = sheet(told(SPRING, measured=everything_measured()))
    assert "That is the last of" not in " ".join(map(str, own.competency)) + own.paragraph


def test_partners_are_not_said_to_be_those_of_the_program() -> None:
    said = paragraph(told(SPRING))
    assert "its 3 partner" not in said
    assert "can enroll" not in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_credit_is_called_what_it_is(language: str) -> None:
    own = sheet(told(SPRING, costs=UNM, measured=everything_measured()), language=language)
    with writing_in(LANGUAGES[language]):
        html = html_of(own)
    assert '<em class="credit-phrase">AMA PRA Category 1 Credits</em>™' in html
    assert [str(problem) for problem in lint_credit_phrase(html, italics=True)] == []


def test_versions_cut_off_and_rule_stand_at_the_foot_of_both_pages() -> None:
    foot = sheet(told(SPRING, measured=everything_measured())).foot
    assert "Groups of fewer than 5 are not shown" in foot
    assert "data as of November 18, 2026, 10:00\u202fAM Mountain Time" in foot
    for version in ("release 1", "policy version 1", "analysis 2026-11", "code c0de"):
        assert version in foot


def test_demo_says_that_its_people_are_invented() -> None:
    report = told(SPRING)
    assert "Invented people" in str(sheet(report, invented=True).lead)
    assert "Invented" not in str(sheet(report).lead)


def test_what_people_wrote_is_no_markup() -> None:
    html = html_of(sheet(told(SPRING, measured=everything_measured("<b>no</b>"))))
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert "<b>no</b>" not in html


def test_cost_is_told_for_each_completer() -> None:
    own = sheet(told(SPRING, costs=UNM))
    cost = next(table for pair in own.pairs for table in pair if str(table.title) == "Cost")
    assert [[str(cell) for cell in row] for row in cost.rows] == [
        ["2 faculty, 10% of full time each", "$44,000"],
        ["3 staff members, 10% of full time each", "$21,000"],
        ["All for 12 months", "$65,000"],
        ["For each of the 50 who enrolled", "$1,300"],
        ["For each person who completed", "$2,407"],
    ]
    assert cost.note == (
        "As the program entered it, for the 1 cohort of this report. The time of volunteers is "
        "not in it."
    )


def test_cost_of_cohorts_that_run_is_divided_by_no_completers() -> None:
    own = sheet(told(SPRING, RUNNING, costs=UNM))
    cost = next(table for pair in own.pairs for table in pair if str(table.title) == "Cost")
    assert [[str(cell) for cell in row] for row in cost.rows][-2:] == [
        ["For each of the 70 who enrolled", "$929"],
        ["For each person who completed", "not known"],
    ]
    assert "for all 2 cohorts of this report together" in str(cost.note)
    assert "1 of them has not ended" in str(cost.note)


def test_attendance_of_a_cohort_that_runs_says_how_far_it_is() -> None:
    own = sheet(told(replace(RUNNING, sessions=RUNNING.sessions[:3])))
    assert str(own.attendance) == (
        "19 of 20 on average in Fall 2026 (19 to 19), made-up sessions included. It has not "
        "ended: so far, 3 of 12 sessions are held and recorded."
    )
    assert "So far, 19 of 20 people on average came" in own.paragraph
    assert "of which 3 of 12 are held" in own.paragraph


def test_program_that_begins_praises_itself_for_nothing() -> None:
    quiet = replace(RUNNING, sessions=[])
    own = sheet(told(quiet, costs=UNM))
    assert own.paragraph == (
        "From January 1, 2026 to November 18, 2026, 20 faculty of 1 institution enrolled in the "
        "Mentor Development Program, a course of 8 units with live case sessions. None of "
        "these cohorts has ended, so how many complete it and what it changes is not known yet. "
        "(Records as of November 18, 2026.)"
    )
    assert str(own.headline) == "20 faculty of 1 institution have enrolled"
    assert "No cohort has ended yet" in str(own.completion)
    assert "No session is recorded yet" in str(own.attendance)
    assert str(own.adoption).endswith("No cohort has ended yet, so nobody can have completed.")
    html = html_of(own)
    assert html.count("Not measured yet") == 2
    assert "What the trial says" not in html
    assert "Cohen" not in html
    assert "analysis" not in own.foot


def test_series_is_no_course_and_has_nothing_to_complete() -> None:
    own = sheet(told(cohort("faculty hour", takings(20), asks_nothing=True, over=False)))
    assert "a series of 8 live sessions." in own.paragraph
    assert "None of these" not in own.paragraph
    assert "completed" not in str(own.adoption)


def test_hours_that_nobody_claimed_are_told_apart_from_too_few() -> None:
    report = told(SPRING)
    assert report.credit is not None
    none, few = (
        replace(report, credit=replace(report.credit, claimed=[], too_few=few))
        for few in (False, True)
    )
    assert str(stats(none)[3].label) == "hours claimed: none yet"
    assert str(stats(few)[3].label) == "hours claimed: too few to show"
