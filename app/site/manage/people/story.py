"""The story of a person: what happened, month by month, narrowed and found by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from urllib.parse import urlencode

from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.language.styles import month
from app.language.words import normalize_for_search
from app.site.manage.people.happened import told_of
from app.site.manage.people.happening import About, Happening
from app.site.manage.people.record import Record
from app.site.parts.people import person_path
from app.web.listing import cut
from app.web.parts import Chip

SHOWN = 40
ABOUT: Mapping[About, Text] = {
    About.SEATS: _("Seats"),
    About.SIGNATURES: _("Signatures"),
    About.ATTENDANCE: _("Attendance"),
    About.OPENINGS: _("Early openings"),
    About.CLAIMS: _("Claims"),
    About.CERTIFICATES: _("Certificates"),
    About.ROLES: _("Roles"),
    About.MAIL: pgettext("letters", "Mail"),
}


@dataclass(frozen=True)
class StoryAsked:
    """What an address asks of a story."""

    whole: bool = False
    """However much it is."""
    about: str = ""
    words: str = ""


@dataclass(frozen=True)
class Month:
    """What happened in one month."""

    name: str
    happenings: Sequence[Happening]


@dataclass(frozen=True)
class Story:
    """What happened, month by month, and how much of it is not shown."""

    months: Sequence[Month]
    more: int
    whole: str
    """Where all of it is that is asked for."""
    chips: Sequence[Chip]
    words: str
    about: str

    @property
    def more_text(self) -> Text:
        """`12 things happened before`."""
        return ngettext(
            "Show {count} earlier event", "Show {count} earlier events", count=self.more
        )


def story(record: Record, now: datetime, asked: StoryAsked) -> Story:
    """What is asked for, the newest first, in the reader's zone."""
    zone, path = record.reader.zone, person_path(record.person.id)
    about = next((about for about in About if about.value == asked.about), None)
    told = told_of(record, now)
    kept = [happenings for key, happenings in told.items() if about in {None, key}]
    every = list(chain.from_iterable(kept))
    found = _found(every, asked.words)
    happened = sorted(found, key=lambda happening: happening.at)[::-1]
    part = cut(happened, None if asked.whole else SHOWN)
    by_month = groupby(part.rows, key=lambda happening: month(local(happening.at, zone)))
    return Story(
        [Month(name, list(group)) for name, group in by_month],
        part.more,
        whole=f"{path}?{urlencode(_kept(about, asked.words) | {'happened': 'all'})}#happened",
        chips=[_chip(path, key, about, asked.words) for key in (None, *About)],
        words=asked.words,
        about=about.value if about else "",
    )


def _chip(path: str, key: About | None, about: About | None, words: str) -> Chip:
    kept = _kept(key, words)
    query = f"?{urlencode(kept)}" if kept else ""
    return Chip(ABOUT[key] if key else _("Everything"), f"{path}{query}#happened", key is about)


def _kept(about: About | None, words: str) -> dict[str, str]:
    return ({"about": about.value} if about else {}) | ({"q": words} if words else {})


def _found(happenings: Sequence[Happening], words: str) -> list[Happening]:
    """Those in which every word stands, whatever its case and accents."""
    wanted = normalize_for_search(words).split()
    return [
        happening
        for happening in happenings
        if all(word in normalize_for_search(happening.words) for word in wanted)
    ]
