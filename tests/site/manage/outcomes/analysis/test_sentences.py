"""What an analysis says on top of its page, word for word."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.language import Text
from app.outcomes.projects.analyses.findings import PER_PROTOCOL
from app.outcomes.projects.analyses.records import Row, RowKind
from app.outcomes.projects.analyses.rows import About
from app.site.manage.outcomes.analysis.arms import Finding, arms_found
from app.site.manage.outcomes.analysis.changes import (
    changes_found,
    limits,
    mentees_found,
    within_arms,
)
from tests.outcomes.projects.analyses.records_of import FIRST, a_change, a_row, a_score
from tests.site.manage.outcomes.analysis.trials import (
    OTHER,
    PROGRAM,
    a_change_in,
    a_contrast,
    known_of,
    no_contrast,
)

BOTH = [a_change_in(PROGRAM), a_change_in(OTHER, 19, sd_before=1.02)]
HIGHER = (
    "From month 0 to month 3, Combined rose 0.72 points more than Modules alone, or fell less, on "
    "a scale of 1 to 7 (95% CI 0.27 to 1.17; n = 44). Everybody counts in the arm that was drawn "
    "for them, whatever they did (by intention to treat; p = 0.002). "
)
LARGE = "As effect sizes go, that is large (Cohen’s d 0.80)."


def said(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """The label, what is said, and what beside it; with plain spaces within times."""
    return [(str(own.label), _plain(own.said), _plain(own.beside)) for own in findings]


def _plain(words: Sequence[Text]) -> str:
    return " ".join(" ".join(map(str, words)).split())


def test_trial_says_both_sets_of_people_side_by_side() -> None:
    protocol = a_contrast({"n": 28}, PER_PROTOCOL, estimate=0.5, ci_low=-0.1, ci_high=1.1, p=0.1)
    assert said(arms_found(known_of([a_contrast(), protocol, *BOTH]))) == [
        (
            "Month 0 to 3 · Combined and Modules alone",
            HIGHER + LARGE,
            "Among those who did what their arm was to do, no difference is shown: 0.50 points "
            "(95% CI −0.10 to 1.10; per protocol; p = 0.100; n = 28). Cohen’s d: 0.56.",
        )
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            a_contrast(estimate=-0.4, ci_low=-0.7, ci_high=-0.1, p=0.0001),
            "From month 0 to month 3, Combined rose 0.40 points less than Modules alone, or fell "
            "more, on a scale of 1 to 7 (95% CI 0.10 to 0.70; n = 44). Everybody counts in the arm "
            "that was drawn for them, whatever they did (by intention to treat; p < 0.001). "
            "As effect sizes go, that is small (Cohen’s d 0.45).",
        ),
        (
            a_contrast(estimate=-0.1, ci_low=-0.5, ci_high=0.3, p=0.6),
            "From month 0 to month 3, no difference between Combined and Modules alone is shown in "
            "how much they changed: −0.10 points, on a scale of 1 to 7 (95% CI −0.50 to 0.30; "
            "n = 44). Everybody counts in the arm that was drawn for them, whatever they did (by "
            "intention to treat; p = 0.600). Cohen’s d: −0.11.",
        ),
        (
            a_contrast(fitted_by="ml"),
            f"{HIGHER}{LARGE} The usual way to compute this gave no result with these answers, so "
            "another one was used that reads alike (maximum likelihood in place of restricted "
            "maximum likelihood).",
        ),
        (
            a_contrast(fitted_by="gee", icc=None, between=None),
            f"{HIGHER}{LARGE} The usual way to compute this gave no result, as people hardly "
            "differ in how high they rate themselves at all; another one was used that reads alike "
            "(estimating equations, GEE, in place of a mixed model).",
        ),
        (
            replace(a_contrast(), as_of=FIRST),
            f"{HIGHER}{LARGE} That is as of Wed, Sep 30, 6:00 PM Mountain Time; too few have come "
            "or left since to tell it anew.",
        ),
        (
            no_contrast(None),
            "The comparison of the arms is not shown: in one there are fewer than 5 people, or so "
            "few could be worked out from it.",
        ),
        (
            no_contrast({"n": 44}),
            "These answers are too few or too alike to compare the arms, so nothing is said of "
            "them (neither the mixed model nor estimating equations converged).",
        ),
        (
            no_contrast(None, PER_PROTOCOL),
            "The comparison of those who did what their arm was to do (per protocol) is not shown: "
            "in an arm there are fewer than 5 people, or so few could be worked out from it.",
        ),
        (
            no_contrast({"n": 28}, PER_PROTOCOL),
            "The answers of those who did what their arm was to do (per protocol) are too few or "
            "too alike to compare the arms (neither the mixed model nor estimating equations "
            "converged).",
        ),
    ],
)
def test_arms_are_told_plainly(row: Row, words: str) -> None:
    ((_label, first, second),) = said(arms_found(known_of([row, *BOTH])))
    assert f"{first}{second}" == words


def test_protocol_of_too_few_stands_beside_a_result() -> None:
    (found,) = said(arms_found(known_of([a_contrast(), no_contrast(None, PER_PROTOCOL), *BOTH])))
    assert found[1] == HIGHER + LARGE
    assert found[2].startswith("The comparison of those who did what their arm was to do (per")


def test_without_a_deviation_there_is_no_effect_size() -> None:
    few = replace(BOTH[1], people={"n": 8}, numbers={"diff": 0.1})
    ((_label, words, _none),) = said(arms_found(known_of([a_contrast(), BOTH[0], few])))
    assert words == (
        f"{HIGHER}No effect size is told: in an arm, fewer than 10 people answered both times."
    )


def test_one_wave_says_nothing_of_a_change() -> None:
    known = known_of([no_contrast({"n": 44})])
    early = [row for row in known.rows if row.of.get("wave") != 3]
    ((_label, words, _none),) = said(arms_found(replace(known, rows=early)))
    assert words == "So far there are answers of one wave, which say nothing of a change."


MOVED = "People who answered both times rated themselves "


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            a_change_in(""),
            f"{MOVED}0.74 points higher on a scale of 1 to 7 (95% CI 0.47 to 1.01). As effect "
            "sizes go, that is large (Hedges’ g 0.83). p < 0.001, n = 24.",
        ),
        (
            a_change_in("", 19, diff=0.006, ci_low=-0.346, ci_high=0.358, p=0.971, g_av=0.006),
            f"{MOVED}about as before, on a scale of 1 to 7: 0.01 points (95% CI "
            "−0.35 to 0.36). As effect sizes go, that is next to none (Hedges’ g 0.01). "
            "p = 0.971, n = 19.",
        ),
        (
            replace(a_change(7), numbers={"mean_before": 4.0, "mean_after": 4.5, "diff": 0.5}),
            "The mean of 7 people changed by 0.50 points; of so few no interval is told.",
        ),
        (
            a_change(None),
            "Not shown: fewer than 5 people answered both times, or so few could be worked out "
            "from it.",
        ),
        (
            replace(
                a_change(20),
                people={"first": 20, "second": 22},
                numbers={"diff": 0.4, "ci_low": 0.1, "ci_high": 0.7, "p": 0.01, "g": 0.55},
            ),
            "The mean of the 22 people who answered later is 0.40 points from that of the 20 who "
            "answered first (95% CI 0.10 to 0.70; p = 0.010); who answered twice is not known. As "
            "effect sizes go, that is medium (Hedges’ g 0.55).",
        ),
    ],
)
def test_change_without_a_trial(row: Row, words: str) -> None:
    known = known_of([row], reference="")
    assert said(changes_found(known)) == [("Month 0 to 3", words, "")]
    assert arms_found(known) == []


def test_within_a_trial_is_what_the_report_to_leaders_tells() -> None:
    ((label, words, _none),) = said(within_arms(known_of(BOTH)))
    assert label == "Month 0 to 3 · Combined"
    assert words.startswith(f"{MOVED}0.74 points higher")


def test_within_an_arm_the_last_wave_is_told_and_the_one_before_beside_it() -> None:
    later = a_change_in(PROGRAM)
    later = replace(later, of={**later.of, "to_wave": 12}, numbers={**later.numbers, "diff": 0.9})
    ((label, words, _none),) = said(within_arms(known_of([later, *BOTH])))
    assert label == "Month 0 to 12 · Combined"
    assert words.startswith(f"{MOVED}0.90 points higher")
    assert "That is the last of 2 waves that can be compared with the first one. " in words
    assert "Before it, the change was 0.74 points at month 3 (95% CI" in words


def test_ends_of_the_scale_are_said_with_their_place() -> None:
    full = a_score(44, 3)
    crowded = replace(full, numbers={"mean": 6.4, "has_ceiling": True, "has_floor": False})
    low = replace(crowded, numbers={"mean": 1.2, "has_ceiling": False, "has_floor": True})
    alone = replace(crowded, of={**crowded.of, "arm": PROGRAM, "wave": 0})
    assert list(map(str, limits(known_of([crowded, alone, low])))) == [
        "More than 15% have the highest score already (Month 3, Month 0 · Combined), so little "
        "growth can show.",
        "More than 15% have the lowest score already (Month 3), so a fall can hardly show.",
    ]
    assert limits(known_of([])) == []


def test_mentees_are_told_at_the_last_wave_by_arm() -> None:
    of: About = {"perspective": "now", "is_mentee": True}
    rows = [
        a_row(RowKind.SCALE, {"n": 8}, {"mean": 4.812}, wave=12, arm=OTHER, **of),
        a_row(RowKind.SCALE, None, {}, wave=12, arm=PROGRAM, **of),
        a_row(RowKind.SCALE, {"n": 9}, {"mean": 4.0}, wave=6, arm=PROGRAM, **of),
    ]
    assert said(mentees_found(known_of(rows))) == [
        (
            "Month 12 · Modules alone",
            "8 mentees rate “Aligning” at 4.8 on average, on a scale of 1 to 7.",
            "",
        ),
        (
            "Month 12 · Combined",
            "Not shown: fewer than 5 mentees answered, or so few could be worked out from it.",
            "",
        ),
    ]
