"""Everybody of the lead's own institution."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.institutions.own.rules import InstitutionMember
from app.language import Text, _
from app.language.words import normalize_for_search
from app.site.institution.own import names_of
from app.web.listing import Asked, Column, Empty, Export, Find, Listing
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class InstitutionPeoplePage:
    """Everybody of the lead's institution, found and sorted."""

    institution: Text
    people: Shown[InstitutionMember]


def people_page(
    names: Sequence[str], everybody: Sequence[InstitutionMember], asked: Asked
) -> InstitutionPeoplePage:
    """One page of people."""
    return InstitutionPeoplePage(names_of(names), shown(PEOPLE, everybody, asked))


def _none_found(_query: str) -> Text:
    return _(
        "Nobody was found. Every word has to occur in a name, email, department, or cohort. "
        "Try fewer letters."
    )


PEOPLE: Listing[InstitutionMember] = Listing(
    path="/institution/people",
    columns=(
        Column(
            _("Name"),
            "name",
            sort=lambda member: member.search_name,
            exports=(
                Export(_("Family name"), lambda member: member.family_name),
                Export(_("Given name"), lambda member: member.given_name),
                Export(_("Email address"), lambda member: member.address),
            ),
        ),
        Column(
            _("Department"),
            "department",
            sort=lambda member: normalize_for_search(member.department) or None,
            exports=(Export(_("Department"), lambda member: member.department),),
        ),
        Column(
            _("Cohorts"),
            "cohort",
            sort=lambda member: member.newest or None,
            exports=(Export(_("Cohorts"), lambda member: "; ".join(member.cohorts)),),
        ),
    ),
    nothing=Empty(_("Nobody is here yet"), _("Nobody from your institution has an account yet.")),
    find=Find(
        lambda member: " ".join(
            (member.given_name, member.name, member.address, member.department, *member.cohorts)
        ),
        _("Name, email, department, or cohort"),
        _("Name, email, department"),
    ),
    page_size=50,
    none_found=_none_found,
    everything=_("Show everybody"),
)
