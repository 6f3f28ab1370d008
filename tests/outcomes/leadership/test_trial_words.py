"""What a report says of a trial: never before and after of one arm as if it were the answer."""

from dataclasses import replace

import pytest

from app.outcomes.charts.words import decimal
from app.outcomes.leadership.answers import Controlled
from app.outcomes.leadership.sheet.paragraph import paragraph
from app.outcomes.leadership.sheet.printer import html_of
from app.outcomes.leadership.sheet.trial import SYNTHETIC
from tests.outcomes.leadership.samples import (
    SPRING,
    compared,
    everything_measured,
    sheet,
    told,
    trial_measured,
)


def test_one_arm_of_a_trial_is_told_as_such_beside_what_compares_both() -> None:
    own = sheet(told(SPRING, measured=trial_measured(compared())))
    competency, trial, mentees = (
        " ".join(map(str, said)) for said in (own.competency, own.trial, own.mentees)
    )
    assert (
        "In the study “What changes”, of the arm Combined alone: n = 18, who answered at month 0 "
        "and month 3."
    ) in competency
    assert "nobody of Modules alone is among them" in competency
    assert "nobody without the program" not in competency
    assert (
        "From month 0 to month 3, no difference between Combined and Modules alone is shown in how "
        "much they changed: 0.23 points, on a scale of 1 to 7 (95% CI −0.30 to 0.76; n = 44). "
        "An interval that holds 0 shows neither that they differ nor that they do not."
    ) in trial
    assert "at month 12, mentees of people in the arm Combined alone" in mentees
    html = html_of(own)
    assert "What the trial says" in html
    assert "Month 0 to 3: Combined less Modules alone" in html


def test_trial_that_compares_nothing_yet_says_so() -> None:
    own = sheet(told(SPRING, measured=trial_measured()))
    assert str(own.trial[0]) == "Not known yet"
    assert "“What changes” is a trial" in html_of(own)
    assert sheet(told(SPRING, measured=everything_measured())).trial == ()


@pytest.mark.parametrize(
    ("diff", "said"),
    [(0.6, "rose 0.60 points more than Modules alone"), (-0.6, "rose 0.60 points less")],
)
def test_arm_that_changed_more_or_less_is_told_as_such(diff: float, said: str) -> None:
    own = sheet(told(SPRING, measured=trial_measured(compared(diff, 0.5))))
    words = " ".join(map(str, own.trial))
    assert said in words
    assert "(95% CI 0.10 to 1.10; n = 44)" in words
    assert "shows neither" not in words


NEITHER = "An interval that holds 0 shows neither that they differ nor that they do not."


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (compared(), compared(1.18, 0.58, 12), "rose 1.18 points more than Modules alone"),
        (compared(1.18, 0.58), compared(wave=12), "no difference between Combined and Modules"),
    ],
)
def test_last_wave_is_told_first_and_the_one_before_beside_it(
    first: Controlled, last: Controlled, said: str
) -> None:
    """Whichever of them is the better one."""
    own = sheet(told(SPRING, measured=trial_measured(first, last)))
    words = " ".join(map(str, own.trial))
    points, low, high = map(decimal, (first.diff, first.ci.low, first.ci.high))
    before = (
        "That is the last of 2 waves that can be compared. Before it, the difference (above 0: "
        f"Combined rose more) was {points} points at month 3 (95% CI {low} to {high})."
    )
    assert said in words.partition("From month 0 to month 12, ")[2].partition(before)[0]
    assert words.endswith(f"{before} {NEITHER}"), "one of both is open"
    assert before in own.paragraph


def test_arms_that_were_compared_until_different_waves_each_have_their_last_one() -> None:
    third = replace(compared(0.4, 0.1), arm="Third")
    own = sheet(told(SPRING, measured=trial_measured(compared(), third, compared(0.7, 0.1, 12))))
    words = " ".join(map(str, own.trial))
    assert "From month 0 to month 3, Third rose 0.40 points more" in words
    assert "From month 0 to month 12, Combined rose 0.70 points more" in words
    assert words.count("That is the last of 2 waves") == 1


def test_headline_of_a_trial_follows_what_compares_its_arms() -> None:
    """One arm rose, as it did in the other tests; the other one may have risen, too."""
    plain = "54% of the faculty in ended cohorts completed"
    open_, sure = trial_measured(compared()), trial_measured(compared(0.6, 0.5))
    assert str(sheet(told(SPRING, measured=open_)).headline) == plain
    more = "in a trial, Combined rose more than Modules alone by month 3"
    assert str(sheet(told(SPRING, measured=sure)).headline) == f"{plain}; {more}"
    faded = trial_measured(compared(0.6, 0.5), compared(0.2, 0.5, 12))
    assert str(sheet(told(SPRING, measured=faded)).headline) == plain
    invented = replace(sure, is_synthetic=True)
    assert sheet(told(SPRING, measured=invented)).trial[0] == SYNTHETIC
    assert str(sheet(told(SPRING, measured=invented)).headline) == plain


def test_paragraph_tells_of_a_trial_only_what_compares_its_arms() -> None:
    said = paragraph(told(SPRING, measured=trial_measured(compared())))
    assert "compared in a randomized trial. From month 0 to month 3, no difference" in said
    assert "before and after" not in said
    assert "randomized" not in paragraph(told(SPRING, measured=trial_measured()))
