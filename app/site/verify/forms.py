"""What somebody enters to verify a certificate: its code, or its file."""

from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator
from starlette.datastructures import UploadFile

from app.certificates.numbers import parse_code, parse_number
from app.language import _
from app.web.forms import Form, InvalidError

MAX_FILE = 1024 * 1024
"""Bytes. A certificate has about 40,000."""

NO_INPUT = _("Enter the code that is printed on the certificate.")
A_NUMBER = _("This is the number of a certificate. Its code is the longer one, printed below it.")
NO_CODE = _(
    "This cannot be the code of a certificate. Compare it with the certificate: one letter may "
    "differ."
)
NO_FILE = _("Choose a certificate (PDF) or a digital badge (PNG, JWT), as you received it.")
TOO_LARGE = _("This file is larger than any certificate or badge. Choose it as you received it.")


class CodeForm(Form):
    """A code as it is printed, or pasted with the address around it."""

    code: Annotated[str, Field(max_length=300, validate_default=True)] = ""

    @field_validator("code")
    @classmethod
    def _canonical(cls, value: str) -> str:
        typed = value.rstrip("/").rsplit("/", 1)[-1]
        if not typed:
            raise InvalidError(NO_INPUT)
        if code := parse_code(typed):
            return code
        raise InvalidError(A_NUMBER if parse_number(typed) else NO_CODE)


def _content(value: object) -> bytes:
    """The bytes of an uploaded file, which is gone afterwards."""
    if not isinstance(value, UploadFile):
        raise InvalidError(NO_FILE)
    with value.file as file:
        content = file.read(MAX_FILE + 1)
    if not content:
        raise InvalidError(NO_FILE)
    if len(content) > MAX_FILE:
        raise InvalidError(TOO_LARGE)
    return content


class FileForm(Form):
    """A certificate or a digital badge to compare with what was issued."""

    file: Annotated[bytes, BeforeValidator(_content)]
