"""A table of institutions as it is sent, pasted or as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, field_validator
from starlette.datastructures import FormData, UploadFile

from app.language import LazyText, _
from app.language.zones import zone_of
from app.people.institutions.imports.rules import EMPTY, MOST_BYTES, text_of
from app.web.forms import Form, FormInvalidError, InvalidError


class ZoneForm(Form):
    """The zone of lines that name none; empty: they are refused."""

    zone: str = ""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value and zone_of(value) != value:
            raise InvalidError(_("Choose a time zone from the list."))
        return value


class AgreedForm(ZoneForm):
    """Agreeing to what the check page said."""

    table: Annotated[str, Field(max_length=MOST_BYTES)]
    adds: Annotated[int, Field(ge=0, le=10_000)]
    """How many institutions the page said would be added."""


@dataclass(frozen=True)
class SentTable:
    """What was sent, as text."""

    table: str
    zone: str

    @classmethod
    def of(cls, submitted: FormData) -> Self:
        """Read it; a file goes before what is pasted. Raises `FormInvalidError`."""
        sent, pasted, zone = (submitted.get(name) for name in ("file", "table", "zone"))
        values = {"zone": zone, "table": pasted}
        kept = {name: value for name, value in values.items() if isinstance(value, str)}
        unknown = set(submitted) - {"file", "table", "zone"}
        if unknown:
            raise FormInvalidError(dict.fromkeys(unknown, _("This form has no such field.")), kept)
        field, content = "table", kept.get("table", "").encode()
        if isinstance(sent, UploadFile) and sent.filename:
            field, content = "file", sent.file.read(MOST_BYTES + 1)
        text = text_of(content)
        if isinstance(text, LazyText) or not text.strip():
            why = text if isinstance(text, LazyText) else EMPTY
            raise FormInvalidError({field: why}, kept)
        return cls(text, _zone(kept))


def _zone(kept: Mapping[str, str]) -> str:
    try:
        return ZoneForm(zone=kept.get("zone", "")).zone
    except ValueError:
        problem = {"zone": _("Choose a time zone from the list.")}
        raise FormInvalidError(problem, kept) from None
