"""What coordinators send from the library."""

from typing import Annotated, Self

from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from app.language.reasons import reason
from app.packs.archive import MAX_ZIP
from app.packs.archive_refusals import TOO_BIG
from app.web.forms import Form, FormInvalidError

NO_FILE = reason("zip.none_chosen", "Choose the zip that holds the pack.")


class ZipForm:
    """A file that was sent: bytes, and the name that its sender's computer gave it."""

    def __init__(self, packed: bytes, name: str) -> None:
        self.packed = packed
        self.name = name

    @classmethod
    def of(cls, submitted: FormData) -> Self:
        """Read the file; raises `FormInvalidError`."""
        sent = submitted.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise FormInvalidError({"file": NO_FILE}, {})
        packed = sent.file.read(MAX_ZIP + 1)
        if len(packed) > MAX_ZIP:
            raise FormInvalidError({"file": TOO_BIG(megabytes=MAX_ZIP // 1_000_000)}, {})
        name = "".join(sign for sign in sent.filename if sign.isprintable())
        return cls(packed, name or "pack.zip")


class ImportForm(Form):
    """Agreeing to what the check page said."""

    after: Annotated[int, Field(ge=0, le=1_000_000)]
    """Number of the release that the page compared with; 0 for none."""
