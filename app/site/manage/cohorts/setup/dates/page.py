"""Step 1: when the sessions are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.cohorts.drafts.calendar.rules import WEEK, Dates
from app.cohorts.drafts.rules import BEGUN
from app.cohorts.holidays.rules import breaks_on, federal_holidays
from app.cohorts.rehearsal.rules import little_time
from app.language import Text, _
from app.language.moments import local
from app.people.institutions.rules import SiteBreak
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.zones import zone_options
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class WeekLine:
    """A day on which there is a session, or would be one."""

    day: str
    words: Text
    skipped: bool


@dataclass(frozen=True)
class DatesPage:
    """Days, hour, zone, and weeks without a session."""

    frame: Frame
    form: FormState
    zones: Sequence[Option]
    weeks: Sequence[WeekLine]
    last: Text
    opening: Sequence[Text]
    """When the first unit opens by the program's rule, and what is to be known of that."""


def dates_page(
    draft: Draft,
    dates: Dates,
    form: FormState | None,
    now: datetime,
    breaks: Sequence[SiteBreak],
    *,
    skipped: Collection[str] | None = None,
) -> DatesPage:
    """The stored dates, or what was just typed; `skipped`: the days that were just ticked."""
    stored = FormState(
        {
            "title": draft.here.cohort.title,
            "first": dates.first.isoformat(),
            "at": f"{dates.at:%H:%M}",
            "zone": dates.zone,
            "minutes": str(dates.minutes),
            "weeks_between": str(dates.weeks_between),
        }
    )
    days = dates.days(len(draft.units))
    return DatesPage(
        frame=frame_of(draft, "dates", now),
        form=form or stored,
        zones=zone_options(dates.zone),
        weeks=_weeks(dates, days, breaks, skipped),
        last=_("The last session is on {day:day}.", day=days[-1]),
        opening=list(_opening(draft, now)),
    )


def _opening(draft: Draft, now: datetime) -> Iterator[Text]:
    zone = draft.here.cohort.zone
    for unit in draft.units[:1]:
        if unit.starts_at is not None:
            yield _(
                "As it is saved, {unit} opens {opens:moment}, by the program’s rule.",
                unit=draft.here.label(unit.position),
                opens=local(unit.opens_at, zone),
            )
            yield from little_time(unit.opens_at, unit.starts_at)
            if unit.starts_at <= now:
                yield BEGUN(day=local(unit.starts_at, zone))


def _weeks(
    dates: Dates,
    days: Sequence[date],
    breaks: Sequence[SiteBreak],
    skipped: Collection[str] | None,
) -> list[WeekLine]:
    """Every day after the first that has a session or is left out, with what else is on it."""
    on = sorted(set(days) | {day for day in dates.skipped if days[0] < day < days[-1] + WEEK})
    free = [*federal_holidays(on[0], on[-1]), *breaks_on(on, breaks)]
    return [
        WeekLine(
            day.isoformat(),
            _named(day, tuple(holiday.name for holiday in free if holiday.day == day)),
            _is_on(day, dates, skipped),
        )
        for day in on[1:]
    ]


def _is_on(day: date, dates: Dates, skipped: Collection[str] | None) -> bool:
    return day in dates.skipped if skipped is None else day.isoformat() in skipped


def _named(day: date, holidays: tuple[Text, ...]) -> Text:
    if not holidays:
        return _("{day:day}", day=day)
    return _("{day:day}: {holidays:list}", day=day, holidays=holidays)
