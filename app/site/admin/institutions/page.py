"""The institutions of the installation, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.people.institutions.queries import InstitutionRow, LeadGrant
from app.people.institutions.rules import InstitutionFacts
from app.people.models import Institution
from app.site.parts.zones import usual_name, zone_options
from app.web.forms import FormState
from app.web.listing import ALL, Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge, Link, Option
from app.web.shown import Shown, shown

HOME = "/admin/institutions"


@dataclass(frozen=True)
class InstitutionLine:
    """One institution in the list."""

    row: InstitutionRow
    path: str
    zone: Text
    state: Badge
    into: Link | None
    """What it was merged into."""

    @property
    def takes_part(self) -> bool:
        """Whether people can belong to it from now on."""
        institution = self.row.institution
        return institution.left_at is None and institution.merged_into_id is None


@dataclass(frozen=True)
class InstitutionsPage:
    """All of them, as an address asks."""

    institutions: Shown[InstitutionLine]
    note: Text | None = None
    """What was just done."""


@dataclass(frozen=True)
class InstitutionPage:
    """One institution, or one that is to be added, as a form."""

    title: Text
    path: str
    """Where the form goes."""
    form: FormState
    zones: Sequence[Option]
    saved: bool | None = None
    institution: Institution | None = None
    """None: it is still to be added."""
    left: Text | None = None
    into: Link | None = None
    people: Text = ""
    leads: tuple[str, ...] = ()
    earlier: Sequence[str] = ()
    """The names of those that were merged into it."""
    refused: Text | None = None
    """Why what was just asked for did not happen, where no field is to blame."""


def institutions_page(
    rows: Sequence[InstitutionRow], asked: Asked, note: Text | None = None
) -> InstitutionsPage:
    """The list."""
    return InstitutionsPage(shown(LISTING, institution_lines(rows), asked), note)


def institution_lines(rows: Sequence[InstitutionRow]) -> list[InstitutionLine]:
    """Each with its state in words."""
    by_id = {row.institution.id: row.institution for row in rows}
    return [_line(row, by_id) for row in rows]


def _line(row: InstitutionRow, by_id: Mapping[UUID, Institution]) -> InstitutionLine:
    institution = row.institution
    into = by_id.get(institution.merged_into_id) if institution.merged_into_id else None
    return InstitutionLine(
        row=row,
        path=path_of(institution),
        zone=usual_name(institution.zone),
        state=_state(institution),
        into=Link(into.short_name, path_of(into)) if into else None,
    )


def _state(institution: Institution) -> Badge:
    if institution.merged_into_id is not None:
        return Badge(pgettext("of an institution", "Merged"), "neutral")
    if institution.left_at is not None:
        return Badge(pgettext("of an institution", "Left"), "warm")
    return Badge(pgettext("of an institution", "Active"), "good")


def path_of(institution: Institution) -> str:
    """Its page."""
    return f"{HOME}/{institution.id}"


def add_page(state: FormState | None = None) -> InstitutionPage:
    """Where one is added."""
    return InstitutionPage(_("Add an institution"), HOME, state or FormState(), zone_options())


def institution_page(
    institution: Institution,
    facts: InstitutionFacts,
    *,
    people: int,
    leads: Sequence[LeadGrant],
    earlier: Sequence[Institution],
    into: Institution | None,
    reader_zone: str,
    state: FormState | None = None,
    saved: bool | None = None,
    refused: Text | None = None,
) -> InstitutionPage:
    """One, with what was typed if that was refused."""
    return InstitutionPage(
        title=institution.name,
        path=path_of(institution),
        form=state or FormState(values_of(facts)),
        zones=zone_options(institution.zone),
        saved=saved,
        institution=institution,
        left=_left(institution, reader_zone),
        into=Link(into.name, path_of(into)) if into else None,
        people=ngettext("{count} person", "{count} people", count=people),
        leads=tuple(lead.person.display_name for lead in leads),
        earlier=[other.name for other in earlier],
        refused=refused,
    )


def _left(institution: Institution, zone: str) -> Text | None:
    if institution.left_at is None:
        return None
    return _("It left on {left:date}.", left=local(institution.left_at, zone))


def values_of(facts: InstitutionFacts) -> dict[str, str]:
    """What its form shows."""
    return {
        "name": facts.name,
        "short_name": facts.short_name,
        "region": facts.region,
        "zone": facts.zone,
        "domains": "\n".join(facts.domains),
        "spellings": "\n".join(facts.spellings),
        "breaks": "\n".join(map(str, facts.breaks)),
    }


def _counts(shown_rows: int, count: int) -> Text:
    return ngettext(
        "{shown} of {count} institution",
        "{shown} of {count} institutions",
        count=count,
        shown=shown_rows,
    )


def _none_found(query: str) -> Text:
    if query:
        return _("No institution has “{name}” in one of its names.", name=query)
    return _("No institution is on this list.")


def _text(line: InstitutionLine) -> str:
    institution = line.row.institution
    return " ".join((institution.name, institution.short_name, *line.row.domains))


LISTING: Listing[InstitutionLine] = Listing(
    path=HOME,
    columns=(
        Column(
            _("Name"),
            "name",
            sort=lambda line: line.row.institution.name.casefold(),
            exports=(
                Export(_("Name"), lambda line: line.row.institution.name),
                Export(_("Short name"), lambda line: line.row.institution.short_name),
            ),
        ),
        Column(
            _("State or country"),
            "region",
            sort=lambda line: line.row.institution.region.casefold() or None,
            exports=(Export(_("State or country"), lambda line: line.row.institution.region),),
        ),
        Column(
            _("Time zone"),
            exports=(Export(_("Time zone"), lambda line: line.row.institution.zone),),
        ),
        Column(
            _("Mail domains"),
            exports=(Export(_("Mail domains"), lambda line: " ".join(line.row.domains)),),
        ),
        Column(
            _("People"),
            "people",
            sort=lambda line: line.row.people,
            numeric=True,
            exports=(Export(_("People"), lambda line: line.row.people),),
        ),
        Column(
            _("Status"),
            exports=(Export(_("Status"), lambda line: line.state.text),),
        ),
    ),
    nothing=Empty(
        _("No institution yet"), _("Add the institutions that take part, by hand or from a file.")
    ),
    filters=(
        Filter(
            "active", pgettext("of institutions", "Active"), lambda line: line.takes_part, "good"
        ),
        Filter(
            "gone",
            pgettext("of institutions", "Left or merged"),
            lambda line: not line.takes_part,
        ),
        Filter(ALL, pgettext("of institutions", "All"), lambda _line: True),
    ),
    find=Find(_text, _("Find by name or domain"), _("Find by name or domain")),
    page_size=50,
    counts=_counts,
    none_found=_none_found,
    everything=_("Show all institutions"),
)
