"""What changed in a schedule so far, in words."""

from dataclasses import dataclass
from datetime import date, datetime, time

from app.cohorts.changes.queries import ChangeLine
from app.cohorts.changes.rules import ADDED, CANCELED, DEADLINES, LEADERS, LINK, MOVED
from app.cohorts.rules import to_utc
from app.language import Text, _
from app.language.moments import local
from app.site.manage.cohorts.schedule.loaders import Schedule


@dataclass(frozen=True)
class HappenedLine:
    """One change that was made."""

    what: Text
    who: Text
    why: str


def happened_line(schedule: Schedule, line: ChangeLine) -> HappenedLine:
    """A line of the history in words."""
    zone = schedule.here.cohort.zone
    who = line.actor.display_name if line.actor else ""
    said = _("{at:moment}, {name}", at=local(line.at, zone), name=who)
    return HappenedLine(_what(schedule, line, zone), said, line.reason)


def _what(schedule: Schedule, line: ChangeLine, zone: str) -> Text:
    if line.act == DEADLINES:
        closes = local(datetime.fromisoformat(line.facts["after"]["closes"]), zone)
        return _("The dates were changed, with work open until {closes:date}", closes=closes)
    label = schedule.here.label(line.facts["unit"])
    if line.act == MOVED:
        return _(
            "{unit} was moved from {before:day}, {before:time}, to {after:day}, {after:time}",
            unit=label,
            before=_moment_of(line.facts["before"], zone),
            after=_moment_of(line.facts["after"], zone),
        )
    if line.act == ADDED:
        after = _moment_of(line.facts["after"], zone)
        return _("{unit} was added on {after:day}, {after:time}", unit=label, after=after)
    sentences = {
        CANCELED: _("{unit} was canceled", unit=label),
        LINK: _("The link of {unit} was changed", unit=label),
        LEADERS: _("Who leads {unit} was changed", unit=label),
    }
    return sentences.get(line.act) or _("The cancellation of {unit} was taken back", unit=label)


def _moment_of(facts: dict[str, str], zone: str) -> datetime:
    """A wall time as the history has it."""
    day, at = date.fromisoformat(facts["day"]), time.fromisoformat(facts["at"])
    return local(to_utc(day, at, zone), zone)
