"""Revocation data: that the certificates of a signature were not revoked when it was made.

They go into the file that is signed, under the same signature, so that it needs nobody's answer
when the certificates have run out. Only a printing process that signs looks for them: in files, and
where the settings allow it at the addresses that the certificates name.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from asn1crypto import crl, ocsp, pem, x509
from cryptography import x509 as plain
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import RevokedError, ValidationError

from app.certificates.printing.asking import MOST_BYTES, answer_of
from app.certificates.printing.evidence import (
    KEY_REVOKED,
    NO_EVIDENCE,
    NO_ROOT,
    EvidenceError,
    EvidenceSource,
)
from app.certificates.printing.stamps import STAMPS_REVOKED, StampError
from app.language import Text
from app.printing.errors import RenderError

FRESH_SECONDS = 600.0
"""In which nobody is asked the same again, whether or not they answered."""


@dataclass(frozen=True)
class Evidence:
    """What is laid beside a signature."""

    certificates: Sequence[x509.Certificate]
    crls: Sequence[crl.CertificateList]
    ocsps: Sequence[ocsp.OCSPResponse]

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(
            [*self.certificates, *other.certificates],
            [*self.crls, *other.crls],
            [*self.ocsps, *other.ocsps],
        )


@dataclass(frozen=True)
class Chain:
    """A certificate with those above it, its own first, and what it has to lead to."""

    certificates: Sequence[x509.Certificate]
    roots: Sequence[x509.Certificate]
    of_stamps: bool = False
    """Whether it is that of the authority that gives time stamps."""

    @property
    def can_be_revoked(self) -> bool:
        """Whether somebody gave the certificate: nobody revokes one that vouches for itself."""
        return not self.certificates[0].self_issued

    @property
    def is_whole(self) -> bool:
        """Whether its top is nobody else's word: below another one, something is not known."""
        return self.of_stamps or self.roots[-1].self_issued


class Revocations:
    """Looks for revocation data of chains, and keeps what it was told for a while."""

    def __init__(self, source: EvidenceSource) -> None:
        self._source = source
        self._answers: dict[str, tuple[float, bytes | None]] = {}

    def of(self, chains: Sequence[Chain]) -> Evidence | None:
        """What shows that these chains hold now; None where nobody could revoke any of them.

        Raises:
            StampError: That of the time stamps is revoked.
            EvidenceError: That of the key is; or something is missing, and it is required.
        """
        found = None
        for chain in chains:
            if not chain.can_be_revoked:
                continue
            own = self._judged(chain)
            if own is not None:
                found = own if found is None else found + own
        return found

    def _judged(self, chain: Chain) -> Evidence | None:
        crls, ocsps = self._collected(chain)
        context = ValidationContext(
            trust_roots=list(chain.roots),
            other_certs=list(chain.certificates[1:]),
            crls=crls,
            ocsps=ocsps,
            revocation_mode="require",
            allow_fetching=False,
        )
        try:
            validator = CertificateValidator(chain.certificates[0], validation_context=context)
            path = asyncio.run(validator.async_validate_usage(set()))  # type: ignore[no-untyped-call]
        except RevokedError as revoked:
            raise _revoked(chain) from revoked
        except ValidationError as missing:
            self._without(str(missing))
            return None
        if not chain.is_whole:
            self._without(NO_ROOT)
        told = list(path)[1:]
        return Evidence(told, context.crls, context.ocsps) if told else None

    def _without(self, detail: Text) -> None:
        """Something is missing: it is signed all the same, unless it is required."""
        if self._source.required:
            raise EvidenceError(NO_EVIDENCE(detail=detail))

    def _collected(self, chain: Chain) -> tuple[list[crl.CertificateList], list[ocsp.OCSPResponse]]:
        crls: list[crl.CertificateList] = []
        ocsps: list[ocsp.OCSPResponse] = []
        subjects = {own.subject.hashable for own in [*chain.certificates, *chain.roots]}
        for content in [*_contents(self._source.files), *self._fetched(chain)]:
            found = _read(content)
            if isinstance(found, ocsp.OCSPResponse):
                ocsps.append(found)
            elif found is not None and found.issuer.hashable in subjects:
                crls.append(found)
        return crls, ocsps

    def _fetched(self, chain: Chain) -> Iterator[bytes]:
        if not self._source.fetches:
            return
        known = [*chain.certificates, *chain.roots]
        for own in chain.certificates:
            above = [each for each in known if each.subject == own.issuer]
            if own.self_issued or not above:
                continue
            answers = [self._asked_by_ocsp(url, own, above[0]) for url in own.ocsp_urls]
            if not any(answers):  # an answer about one is smaller than a list of all
                answers = [self._asked_for_list(url) for url in _list_addresses(own)]
            yield from filter(None, answers)

    def _asked_for_list(self, url: str) -> bytes | None:
        return self._once(url, lambda: answer_of(url))

    def _asked_by_ocsp(
        self, url: str, own: x509.Certificate, above: x509.Certificate
    ) -> bytes | None:
        subject, issuer = (plain.load_der_x509_certificate(each.dump()) for each in (own, above))
        built = OCSPRequestBuilder().add_certificate(subject, issuer, SHA1()).build()  # noqa: S303 - names a certificate, protects nothing
        body, headers = (
            built.public_bytes(Encoding.DER),
            {"Content-Type": "application/ocsp-request"},
        )
        key = f"{url} {own.serial_number}"
        return self._once(key, lambda: answer_of(url, body, headers))

    def _once(self, key: str, ask: Callable[[], bytes]) -> bytes | None:
        """An answer, or that there was none, of the last minutes."""
        at, known = self._answers.get(key, (-FRESH_SECONDS, None))
        if time.monotonic() - at < FRESH_SECONDS:
            return known
        answer = None
        with suppress(httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            answer = ask()
        self._answers[key] = (time.monotonic(), answer)
        return answer


def _revoked(chain: Chain) -> RenderError:
    return StampError(STAMPS_REVOKED) if chain.of_stamps else EvidenceError(KEY_REVOKED)


def _list_addresses(own: x509.Certificate) -> list[str]:
    found = (point.url for point in own.crl_distribution_points)
    return [url for url in found if url and url.startswith(("http://", "https://"))]


def _contents(files: Path | None) -> Iterator[bytes]:
    """What an operator has laid down; it is read each time, since they keep it fresh."""
    if files is None:
        return
    with suppress(OSError):
        for file in sorted(files.iterdir()) if files.is_dir() else [files]:
            if file.is_file() and file.stat().st_size <= MOST_BYTES:
                yield file.read_bytes()


def _read(content: bytes) -> crl.CertificateList | ocsp.OCSPResponse | None:
    """A list or an answer, whatever the file is called; None of what is neither."""
    with suppress(ValueError, TypeError, KeyError):
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        with suppress(ValueError, TypeError, KeyError):
            answer = ocsp.OCSPResponse.load(der, strict=True)
            if answer["response_status"].native == "successful" and answer.basic_ocsp_response:
                return answer
        told = crl.CertificateList.load(der, strict=True)
        if isinstance(told["tbs_cert_list"]["this_update"].native, datetime):
            return told
    return None
