"""What the fields of the form are called, for the summary on top: it stands far above them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from app.language import Text, _
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.signatories import LOGOS, SIGNERS, LogoForm, SignerForm
from app.site.manage.cohorts.setup.credit.systems import StatementForm, SystemChoice
from app.web.forms import FormState
from app.web.parts import FieldError

LABELS: Mapping[str, Text] = {
    "title": _("Title of the activity"),
    "provider": _("Provider"),
    "partner": _("Provided jointly with"),
    "other_partners": _("Other joint providers"),
    "format": _("Format of the activity"),
    "place": _("Place"),
    "designated": _("Most credits that can be awarded"),
    "module_minutes": _("Minutes that a module earns"),
    "module_most": _("Most credits for modules"),
    "session_minutes": _("Minutes that a session earns"),
    "session_most": _("Most credits for sessions"),
    "enduring_minutes": _("Minutes that the recording of a session earns"),
    "enduring_most": _("Most credits for recordings"),
    "accreditation": _("Accreditation"),
    "accreditation_statement": _("Accreditation statement"),
    "designation_statement": _("Designation statement"),
    "claim_statement": _("Claim statement"),
    "template": _("Look of the certificates"),
    "disclosure_reason": _("Why relevant financial relationships do or do not apply"),
    "requires_completion": _("What credit needs"),
    "expires_on": _("Last day of its credit"),
    "approved_by": _("Who approved it"),
    "approved_on": _("Day of the approval"),
    "change_reason": _("Why it changes"),
    "designated_on": _("Designated since"),
}
_OF_SIGNER = {
    "name": _("Name, with degrees"),
    "role": _("Role"),
    "place": _("Place on the certificate"),
    "file": _("Picture of the signature"),
}
_OF_LOGO = {"alt": _("Whose logo it is"), "file": _("File of the logo")}
_SAY_IT: frozenset[Text] = frozenset(
    chain(
        CreditForm.asked_for.values(),
        *(own.asked_for.values() for own in (SignerForm, LogoForm, StatementForm)),
    )
)
"""Sentences that name their field themselves."""


def named_summary(form: FormState, systems: Sequence[SystemChoice]) -> list[FieldError]:
    """All that is wrong, each with what its field is called, and leading to it."""
    labels = {**LABELS, **dict(_of_systems(systems)), **dict(_of_parts())}
    return [_named(own, labels) for own in form.summary]


def _named(own: FieldError, labels: Mapping[str, Text]) -> FieldError:
    field = str(own.field).partition(".")[0]  # one of a list stands at the whole of it
    label = labels.get(field)
    if label is None and field.startswith("for_"):
        return FieldError(None, own.text)  # what is retired has no field any more
    if label is None or own.text in _SAY_IT:
        return FieldError(field, own.text)
    return FieldError(field, _("{field}: {what_is_wrong}", field=label, what_is_wrong=own.text))


def _of_systems(systems: Sequence[SystemChoice]) -> Iterator[tuple[str, Text]]:
    for system in systems:
        yield f"for_{system.key}", system.name
        yield f"most_{system.key}", _("Most of it: {system}", system=system.name)
        yield f"statement_{system.key}", _("What is said of it: {system}", system=system.name)


def _of_parts() -> Iterator[tuple[str, Text]]:
    """The fields of signatories and logos say which one they are of."""
    for number, prefix in enumerate(SIGNERS, 1):
        for part, label in _OF_SIGNER.items():
            said = _("Signatory {number}, {field}", number=number, field=label)
            yield f"{prefix}-{part}", said
    for number, prefix in enumerate(LOGOS, 1):
        for part, label in _OF_LOGO.items():
            yield f"{prefix}-{part}", _("Logo {number}, {field}", number=number, field=label)
