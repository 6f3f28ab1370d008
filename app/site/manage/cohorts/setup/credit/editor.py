"""The part of the form that is about certificates: who signs, logos, the look, and the proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.credit.enums import SystemRole
from app.credit.models import CreditSystem
from app.credit.pictures.rules import MOST_BYTES, signature_alt
from app.language import Text, _, pgettext
from app.site.manage.cohorts.setup.credit.signatories import LOGOS, SIGNERS
from app.site.parts.proofs import proof_kinds
from app.web.forms import FormState

MEGABYTES = MOST_BYTES // 1_000_000
LOOKS: dict[str, tuple[Text, Text]] = {
    "": (pgettext("look", "Plain"), _("Everything begins at the left, with a thin frame.")),
    "formal": (
        pgettext("look", "Formal"),
        _("A diploma: everything is centered, with a wide frame."),
    ),
}
"""What looks of our own are called; a look of another pack has its own name."""


@dataclass(frozen=True)
class Block:
    """The fields of one signatory or one logo."""

    prefix: str
    number: int
    src: str | None
    """Where the picture that is stored can be seen."""
    alt: Text
    is_held: bool
    """Whether the picture that was chosen goes with the form."""
    is_used: bool
    """Whether anything of it is filled in; the first signatory always is."""


@dataclass(frozen=True)
class Editor:
    """Signatories, logos, looks, and what a proof can be of."""

    path: str
    signers: Sequence[Block]
    logos: Sequence[Block]
    looks: Sequence[tuple[str, Text, Text]]
    kinds: Sequence[tuple[str, Text, str | None]]
    for_signature: Text
    """What a picture of one has to be."""
    for_logo: Text


def editor_of(
    form: FormState, path: str, looks: Sequence[str], systems: Sequence[CreditSystem]
) -> Editor:
    """What stands in the form, block by block; a proof can be of each system that is claimed."""
    return Editor(
        path=path,
        signers=[_signer(form, path, number) for number in range(1, len(SIGNERS) + 1)],
        logos=[_logo(form, path, number) for number in range(1, len(LOGOS) + 1)],
        looks=[_look(look) for look in ("", *looks)],
        kinds=proof_kinds(own for own in systems if own.role is SystemRole.CLAIMED),
        for_signature=_(
            "A dark pen on white paper; the paper is taken away. PNG or JPEG, {megabytes} MB at "
            "most. What else the file tells, such as where it was photographed, is thrown away.",
            megabytes=MEGABYTES,
        ),
        for_logo=_(
            "PNG or JPEG, {megabytes} MB at most. It is printed up to half an inch high.",
            megabytes=MEGABYTES,
        ),
    )


def _look(look: str) -> tuple[str, Text, Text]:
    _name, words = LOOKS.get(look, ("", ""))
    return look, look_text(look), words


def look_text(look: str) -> Text:
    """What a look is called."""
    name, _words = LOOKS.get(look, (look.replace("_", " ").capitalize(), ""))
    return name


def _signer(form: FormState, path: str, number: int) -> Block:
    prefix = SIGNERS[number - 1]
    name = form.value(f"{prefix}-name")
    return _block(form, path, prefix, number, signature_alt(name), first=number == 1)


def _logo(form: FormState, path: str, number: int) -> Block:
    prefix = LOGOS[number - 1]
    return _block(form, path, prefix, number, form.value(f"{prefix}-alt"))


def _block(
    form: FormState, path: str, prefix: str, number: int, alt: Text, *, first: bool = False
) -> Block:
    sha256 = form.value(f"{prefix}-is")
    told = ("name", "role", "alt", "is", "held")
    used = any(form.value(f"{prefix}-{part}") for part in told)
    wrong = any(name.startswith(f"{prefix}-") for name in form.errors)
    return Block(
        prefix=prefix,
        number=number,
        src=f"{path}/picture?named={sha256}" if sha256 else None,
        alt=alt,
        is_held=bool(form.value(f"{prefix}-held")),
        is_used=first or used or wrong,
    )
