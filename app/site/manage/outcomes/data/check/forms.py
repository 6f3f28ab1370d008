"""A file of records, agreeing to what it would bring in, and taking that back."""

from typing import Annotated, ClassVar

from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from app.language import _
from app.language.reasons import reason
from app.web.forms import Form, FormInvalidError, GivenReason

MAX_FILE = 4 * 1024 * 1024
"""Bytes."""
NO_FILE = reason("sharing.no_file", "Choose the file that REDCap exported.")
TOO_LARGE = reason("sharing.file_too_large", "The file is larger than 4 MB.")


class SentFile:
    """A file that was sent: bytes, and the name that its sender's computer gave it."""

    def __init__(self, submitted: FormData) -> None:
        """Raises `FormInvalidError` if there is none, or it is too large."""
        sent = submitted.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise FormInvalidError({"file": NO_FILE}, {})
        self.content = sent.file.read(MAX_FILE + 1)
        if len(self.content) > MAX_FILE:
            raise FormInvalidError({"file": TOO_LARGE}, {})
        self.name = "".join(sign for sign in sent.filename if sign.isprintable()) or "records.csv"


class TakeInForm(Form):
    """Agreeing to what the page said."""

    seen: Annotated[str, Field(max_length=64)]
    """Fingerprint of what would come in."""


class TakeBackForm(Form):
    """Taking all of it back."""

    names: ClassVar = {"reason": _("Why")}

    reason: GivenReason = ""
