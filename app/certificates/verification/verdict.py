"""What the signature of a PDF says about it."""

from dataclasses import dataclass

from app.language.reasons import Reason


@dataclass(frozen=True)
class PdfVerdict:
    """What a PDF's signature says about it.

    `problem` is told to the person who asked, and is `None` if the file is exactly as signed.
    Who signed is another question: `signer` is only a name that anybody can choose.
    """

    sha256: str
    problem: Reason | None
    signer: str | None = None
