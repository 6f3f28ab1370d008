"""A file of records."""

from starlette.datastructures import FormData, UploadFile

from app.language.reasons import reason
from app.web.forms import FormInvalidError

MAX_FILE = 4 * 1024 * 1024
"""Bytes."""
NO_FILE = reason("sharing.no_file", "Choose the file that REDCap exported.")
TOO_LARGE = reason("sharing.file_too_large", "The file is larger than 4 MB.")


def content_of(submitted: FormData) -> bytes:
    """The file that was sent.

    Raises:
        FormInvalidError: There is none, or it is too large.
    """
    sent = submitted.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise FormInvalidError({"file": NO_FILE}, {})
    content = sent.file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise FormInvalidError({"file": TOO_LARGE}, {})
    return content
