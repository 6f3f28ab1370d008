"""What a coordinator sends who issues several certificates anew."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from app.certificates.corrections.comparing import Wish
from app.language import _
from app.web.forms import Form, GivenReason


def _wish(value: str) -> Wish:
    """What the checkbox beside a certificate sent; raises `ValueError`."""
    number, _colon, seen = value.partition(":")
    if not seen:
        raise ValueError("no fingerprint")
    return Wish(number[:40], seen[:64])


Wanted = Annotated[Wish, BeforeValidator(_wish)]


class ManyForm(Form):
    """Which certificates, as they stood on the page; with `sure`, from the check page."""

    names: ClassVar = {"note": _("Note for insiders, if there is more to say")}

    chosen: list[Wanted] = Field(default_factory=list)
    note: GivenReason = ""
    hides_name: bool = False
    sure: bool = False
