"""What a learner signed, with exactly the text that it was made for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.shown import ModuleVersion
from app.language import Text, _, dotted, pgettext
from app.language.moments import local, long_moment
from app.learning.models import Attestation
from app.learning.signatures.queries import Signed
from app.packs.figures.files import shown_at
from app.packs.schema import ModuleData
from app.web.parts import Fact


@dataclass(frozen=True)
class AttestationPage:
    """An attestation as it was signed, and the text as it was then."""

    language: str
    """Of what was signed."""
    eyebrow: str
    title: Text
    statement: str
    facts: Sequence[Fact]
    withdrawn: Text | None
    updated: Text | None
    """That the unit has another text by now."""
    module: ModuleData
    text_html: str
    back: str


def attestation_path(attestation: Attestation) -> str:
    """The page of an attestation."""
    return f"/my/record/attestations/{attestation.id}"


def attestation_page(signed: Signed, module: ModuleVersion) -> AttestationPage:
    """All that was signed. `module`: the version that was."""
    made, unit = signed.attestation, signed.unit
    label = f"{signed.cohort.unit_label} {unit.position}"
    withdrawn = None
    if signed.withdrawn_at is not None:
        withdrawn = _(
            "You withdrew this attestation on {when:long_moment}. It no longer counts, and stays "
            "in the history.",
            when=local(signed.withdrawn_at, made.zone),
        )
    updated = None
    if unit.module_version_id != module.id:
        updated = _(
            "The text of {unit} has been updated since. This is the one that you signed.",
            unit=label,
        )
    return AttestationPage(
        language=signed.program.language,
        eyebrow=dotted((signed.program.title, signed.cohort.title)),
        title=_("What you signed: {unit}", unit=label),
        statement=made.statement,
        facts=(
            Fact(_("Signed by"), made.typed_name),
            Fact(
                pgettext("of a statement", "Signed"),
                long_moment(made.signed_at, made.zone),
            ),
            Fact(_("Statement"), _("version {version}", version=made.statement_version)),
            Fact(_("Text"), f"{module.data.title}, SHA-256 {module.hash}"),
            Fact(_("Reference"), str(made.id)),
        ),
        withdrawn=withdrawn,
        updated=updated,
        module=module.data,
        text_html=shown_at(module.html, attestation_path(made), module.figures),
        back=f"/my/record?cohort={signed.cohort.slug}",
    )
