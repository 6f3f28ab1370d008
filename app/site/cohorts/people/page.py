"""The people of a cohort, as they may know of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.members.queries import Member
from app.cohorts.members.rules import has_ended, is_listed, sees_others
from app.language import Text, _, dotted
from app.language.words import normalize_for_search
from app.people.actors import Actor
from app.people.introductions.rules import NOTHING, Told
from app.site.parts.introductions import Seen, seen_of
from app.web.listing import Asked, Choice, Column, Empty, Find, Listing
from app.web.parts import Link, Option
from app.web.shown import Shown, shown

PAGE_OF = 60


@dataclass(frozen=True)
class MemberLine:
    """One person of the cohort."""

    name: str
    part: Text | None
    """In what they take part, where they are no learner."""
    institution: str
    seen: Seen
    is_reader: bool

    @property
    def words(self) -> str:
        """What somebody can look for: only what is shown."""
        told = (" ".join(telling.lines) for telling in self.seen.tellings)
        return " ".join((self.name, self.institution, self.seen.address or "", *told))


@dataclass(frozen=True)
class PeoplePage:
    """Who is here, by own choice."""

    eyebrow: str
    up: str | None
    """The cohort's page, which only its learners have."""
    lead: Text
    members: Shown[MemberLine] | None
    """None for who does not see the others."""
    has_told: bool
    """Whether the reader tells anything."""


def people_page(
    here: CohortContext,
    members: Sequence[Member],
    asked: Asked,
    institution: str,
    *,
    reader: Actor,
    learns: bool,
    now: datetime,
) -> PeoplePage:
    """The list in the order asked for; once the cohort is over, of who agreed to be on it."""
    ended = has_ended(here.cohort.closes_at, here.cohort.archived_at, now)
    own = next((m.told for m in members if m.person.id == reader.person_id), NOTHING)
    lines = [
        _line(member, reader)
        for member in members
        if is_listed(agreed=member.told.after_end, ended=ended)
    ]
    sees = sees_others(agreed=own.after_end, ended=ended)
    return PeoplePage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        up=here.path if learns else None,
        lead=_lead(ended=ended),
        members=_shown(here, lines, asked, institution) if sees else None,
        has_told=_tells(own),
    )


def _tells(own: Told) -> bool:
    return bool(own.shown)


def _lead(*, ended: bool) -> Text:
    if ended:
        return _("This cohort has ended. Who chose to stay listed is here, for each other.")
    return _("What people tell of themselves is their own choice, and meant for this cohort only.")


def _line(member: Member, reader: Actor) -> MemberLine:
    return MemberLine(
        name=member.person.sort_name,
        part=_part(member),
        institution=member.institution.name,
        seen=seen_of(member.told, member.address),
        is_reader=member.person.id == reader.person_id,
    )


def _part(member: Member) -> Text | None:
    if member.coordinates:
        return _("Coordinator")
    if member.facilitates:
        return _("Facilitator")
    return _("Leads a session") if member.is_guest else None


def _shown(
    here: CohortContext, lines: Sequence[MemberLine], asked: Asked, institution: str
) -> Shown[MemberLine]:
    places = sorted({line.institution for line in lines}, key=normalize_for_search)
    chosen = institution if institution in places else ""
    kept = [line for line in lines if chosen in {"", line.institution}]
    return shown(_listing(here, places, chosen), kept, asked)


def _listing(here: CohortContext, places: Sequence[str], chosen: str) -> Listing[MemberLine]:
    options = [Option(place, place) for place in places]
    return Listing(
        path=f"{here.path}/people",
        columns=COLUMNS,
        nothing=Empty(
            _("Nobody is listed"),
            _("People appear here as soon as they are enrolled or lead a session."),
            Link(_("Introduce yourself"), "/my/introduction"),
        ),
        find=Find(lambda line: line.words, _("Find in names and words"), _("Name or word")),
        choices=(Choice("institution", _("Institution"), options, chosen, _("Every institution")),),
        page_size=PAGE_OF,
        none_found=lambda _query: _("Nobody here matches that."),
    )


COLUMNS: Sequence[Column[MemberLine]] = (
    Column(_("Name")),
    Column(_("Institution")),
    Column(_("What they tell")),
)
"""By family name, as they were read: there is one order."""
