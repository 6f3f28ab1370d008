"""Time stamps: an authority vouches that a signature was there at a moment (RFC 3161, PAdES B-T).

Only a printing process that signs asks for one, and only the address of the settings. What comes
back counts if its chain leads to a certificate of the settings.
"""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from asn1crypto import cms, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from app.certificates.printing.asking import answer_of
from app.certificates.printing.revocations import Chain
from app.certificates.printing.stamps import (
    NO_ROOTS,
    NO_STAMP,
    UNTRUSTED,
    StampError,
    StampSource,
)

PAUSE_SECONDS = 30.0
"""In which one that did not answer is not asked again: each task would wait for it in vain."""


class Authority(TimeStamper):
    """A time stamping authority, asked over HTTP; what it says is verified at once."""

    def __init__(self, source: StampSource) -> None:
        """Raises `StampError` where its certificates cannot be read."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = source.url
        self._roots = roots_of(source.certificates)
        self._not_before = 0.0
        self._newest: cms.SignedData | None = None
        """The last stamp that counted."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The token of a stamp.

        Raises:
            StampError: The authority does not answer, or not as it should.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
        except (OSError, ValueError, TypeError, KeyError, httpx.HTTPError) as error:
            self._not_before = time.monotonic() + PAUSE_SECONDS
            raise StampError(NO_STAMP(detail=str(error) or type(error).__name__)) from error
        if not await is_trusted(token["content"], message_digest, self._roots):
            raise StampError(NO_STAMP(detail=UNTRUSTED))
        self._newest = token["content"]
        return token

    def chain(self) -> Chain:
        """Its certificates, as the last stamp carries them: authorities change their keys.

        Before the first, as a stamp of nothing does.

        Raises:
            StampError: The authority does not answer, or not as it should.
        """
        token = self._newest
        if token is None:
            token = asyncio.run(self.async_dummy_response("sha256"))["content"]
        certificates = [each.chosen for each in token["certificates"]]
        serial = token["signer_infos"][0]["sid"].chosen["serial_number"].native
        own_first = sorted(certificates, key=lambda each: each.serial_number != serial)
        return Chain(own_first, self._roots, of_stamps=True)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask it, once."""
        if time.monotonic() < self._not_before:
            raise OSError("it did not answer a moment ago")  # not shown
        headers = {"Content-Type": "application/timestamp-query"}
        told = answer_of(self._url, req.dump(), headers)
        return tsp.TimeStampResp.load(told, strict=True)


def roots_of(file: Path) -> list[x509.Certificate]:
    """The certificates that are trusted for time stamps; raises `StampError` without any."""
    try:
        found = load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError) as error:
        raise StampError(NO_STAMP(detail=NO_ROOTS)) from error
    return [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in found]


async def is_trusted(
    token: cms.SignedData, digest: bytes, roots: Sequence[x509.Certificate]
) -> bool:
    """Whether a stamp is of this digest, and of an authority that one of the roots vouches for.

    That its certificate has run out since changes nothing: it is judged by the moment it tells.
    """
    moment = token["encap_content_info"]["content"].parsed["gen_time"].native
    trusting = ValidationContext(
        trust_roots=list(roots), allow_fetching=False, moment=moment, best_signature_time=moment
    )
    status = await validate_tst_signed_data(token, trusting, lambda _: digest)
    return bool(status["intact"] and status["valid"] and status["trust_problem_indic"] is None)


def asked(source: StampSource) -> None:
    """Ask for one stamp, to see whether there are any; raises `StampError` with what is wrong."""
    digest = hashlib.sha256(b"waypost").digest()
    asyncio.run(Authority(source).async_timestamp(digest, "sha256"))
