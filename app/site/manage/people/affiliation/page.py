"""The page on which a person's institution and profession are changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.language.reasons import Reason
from app.people.models import Institution, Person
from app.people.rules import why_not_deal_with
from app.site.parts.people import PROFESSIONS, person_path
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class AffiliationPage:
    """What is known of somebody, to be changed."""

    name: str
    back: str
    path: str
    institutions: Sequence[Option]
    professions: Sequence[Option]
    form: FormState
    why_not: Reason | None
    saved: bool | None
    """Whether what was sent changed anything; None: nothing was sent."""


def affiliation_path(person_id: UUID) -> str:
    """Where a person's institution and profession are changed."""
    return f"{person_path(person_id)}/affiliation"


def affiliation_page(
    person: Person,
    institutions: Iterable[Institution],
    form: FormState | None,
    *,
    by: UUID,
    saved: bool | None,
) -> AffiliationPage:
    """The form as it stands, or as it was sent."""
    return AffiliationPage(
        name=person.display_name,
        back=person_path(person.id),
        path=affiliation_path(person.id),
        institutions=[Option(str(known.id), known.name) for known in institutions],
        professions=[Option(profession.value, name) for profession, name in PROFESSIONS.items()],
        form=form or _as_it_is(person),
        why_not=why_not_deal_with([person.id], by=by),
        saved=saved,
    )


def _as_it_is(person: Person) -> FormState:
    return FormState(
        {
            "institution": str(person.institution_id),
            "profession": person.profession.value,
            "verified": "yes" if person.profession_verified_at else "",
        }
    )
