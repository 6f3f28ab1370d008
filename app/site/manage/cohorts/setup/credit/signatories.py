"""Who signs certificates, one by one, and whose logos stand on them, as they are sent.

Fields of the second signatory begin with `signer-2-`, of the second logo with `logo-2-`. What a
picture is says one of three fields: `file`, chosen just now; `held`, chosen before and sent along
again since the form was refused; `is`, the hash of one that is stored.
"""

import base64
import binascii
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from app.core.errors import RefusedError
from app.credit.pictures.encoding import encoded
from app.credit.pictures.rules import (
    GONE,
    MOST_BYTES,
    MOST_LOGOS,
    MOST_SIGNATORIES,
    Picture,
    Pictured,
    PictureUse,
    logo_of,
    signature_alt,
)
from app.language import Text, _
from app.site.manage.cohorts.setup.credit.places import Placed, in_order
from app.site.parts.names import PRINTED
from app.web.forms import Form, FormInvalidError, parse, typed

SIGNERS = [f"signer-{number}" for number in range(1, MOST_SIGNATORIES + 1)]
LOGOS = [f"logo-{number}" for number in range(1, MOST_LOGOS + 1)]
_FIELDS = {
    **dict.fromkeys(SIGNERS, ("name", "role", "place", "is", "held", "file", "without")),
    **dict.fromkeys(LOGOS, ("alt", "is", "held", "file", "without")),
}
_CHECKED = "yes"
Line = Annotated[str, Field(min_length=1, max_length=200), PRINTED]


class SignerForm(Form):
    """Somebody whose name stands under certificates."""

    asked_for: ClassVar = {
        "name": _("Enter the name, with degrees."),
        "role": _("Enter in which role they sign."),
    }
    name: Line
    role: Line
    place: Literal["1", "2", "3"] = "1"


class LogoForm(Form):
    """A logo, and what is told of it to who does not see it."""

    asked_for: ClassVar = {"alt": _("Enter whose logo this is.")}
    alt: Line


PartT = TypeVar("PartT", SignerForm, LogoForm)


@dataclass
class Sent:
    """What was sent of signatories and logos."""

    signatories: Sequence[Mapping[str, str]] = ()
    logos: Sequence[Mapping[str, str]] = ()
    pictures: list[Picture] = field(default_factory=list)
    """Those that were chosen just now."""
    errors: dict[str, Text] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    """What was typed, and the pictures, to be shown and sent again."""


def is_of_pictures(name: str) -> bool:
    """Whether a field is of a signatory or a logo."""
    prefix, _dash, part = name.rpartition("-")
    return part in _FIELDS.get(prefix, ())


def sent_pictures(submitted: FormData, stored: Collection[str]) -> Sent:
    """Read what was sent. `stored`: hashes of the pictures that this program has."""
    sent = Sent(values=typed(submitted))
    reader = _Reader(submitted, frozenset(stored), sent)
    placed = [
        own for number, prefix in enumerate(SIGNERS, 1) if (own := reader.signer(prefix, number))
    ]
    sent.signatories = [dict(own.signatory) for own in in_order(placed)]
    sent.logos = [logo_of(shown) for prefix in LOGOS if (shown := reader.logo(prefix))]
    if not placed and not sent.errors:
        sent.errors["signer-1-name"] = _("Enter who signs certificates.")
    return sent


class _Reader:
    def __init__(self, submitted: FormData, stored: frozenset[str], sent: Sent) -> None:
        self._submitted = submitted
        self._stored = stored
        self._sent = sent

    def signer(self, prefix: str, number: int) -> Placed | None:
        sha256 = self._picture(prefix, PictureUse.SIGNATURE)
        is_named = any(self._text(f"{prefix}-{part}") for part in ("name", "role"))
        if not is_named and not self._file(prefix):
            return None  # who is taken out takes the signature along
        form = self._parsed(SignerForm, prefix, ("name", "role", "place"))
        if form is None:
            return None
        signatory = {"name": form.name, "role": form.role}
        if sha256:
            signatory |= {"signature": sha256, "alt": signature_alt(form.name)}
        return Placed(number, int(form.place), signatory)

    def logo(self, prefix: str) -> Pictured | None:
        sha256 = self._picture(prefix, PictureUse.LOGO)
        if sha256 is None:
            named = self._text(f"{prefix}-alt") and not self._is_left_out(prefix)
            if named and f"{prefix}-file" not in self._sent.errors:
                self._sent.errors[f"{prefix}-file"] = _("Choose the file of this logo.")
            return None
        form = self._parsed(LogoForm, prefix, ("alt",))
        return Pictured(sha256, form.alt) if form else None

    def _parsed(self, model: type[PartT], prefix: str, parts: Sequence[str]) -> PartT | None:
        values = [(part, self._text(f"{prefix}-{part}")) for part in parts]
        try:
            return parse(model, FormData([pair for pair in values if pair != ("place", "")]))
        except FormInvalidError as invalid:
            self._sent.errors |= {f"{prefix}-{n}": text for n, text in invalid.errors.items()}
            return None

    def _picture(self, prefix: str, use: PictureUse) -> str | None:
        """The hash of a picture, if there is one; what is wrong with it stands at its file.

        Who chooses another file wants it, even if the one before is to go.
        """
        if self._is_left_out(prefix):
            self._keep(prefix)
            return None
        try:
            made = self._chosen(prefix, use)
        except RefusedError as refused:
            self._sent.errors[f"{prefix}-file"] = refused.reason
            return None
        if made is not None:
            self._sent.pictures.append(made)
            self._keep(prefix, held=base64.b64encode(made.content).decode())
            return made.sha256
        return self._known(prefix)

    def _known(self, prefix: str) -> str | None:
        sha256 = self._text(f"{prefix}-is")
        if sha256 and sha256 not in self._stored:
            self._sent.errors[f"{prefix}-file"] = GONE
            self._keep(prefix)
            return None
        return sha256 or None

    def _chosen(self, prefix: str, use: PictureUse) -> Picture | None:
        """The file that was chosen now, or else the one of before."""
        if file := self._file(prefix):
            return encoded(file.file.read(MOST_BYTES + 1), use)
        if held := self._text(f"{prefix}-held"):
            try:
                return encoded(base64.b64decode(held, validate=True), use)
            except binascii.Error:
                self._keep(prefix)
                raise RefusedError(GONE) from None
        return None

    def _is_left_out(self, prefix: str) -> bool:
        return self._text(f"{prefix}-without") == _CHECKED and self._file(prefix) is None

    def _file(self, prefix: str) -> UploadFile | None:
        """The file that was chosen now; browsers send one without a name for none."""
        file = self._submitted.get(f"{prefix}-file")
        return file if isinstance(file, UploadFile) and file.filename else None

    def _keep(self, prefix: str, **what: str) -> None:
        """Say in the form that is shown again which picture there is."""
        for part in ("is", "held"):
            self._sent.values.pop(f"{prefix}-{part}", None)
        self._sent.values |= {f"{prefix}-{part}": value for part, value in what.items()}

    def _text(self, name: str) -> str:
        value = self._submitted.get(name)
        return value.strip() if isinstance(value, str) else ""


def as_values(
    signatories: Sequence[Mapping[str, str]], logos: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """What an activity has, as the fields of the form."""
    return dict(_values(signatories, logos))


def _values(
    signatories: Sequence[Mapping[str, str]], logos: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    for prefix, signatory in zip(SIGNERS, signatories, strict=False):
        yield f"{prefix}-name", signatory["name"]
        yield f"{prefix}-role", signatory["role"]
        yield f"{prefix}-is", signatory.get("signature", "")
    for prefix, logo in zip(LOGOS, logos, strict=False):
        yield f"{prefix}-alt", logo["alt"]
        yield f"{prefix}-is", logo["sha256"]
