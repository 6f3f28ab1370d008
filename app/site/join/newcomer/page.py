"""The pages on which somebody says who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.models import Cohort
from app.language import Text, _, pgettext
from app.people.enums import Profession
from app.people.models import Institution
from app.people.rules import LINK_WORKS_FOR
from app.web.forms import FormState
from app.web.parts import Option

PROFESSIONS: Mapping[Profession, Text] = {
    Profession.PHYSICIAN: _("Physician"),
    Profession.NURSE: _("Nurse"),
    Profession.PHARMACIST: _("Pharmacist"),
    Profession.PHYSICIAN_ASSOCIATE: _("Physician associate"),
    Profession.SCIENTIST: _("Scientist"),
    Profession.OTHER: pgettext("of a profession", "Other"),
}


@dataclass(frozen=True)
class NewcomerPage:
    """The form, or that a letter was sent, or the button of the link in it."""

    cohort: str
    path: str
    institutions: Sequence[Option]
    professions: Sequence[Option]
    form: FormState
    sent_to: str | None = None
    token: str | None = None
    minutes: int = int(LINK_WORKS_FOR.total_seconds() // 60)


def newcomer_page(
    cohort: Cohort,
    institutions: Sequence[Institution],
    form: FormState,
    *,
    sent_to: str | None = None,
    token: str | None = None,
) -> NewcomerPage:
    """What somebody sees who is new."""
    return NewcomerPage(
        cohort.title,
        f"/join/{cohort.slug}",
        [Option(str(institution.id), institution.name) for institution in institutions],
        [Option(profession.value, name) for profession, name in PROFESSIONS.items()],
        form,
        sent_to,
        token,
    )
