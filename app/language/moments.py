"""Moments in words, in a zone that is given by name, and always with the zone's name.

Inside a sentence a moment is a fact with a style: `{opens:moment}` (see `styles`).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.language import styles
from app.language.texts import LazyText
from app.language.texts import gettext as _

NAVAJO_NATION = frozenset({"America/Shiprock", "Navajo"})
"""What the IANA database calls its zone."""
NAVAJO_PLACE = _("Navajo Nation")


def local(moment: datetime, zone: str) -> datetime:
    """The same moment, carrying a zone: how a text is given it as a fact."""
    return moment.astimezone(ZoneInfo(zone))


def zone_name(zone: str) -> str:
    """`Mountain Time`, of `America/Denver`."""
    return styles.zone_name(zone)


def zone_place(zone: str) -> LazyText | str:
    """`Phoenix`, of `America/Phoenix`: whose clocks are meant, where the zone has a name of theirs.

    The Navajo Nation is no city, and keeps another time than the state around it.
    """
    if zone in NAVAJO_NATION:
        return NAVAJO_PLACE
    return styles.zone_place(zone)


def clock_time(moment: datetime, zone: str) -> str:
    """`6:00 AM`."""
    return styles.clock_time(local(moment, zone))


def day(moment: datetime, zone: str) -> str:
    """`Thu, Nov 26`."""
    return styles.day(local(moment, zone))


def weekday(moment: datetime, zone: str) -> str:
    """`Thursday`."""
    return styles.weekday(local(moment, zone))


def long_date(moment: datetime, zone: str) -> str:
    """`November 26, 2026`."""
    return styles.long_date(local(moment, zone))


def date_time(moment: datetime, zone: str) -> str:
    """`Mon, Nov 23, 6:00 AM Mountain Time`."""
    return styles.day_and_time(local(moment, zone))


def long_moment(moment: datetime, zone: str) -> str:
    """`November 26, 2026, 5:00 PM Mountain Time`."""
    return styles.date_and_time(local(moment, zone))


def time_range(start: datetime, minutes: int, zone: str) -> str:
    """`12:00 – 1:00 PM`."""
    begins = local(start, zone)
    return styles.interval(begins, begins + timedelta(minutes=minutes))


def dates(first: datetime, last: datetime, zone: str) -> str:
    """`Oct 1 – Nov 19, 2026`."""
    return styles.dates(local(first, zone).date(), local(last, zone).date())


def leading_zone(moment: datetime, zone: str, reader_zone: str) -> str:
    """In which zone a moment of a cohort is told: the reader's.

    Where both clocks show the same it is the cohort's, whose name everybody uses.
    """
    same = local(moment, zone).utcoffset() == local(moment, reader_zone).utcoffset()
    return zone if same else reader_zone


def told(moment: datetime, zone: str, reader_zone: str) -> datetime:
    """A moment of a cohort, as a fact for the reader."""
    return local(moment, leading_zone(moment, zone, reader_zone))


def in_cohort_zone(moment: datetime, zone: str, reader_zone: str) -> LazyText | None:
    """`12:00 PM by the cohort’s clock (Mountain Time)`, where the reader's shows something else."""
    if leading_zone(moment, zone, reader_zone) == zone:
        return None
    there, here = local(moment, zone), local(moment, reader_zone)
    if there.date() != here.date():
        return _("{there:day}, {there:time} by the cohort’s clock ({there:zone})", there=there)
    return _("{there:time} by the cohort’s clock ({there:zone})", there=there)


def on_both_clocks(moment: datetime, zone: str, reader_zone: str) -> LazyText:
    """A moment of a cohort inside a sentence, the reader's first.

    `Mon, Nov 23, 5:00 AM Pacific Time, 6:00 AM by the cohort’s clock (Mountain Time)`.
    """
    here, there = told(moment, zone, reader_zone), in_cohort_zone(moment, zone, reader_zone)
    if there is None:
        return _("{here:moment}", here=here)
    return _("{here:moment}, {there}", here=here, there=there)


def long_on_both_clocks(moment: datetime, zone: str, reader_zone: str) -> LazyText:
    """The same with the whole date: `November 23, 2026, 5:00 AM Pacific Time, 6:00 AM by …`."""
    here, there = told(moment, zone, reader_zone), in_cohort_zone(moment, zone, reader_zone)
    if there is None:
        return _("{here:long_moment}", here=here)
    return _("{here:long_moment}, {there}", here=here, there=there)


def in_reader_zone(moment: datetime, zone: str, reader_zone: str) -> LazyText | None:
    """`11:00 AM for you (Pacific Time)`, where the reader's clock shows something else."""
    there, here = local(moment, zone), local(moment, reader_zone)
    if there.utcoffset() == here.utcoffset():
        return None
    if there.date() != here.date():
        return _("{here:day}, {here:time} for you ({here:zone})", here=here)
    return _("{here:time} for you ({here:zone})", here=here)
