"""The two pages of a report to leaders as its template shows them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import SMALLEST
from app.content.booklets.body import SLOT, around
from app.language import Text, _
from app.outcomes.leadership.answers import Quote
from app.outcomes.leadership.faculty import PARTS
from app.outcomes.leadership.sheet import charts, figures, made, money, words
from app.outcomes.leadership.sheet.competency import (
    competency_words,
    is_shown,
    mentee_words,
)
from app.outcomes.leadership.sheet.figures import Figures
from app.outcomes.leadership.sheet.order import SheetOrder
from app.outcomes.leadership.sheet.paragraph import paragraph
from app.outcomes.leadership.sheet.quotes import in_room, left_out
from app.outcomes.leadership.sheet.stats import Stat, stats
from app.outcomes.leadership.sheet.trial import trial_words
from app.outcomes.leadership.told import Report

LEAST_GROUPS = 2  # lines of a table of groups where there is least room
_MORE = {Part.INSTITUTION: 4}
"""So many lines more, as two other tables stand beside these."""


@dataclass(frozen=True)
class Room:
    """How much of each thing is shown at most, for all to be on two pages."""

    groups: int
    """Lines of a table of groups."""
    quotes: int
    cohorts: int
    tight: bool = False
    """Whether letters are smaller."""
    short: bool = False
    """Whether what one page has in numbers or words is left out on the other."""


@dataclass(frozen=True)
class Sheet:
    """What the template shows."""

    order: SheetOrder
    room: Room

    @property
    def report(self) -> Report:
        """What is told."""
        return self.order.report

    @property
    def title(self) -> Text:
        """What the file is called by readers of PDFs."""
        program, number = self.report.program, self.order.number
        return _("{program}: report {number:numeral} to leaders", program=program, number=number)

    @property
    def about(self) -> Text:
        """What it is about, on top of the first page."""
        return words.about(self.report)

    @property
    def headline(self) -> Text:
        """The one sentence that is remembered."""
        return words.headline(self.report)

    @property
    def lead(self) -> Text:
        """How many cohorts, and whose people these are."""
        return words.lead(self.report, invented=self.order.invented)

    @property
    def stats(self) -> Sequence[Stat]:
        """The four numbers on top."""
        return stats(self.report)

    @property
    def bars(self) -> Sequence[charts.Bar]:
        """How many completed each cohort."""
        return charts.cohort_bars(self.report)[-self.room.cohorts :]

    @property
    def completion(self) -> Text:
        """What the bars say."""
        return words.completion(self.report)

    @property
    def columns(self) -> Sequence[charts.Column]:
        """How many came to each session."""
        return charts.session_columns(self.report)

    @property
    def attendance(self) -> Text:
        """What the columns say."""
        return words.attendance(self.report)

    @property
    def adoption(self) -> Text:
        """How many institutions took the program up."""
        return words.adoption(self.report)

    @property
    def competency(self) -> Sequence[Text]:
        """How participants rate their mentoring; where that is not known, why."""
        return competency_words(self.report.measured)

    @property
    def competency_is_shown(self) -> bool:
        """Whether there is something to draw."""
        return is_shown(self.report.measured.overall)

    @property
    def ways(self) -> charts.Ways | None:
        """From before to after on each scale."""
        return None if self.room.short else charts.competency_ways(self.report.measured)

    @property
    def trial(self) -> Sequence[Text]:
        """How the arms of a trial differ, or why that is not known yet; empty without a trial."""
        return trial_words(self.report.measured) if self.report.measured.reference else ()

    @property
    def trial_is_shown(self) -> bool:
        """Whether arms could be compared."""
        return bool(self.report.measured.controlled)

    @property
    def mentees(self) -> Sequence[Text]:
        """What mentees say; where that is not known, why."""
        return mentee_words(self.report.measured)

    @property
    def mentees_are_shown(self) -> bool:
        """Whether enough of them said something."""
        return any(own.n >= SMALLEST for own in self.report.measured.mentees)

    @property
    def quotes(self) -> Sequence[Quote]:
        """What participants wrote, as far as it has room."""
        return in_room(self.report.measured.quotes, self.room.quotes)

    @property
    def paragraph(self) -> str:
        """For grant applications."""
        return paragraph(self.report)

    @property
    def reach(self) -> Sequence[Figures]:
        """Everybody by institution, by rank, by department."""
        groups, people = self.report.groups, self.report.people
        more = _MORE if self.room.groups > LEAST_GROUPS else {}
        return [
            figures.groups_figures(groups[part], people, self.room.groups + more.get(part, 0))
            for part in PARTS
        ]

    @property
    def has_earlier(self) -> bool:
        """Whether a number stands as it was told before."""
        groups = self.report.groups.values()
        return any(line.earlier for own in groups for line in own.lines)

    @property
    def has_faculty(self) -> bool:
        """Whether some groups stand beside the faculty at large."""
        return any(groups.has_faculty for groups in self.report.groups.values())

    @property
    def trial_figures(self) -> Figures | None:
        """How the arms of a trial differ."""
        return None if self.room.short else figures.trial_figures(self.report.measured)

    @property
    def competency_figures(self) -> Figures | None:
        """Before and after on each scale."""
        return figures.competency_figures(self.report.measured)

    @property
    def pairs(self) -> Sequence[Sequence[Figures]]:
        """What else there is, two beside each other."""
        measured = self.report.measured
        found = (
            None if self.room.short else figures.mentee_figures(measured),
            figures.evaluation_figures(measured),
            money.credit_figures(self.report.credit),
            money.cost_figures(self.report),
        )
        shown = [table for table in found if table is not None]
        return [shown[place : place + 2] for place in range(0, len(shown), 2)]

    @property
    def made(self) -> Sequence[Text]:
        """What a reader has to know of how the numbers came about."""
        return [*made.made(self.report), *left_out(self.report.measured.quotes, self.room.quotes)]

    @property
    def foot(self) -> str:
        """What it was made of, and how."""
        return made.foot(self.report)

    @property
    def page_number(self) -> tuple[str, ...]:
        """The words before, between and after the two numbers, which the press knows."""
        return around(_("Page {page} of {pages}", page=SLOT, pages=SLOT))
