"""What a learner signed, with exactly the text that it was made for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.library import ModuleVersion
from app.language.moments import long_moment
from app.learning.models import Attestation
from app.learning.signatures.queries import Signed
from app.packs.figures.files import shown_at
from app.packs.schema import ModuleData
from app.web.parts import Fact


@dataclass(frozen=True)
class AttestationPage:
    """An attestation as it was signed, and the text as it was then."""

    eyebrow: str
    title: str
    statement: str
    facts: Sequence[Fact]
    withdrawn: str | None
    updated: str | None
    """That the unit has another text by now."""
    module: ModuleData
    text_html: str
    back: str


def path_of(attestation: Attestation) -> str:
    """The page of an attestation."""
    return f"/my/record/attestations/{attestation.id}"


def attestation_page(signed: Signed, module: ModuleVersion) -> AttestationPage:
    """All that was signed. `module`: the version that was."""
    made, unit = signed.attestation, signed.unit
    label = f"{signed.cohort.unit_label} {unit.position}"
    withdrawn = None
    if signed.withdrawn_at is not None:
        when = long_moment(signed.withdrawn_at, made.zone)
        withdrawn = f"You withdrew this attestation on {when}. It counts for nothing, and is kept."
    updated = None
    if unit.module_version_id != module.id:
        updated = f"{label} has another text by now. This is the one that you signed."
    return AttestationPage(
        eyebrow=f"{signed.program.title} · {signed.cohort.title}",
        title=f"What you signed: {label}",
        statement=made.statement,
        facts=(
            Fact("Signed by", made.typed_name),
            Fact("Signed", f"{long_moment(made.signed_at, made.zone)} ({made.zone})"),
            Fact("Statement", f"version {made.statement_version}"),
            Fact("Text", f"{module.data.title}, SHA-256 {module.hash}"),
            Fact("Reference", str(made.id)),
        ),
        withdrawn=withdrawn,
        updated=updated,
        module=module.data,
        text_html=shown_at(module.html, path_of(made), module.figures),
        back=f"/my/record?cohort={signed.cohort.slug}",
    )
