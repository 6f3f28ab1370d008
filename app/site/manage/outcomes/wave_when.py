"""When the waves of a study ask: counted, and in days of the calendar where these are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _, ngettext
from app.language.moments import long_date
from app.site.parts.studies import signed_days
from app.studies.enums import WaveAnchor
from app.studies.models import Project, Wave
from app.studies.waves.asking.rules import WaveHere
from app.studies.waves.queries import CohortStudied
from app.studies.waves.rules import is_own_day


def _counted(anchor: WaveAnchor, wave: Wave) -> Text:
    """From which day until which one a wave asks, and from when these are counted."""
    first, last = signed_days(wave.first_day), signed_days(wave.last_day)
    if not wave.months:
        return _(
            "Days {first} to {last}, counted from the start of the cohort", first=first, last=last
        )
    if is_own_day(anchor, wave.months):
        return ngettext(
            "Days {first} to {last}, counted from {count} month after each person is drawn",
            "Days {first} to {last}, counted from {count} months after each person is drawn",
            first=first,
            last=last,
            count=wave.months,
        )
    return ngettext(
        "Days {first} to {last}, counted from {count} month after the start of the cohort",
        "Days {first} to {last}, counted from {count} months after the start of the cohort",
        first=first,
        last=last,
        count=wave.months,
    )


@dataclass(frozen=True)
class WaveWhen:
    """When a wave asks."""

    counted: Text
    dates: Sequence[Text]
    """Of each cohort in which all of its people are asked at the same time."""


def wave_when(
    project: Project, wave: Wave, cohorts: Sequence[CohortStudied], zone: str, now: datetime
) -> WaveWhen:
    """`zone`: the reader's."""
    here = [WaveHere(project, own.cohort, wave, own.start) for own in cohorts]
    dates = [words for own in here if (words := _dates(own, zone, now)) is not None]
    return WaveWhen(_counted(project.anchor, wave), dates)


def _dates(here: WaveHere, zone: str, now: datetime) -> Text | None:
    window = here.for_all
    if window is None:
        return None
    first, last = long_date(window.opens_at, zone), long_date(window.closes_at, zone)
    told = {"cohort": here.cohort.title, "first": first, "last": last}
    if window.closes_at <= now:
        return _("{cohort}: it was open from {first} to {last}, and is over.", **told)
    if window.holds(now):
        return _("{cohort}: open since {first}, until {last}.", **told)
    return _("{cohort}: opens {first}, closes {last}.", **told)
