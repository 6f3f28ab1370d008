"""The form of an accreditation: a first one, or another version of one there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.rules import PARTNERS, accreditor_of
from app.language import Text, _
from app.people.providers.models import Provider
from app.site.manage.providers.page import path_of
from app.site.manage.providers.wording import ACCREDITORS
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class AccreditationPage:
    """What an accreditor said, as a form."""

    title: Text
    provider: str
    path: str
    accreditors: Sequence[Option]
    is_first: bool
    form: FormState
    placeholder: str = PARTNERS


def accreditation_page(
    provider: Provider, before: Accreditation | None, form: FormState | None = None
) -> AccreditationPage:
    """`before`: the version that another one follows."""
    title: Text = _("Add an accreditation")
    if before is not None:
        title = _("Another version: {accreditor}", accreditor=accreditor_of(before))
    return AccreditationPage(
        title=title,
        provider=provider.name,
        path=path_of(provider),
        accreditors=[Option(kind.value, text) for kind, text in ACCREDITORS.items()],
        is_first=before is None,
        form=form or FormState(_values(before)),
    )


def _values(before: Accreditation | None) -> dict[str, str]:
    if before is None:
        return {"seen": "0"}
    return {
        "accreditor": before.accreditor.value,
        "accreditor_name": before.accreditor_name,
        "statement": before.statement,
        "joint_statement": before.joint_statement,
        "valid_from": before.valid_from.isoformat(),
        "valid_until": before.valid_until.isoformat() if before.valid_until else "",
        "seen": str(before.version),
    }
