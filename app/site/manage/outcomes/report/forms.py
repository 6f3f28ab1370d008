"""What a coordinator sends to have a report made."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field, PrivateAttr

from app.language import Text, _
from app.language.reasons import Reason
from app.outcomes.leadership.costs import Costs, Staffing, StaffKind
from app.outcomes.leadership.costs import restored as costs_of
from app.outcomes.leadership.faculty import NOBODY, Faculty, read_faculty, restored, written
from app.outcomes.leadership.models import LeadershipReport
from app.outcomes.leadership.records import Window
from app.outcomes.leadership.sheet.quotes import MOST
from app.outcomes.leadership.wanted import Order
from app.site.parts.days import Day
from app.web.forms import LINES, Form, InvalidError

MOST_DOLLARS = 100_000_000


def _or_zero(value: Any) -> Any:
    """Empty is none of it; a number may have its thousands apart, and a dollar sign."""
    return str(value or "").strip().removeprefix("$").replace(",", "").replace(" ", "") or "0"


def _percent(value: Any) -> Decimal:
    try:
        percent = Decimal(_or_zero(value).rstrip("% "))
    except InvalidOperation:
        raise InvalidError(_("Enter a share of full time in percent, such as 10.")) from None
    if not percent.is_finite() or not 0 <= percent <= 100 or percent * 10 % 1:
        raise InvalidError(_("Enter a share of full time in percent, such as 10."))
    return percent


Dollars = Annotated[int, BeforeValidator(_or_zero), Field(ge=0, le=MOST_DOLLARS)]
People = Annotated[int, BeforeValidator(_or_zero), Field(ge=0, le=1000)]
Percent = Annotated[Decimal, BeforeValidator(_percent)]
Months = Annotated[int, BeforeValidator(_or_zero), Field(ge=0, le=240)]


def days_of(window: Window) -> str:
    """A window as the form names it."""
    return f"{window.first.isoformat()}/{window.last.isoformat()}"


def proposed(order: LeadershipReport) -> dict[str, str]:
    """The fields as they were filled in for an earlier report: its faculty at large, its costs."""
    fields = {"faculty": written(restored(order.faculty))}
    costs = costs_of(order.costs)
    if costs is None:
        return fields
    fields |= {"months": f"{costs.months}", "other_costs": f"{costs.other}" if costs.other else ""}
    for own in costs.staffing:
        kind = own.kind.value
        fields |= {
            f"{kind}_people": f"{own.people}",
            f"{kind}_percent": f"{own.percent.normalize():f}",
            f"{kind}_salary": f"{own.salary}",
        }
    return fields


class ReportForm(Form):
    """The window, what the faculty at large is, and what the program costs."""

    names: ClassVar = {
        "faculty_people": _("Faculty: people"),
        "faculty_salary": _("Faculty: salary in a year"),
        "staff_people": _("Staff: people"),
        "staff_salary": _("Staff: salary in a year"),
        "other_costs": _("Everything else"),
        "months": _("Months"),
        "quote": _("Quotes"),
    }

    first: Day
    last: Day
    language: Annotated[str, Field(max_length=20)] = "en"
    faculty: Annotated[str, LINES, Field(max_length=20_000)] = ""
    months: Months = 0
    faculty_people: People = 0
    faculty_percent: Percent = Decimal(0)
    faculty_salary: Dollars = 0
    staff_people: People = 0
    staff_percent: Percent = Decimal(0)
    staff_salary: Dollars = 0
    other_costs: Dollars = 0
    quote: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()
    shown: Annotated[str, Field(max_length=30)] = ""
    """The days whose quotes were there to choose from, as `days_of`."""
    offered: Annotated[tuple[UUID, ...], Field(max_length=1000)] = ()
    """Those quotes."""

    _read: Faculty | Reason = PrivateAttr(default=NOBODY)

    def model_post_init(self, _context: Any) -> None:
        """Read the faculty at large once."""
        self._read = read_faculty(self.faculty)

    def why_not(self, today: date, languages: Mapping[str, Any]) -> Mapping[str, Text]:
        """What cannot be, by field. `languages`: those in which a report can be written."""
        found: dict[str, Text] = {}
        if self.last < self.first:
            found["last"] = _("The last day is before the first one.")
        if self.first > today:
            found["first"] = _("Enter a day that is not in the future.")
        if self.language not in languages:
            found["language"] = _("Choose one of the options.")
        if isinstance(self._read, Reason):
            found["faculty"] = self._read
        if self._costs_something and not self.months:
            found["months"] = _("Enter for how many months these costs are.")
        if len(self.quote) > MOST:
            found["quote"] = _("Choose {count} at most.", count=MOST)
        return found

    @property
    def chose_of_other_days(self) -> bool:
        """Whether the days were changed since the quotes of others were shown."""
        return self.shown not in {"", days_of(Window(self.first, self.last))}

    @property
    def _costs_something(self) -> bool:
        staff = self.faculty_people * self.faculty_salary + self.staff_people * self.staff_salary
        return bool(staff or self.other_costs)

    @property
    def order(self) -> Order:
        """What is ordered; nothing may be wrong with the form."""
        assert isinstance(self._read, Faculty)
        quotes = tuple(map(str, self.quote))
        days = Window(self.first, self.last)
        return Order(days, self.language, self._read, self._costs, quotes)

    @property
    def _costs(self) -> Costs | None:
        if not self._costs_something:
            return None
        staffing = (
            Staffing(
                StaffKind.FACULTY, self.faculty_people, self.faculty_percent, self.faculty_salary
            ),
            Staffing(StaffKind.STAFF, self.staff_people, self.staff_percent, self.staff_salary),
        )
        paid = tuple(own for own in staffing if own.people and own.percent and own.salary)
        return Costs(paid, self.months, self.other_costs)
