"""What a transcript lists, adds and refuses."""

from datetime import date

import pytest

from app.certificates.transcripts.rules import (
    BACKWARDS,
    EMPTY,
    NO_CERTIFICATES,
    Days,
    Sum,
    Totals,
    all_days,
    amount_of,
    totals,
    transcript,
    why_not_make,
)
from app.credit.phrase import PHRASE
from tests.certificates.transcripts.listed import EARLIER, FALL, SPRING, certificate, several

EVER = Days(date(2020, 1, 1), date(2030, 1, 1))


def test_both_days_belong_to_the_range_and_no_other() -> None:
    def listed(first: date, last: date) -> list[date]:
        return [own.completed_on for own in transcript(several(), Days(first, last)).certificates]

    assert listed(SPRING, SPRING) == [SPRING, SPRING]
    assert listed(EARLIER, SPRING) == [EARLIER] * 3 + [SPRING] * 2
    assert listed(date(2026, 5, 1), FALL) == [FALL, FALL]


def test_it_is_made_out_as_the_newest_certificate_is_whatever_the_range() -> None:
    holding = [
        certificate(person_name="Dana Okafor-Reyes", degrees="MD, PhD"),
        certificate(completed=EARLIER),
    ]
    made = transcript(holding, Days(EARLIER, EARLIER))
    assert made.full_name == "Dana Okafor-Reyes, MD, PhD"
    assert made.numbers == [holding[1].number]


def test_sums_are_of_one_system_by_the_year_of_completion() -> None:
    sums = {own.unit: own for own in totals(transcript(several(), EVER).certificates)}
    assert list(sums) == sorted(sums)
    physicians, hours, nurses = f"{PHRASE}s™", "hours of participation", "ANCC contact hours"
    assert sums == {
        physicians: Totals(physicians, [Sum(2025, "5.25"), Sum(2026, "12.50")], Sum(None, "17.75")),
        hours: Totals(hours, [Sum(2025, "12.50")], Sum(None, "12.50")),
        nurses: Totals(nurses, [Sum(2026, "11.50")], Sum(None, "11.50")),
    }


def test_what_says_nothing_of_credit_adds_nothing() -> None:
    completion = certificate("completion")
    assert amount_of(completion) is None
    assert totals([completion]) == []


def test_exactly_one_is_in_the_singular() -> None:
    one = certificate(claimed_quarters=4)
    amount = amount_of(one)
    assert amount is not None
    assert amount.text == f"1.00 {PHRASE}™"
    assert totals([one])[0].unit == f"{PHRASE}™"


@pytest.mark.parametrize("said", ["eleven hours", "11.5 hours", "11.30 hours", "11.50"])
def test_an_amount_that_cannot_be_read_is_never_left_out_of_a_sum(said: str) -> None:
    with pytest.raises(ValueError, match="says no amount"):
        totals([certificate("participation", hours_text=said)])


def test_reasons_against_it() -> None:
    holding = [certificate(completed=SPRING)]
    assert why_not_make([], EVER) == NO_CERTIFICATES
    assert why_not_make(holding, Days(FALL, EARLIER)) == BACKWARDS
    assert why_not_make(holding, Days(FALL, FALL)) == EMPTY(first=FALL, last=FALL)
    assert why_not_make(holding, Days(SPRING, SPRING)) is None
    assert str(EMPTY(first=EARLIER, last=FALL)) == (
        "No certificate of yours that holds is about anything completed from May 8, 2025 to "
        "November 19, 2026."
    )


def test_all_days_reach_to_a_completion_that_is_still_to_come_in_another_zone() -> None:
    holding = [certificate(completed=FALL), certificate(completed=SPRING)]
    assert all_days(holding, date(2026, 12, 24)) == Days(SPRING, date(2026, 12, 24))
    assert all_days(holding, date(2026, 11, 18)) == Days(SPRING, FALL)
    assert all_days([], FALL) == Days(FALL, FALL)
