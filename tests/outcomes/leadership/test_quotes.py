"""Which quotes a report has: those that were chosen, as many as the first page holds."""

from dataclasses import replace

from app.outcomes.leadership.answers import Measured, Quote
from app.outcomes.leadership.sheet.order import SheetOrder
from app.outcomes.leadership.sheet.printer import html_of
from app.outcomes.leadership.sheet.quotes import LONGEST, MOST, proposed, with_chosen
from app.outcomes.leadership.sheet.sheet import Room, Sheet
from tests.outcomes.leadership.samples import cohort, everything_measured, takings, told

SHORT = [Quote(str(number), f"Sentence {number}.", "Spring 2026") for number in range(6)]
LONG = Quote("long", "x" * (LONGEST + 1), "Spring 2026")
SPRING = cohort("spring 2026", takings(30, 16))


def measured(*quotes: Quote) -> Measured:
    return replace(everything_measured(), quotes=quotes)


def sheet(own: Measured, room: int) -> Sheet:
    report = told(SPRING, measured=own)
    return Sheet(SheetOrder(report, 3, "en", False), Room(groups=12, quotes=room, cohorts=8))


def test_as_many_as_have_room_are_proposed_and_none_that_is_too_long() -> None:
    assert proposed([LONG, *SHORT]) == ["0", "1", "2", "3"]
    assert [own.id for own in with_chosen(measured(LONG, *SHORT), None).quotes] == [*"0123"]


def test_those_are_in_it_that_were_chosen_and_still_stand() -> None:
    own = with_chosen(measured(*SHORT), ["5", "1", "taken back"])
    assert [quote.id for quote in own.quotes] == ["1", "5"]
    assert with_chosen(measured(*SHORT), []).quotes == []


def test_all_that_were_chosen_stand_there_with_whose_they_are() -> None:
    own = sheet(measured(*SHORT[:MOST]), MOST)
    html = html_of(own)
    assert html.count("<blockquote") == MOST
    assert html.count("Spring 2026, its evaluation") == MOST
    assert "no room on the page" not in html


def test_what_has_no_room_is_counted() -> None:
    own = sheet(measured(*SHORT[:3], LONG), 2)
    assert [quote.id for quote in own.quotes] == ["0", "1"]
    assert "2 quotes that were chosen have no room on the page." in html_of(own)
