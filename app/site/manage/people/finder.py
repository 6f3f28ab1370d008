"""The list of people: found by any part of a name or an address, narrowed, sorted, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort
from app.cohorts.people.listed.queries import Narrowed, PersonFound, PlaceHeld
from app.language import Text, _
from app.people.models import Institution
from app.policy.table import Role
from app.site.parts.people import ROLES, person_path
from app.site.parts.places import STATUS
from app.web.listing import Asked, Choice, Column, Empty, Export, Find, Listing
from app.web.parts import Badge, Option
from app.web.shown import Shown

PAGE_OF = 50
PATH = "/manage/people"


@dataclass(frozen=True)
class Line:
    """One person of the list."""

    found: PersonFound
    places: Sequence[PlaceHeld]
    roles: Sequence[Role]

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return self.found.person.sort_name

    @property
    def path(self) -> str:
        """Their page."""
        return person_path(self.found.person.id)

    @property
    def badge(self) -> Badge | None:
        """What holds of their newest place."""
        return STATUS[self.places[0].status] if self.places else None

    @property
    def role_words(self) -> list[Text]:
        """The roles they hold."""
        return [ROLES[role] for role in self.roles]


@dataclass(frozen=True)
class PeoplePage:
    """The people that somebody sees."""

    lead: Text
    people: Shown[Line]
    cohorts: Text | None
    """What the column of cohorts is called; None for who sees nobody's."""


@dataclass(frozen=True)
class Offered:
    """What the list can be narrowed to."""

    cohorts: Sequence[Cohort]
    """Within the reader's reach; none: places are not theirs to see."""
    institutions: Sequence[Institution]
    everybody: bool = False
    """Whether people are seen who are in other cohorts."""

    @property
    def column(self) -> Text | None:
        """What the column of cohorts is called: it tells nothing of others than these."""
        if not self.cohorts:
            return None
        return _("Cohorts you coordinate") if self.everybody else _("Cohorts")


@dataclass(frozen=True)
class Chosen:
    """What of that an address asks for, as it came."""

    cohort: str = ""
    institution: str = ""
    status: str = ""
    role: str = ""


def narrowed_to(chosen: Chosen, offered: Offered, words: Sequence[str]) -> Narrowed:
    """What to read; what nobody offered narrows nothing."""
    statuses = {status.value: status for status in EnrollmentStatus} if offered.cohorts else {}
    return Narrowed(
        words=tuple(words),
        cohort_id=next((c.id for c in offered.cohorts if c.slug == chosen.cohort), None),
        institution_id=next(
            (place.id for place in offered.institutions if str(place.id) == chosen.institution),
            None,
        ),
        status=statuses.get(chosen.status),
        role=next((role for role in ROLES if role.value == chosen.role), None),
    )


def people_listing(offered: Offered, narrowed: Narrowed) -> Listing[Line]:
    """The list, with what it is narrowed to."""
    return Listing(
        path=PATH,
        columns=_columns(offered),
        nothing=Empty(
            _("Nobody is here yet"),
            _("People appear here as soon as they have a place in a cohort that you coordinate."),
        ),
        find=Find(lambda line: line.name, _("Name or email address"), _("Name or email address")),
        choices=_choices(offered, narrowed),
        page_size=PAGE_OF,
        none_found=_none_found,
    )


def _none_found(query: str) -> Text:
    if query:
        return _("Nobody with “{words}” in their name or an address is on this list.", words=query)
    return _("Nobody is on this list.")


def _choices(offered: Offered, narrowed: Narrowed) -> list[Choice]:
    found = []
    if offered.cohorts:
        cohorts = [(cohort.slug, cohort.title, cohort.id) for cohort in offered.cohorts]
        found.append(_choice("cohort", _("Cohort"), cohorts, narrowed.cohort_id))
        statuses = [(s.value, STATUS[s].text, s) for s in STATUSES]
        found.append(_choice("status", _("Status"), statuses, narrowed.status))
    places = [(str(place.id), place.short_name, place.id) for place in offered.institutions]
    roles = [(role.value, words, role) for role, words in ROLES.items()]
    return [
        *found,
        _choice("institution", _("Institution"), places, narrowed.institution_id),
        _choice("role", _("Role"), roles, narrowed.role),
    ]


def _choice(
    name: str,
    label: Text,
    options: Sequence[tuple[str, Text, object]],
    chosen: object | None,
) -> Choice:
    value = next((key for key, _words, held in options if held == chosen), "")
    return Choice(name, label, [Option(key, words) for key, words, _held in options], value)


STATUSES = [status for status in EnrollmentStatus if status is not EnrollmentStatus.NONE]
COLUMNS: Sequence[Column[Line]] = (
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.name,
        exports=(
            Export(_("Family name"), lambda line: line.found.person.family_name),
            Export(_("Given name"), lambda line: line.found.person.given_name),
            Export(_("Degrees"), lambda line: line.found.person.degrees),
        ),
    ),
    Column(
        _("Email address"),
        exports=(Export(_("Email address"), lambda line: line.found.address or ""),),
    ),
    Column(
        _("Institution"),
        "institution",
        sort=lambda line: line.found.institution,
        exports=(Export(_("Institution"), lambda line: line.found.institution),),
    ),
)
ROLES_HELD: Column[Line] = Column(
    _("Roles"),
    exports=(Export(_("Roles"), lambda line: "; ".join(map(str, line.role_words))),),
)


def _columns(offered: Offered) -> Sequence[Column[Line]]:
    name = offered.column
    return (*COLUMNS, ROLES_HELD) if name is None else (*COLUMNS, _cohorts(name), ROLES_HELD)


def _cohorts(name: Text) -> Column[Line]:
    return Column(
        name,
        exports=(
            Export(name, lambda line: "; ".join(held.title for held in line.places)),
            Export(
                _("Status"),
                lambda line: "; ".join(str(STATUS[held.status].text) for held in line.places),
            ),
        ),
    )


def lines(
    found: Sequence[PersonFound],
    places: Mapping[UUID, Sequence[PlaceHeld]],
    roles: Mapping[UUID, frozenset[Role]],
) -> list[Line]:
    """What was read of each person, put together."""
    return [
        Line(
            person,
            places.get(person.person.id, ()),
            sorted(roles.get(person.person.id, ())),
        )
        for person in found
    ]


def lead_of(*, everybody: bool) -> Text:
    """Who is on the list."""
    if everybody:
        return _("Everybody in this installation.")
    return _(
        "Everybody with a place in a cohort that you coordinate, and everybody who teaches there."
    )


def asked_words(asked: Asked) -> list[str]:
    """The words to find."""
    return asked.query.split()
