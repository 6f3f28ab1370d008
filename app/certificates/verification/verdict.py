"""What the signature of a PDF says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.language.reasons import Reason

if TYPE_CHECKING:
    from app.certificates.keys.signature import Signature


UNREVOKED = "Its revocation data show that the key’s certificate was not revoked then."  # not shown
"""What the command line says of a file that carries it."""


@dataclass(frozen=True)
class PdfVerdict:
    """What a PDF's signature says about it.

    `problem` is told to the person who asked, and is `None` if the file is exactly as signed.
    Who signed is another question: `signer` is only a name that anybody can choose.
    """

    sha256: str
    problem: Reason | None
    signer: str | None = None
    signature: Signature | None = None
    """Its certificates and moments, of a file that carries one that can be read."""
