"""Whether the signatures of certificates that are listed can be relied on: as the public is told.

Of each the rule is that of its public page. A file is opened only where one of the keys that have
signed here leaves room for doubt, and once a process: what a file says of itself never changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.keys.queries import known_keys
from app.certificates.keys.rules import KnownKey, SignedAt, is_beyond_doubt, why_doubtful
from app.certificates.models import Certificate
from app.certificates.queries import CertificateInCohort, CertificateWithStatus
from app.certificates.rules import CertificateState
from app.certificates.verification.queries import files_of
from app.language.reasons import Reason

KEPT_AT_MOST = 20_000


class _Signed(NamedTuple):
    fingerprint: str
    at: SignedAt


_SIGNED: dict[str, _Signed | None] = {}
"""By the hash of a file: who signed it, and when."""


def with_doubts(
    session: Session, issued: Sequence[CertificateWithStatus]
) -> list[CertificateWithStatus]:
    """The same, each with what is known against its signature; no statement for none that holds."""
    live = [own.certificate for own in issued if own.status.state is CertificateState.VALID]
    found = doubts(session, live)
    return [own.doubted(found.get(own.certificate.id)) for own in issued]


def with_doubts_in_cohort(
    session: Session, issued: Sequence[CertificateInCohort]
) -> list[CertificateInCohort]:
    """The same of those of a cohort."""
    live = [own.certificate for own in issued if own.state is CertificateState.VALID]
    found = doubts(session, live)
    return [replace(own, doubt=found.get(own.certificate.id)) for own in issued]


def doubts(session: Session, certificates: Sequence[Certificate]) -> dict[UUID, Reason]:
    """Why some of these are doubtful, by id: a statement, and one more where a key leaves room."""
    if not certificates:
        return {}
    keys = known_keys(session)
    asked = [own for own in certificates if not _is_beyond_doubt(keys, own)]
    _open(session, asked)
    by_fingerprint = {key.fingerprint: key for key in keys}
    found = ((own.id, _doubt(own, by_fingerprint)) for own in asked)
    return {id_: doubt for id_, doubt in found if doubt is not None}


def _is_beyond_doubt(keys: Iterable[KnownKey], own: Certificate) -> bool:
    return all(is_beyond_doubt(key, own.issued_at) for key in keys)


def _doubt(own: Certificate, keys: dict[str, KnownKey]) -> Reason | None:
    signed = _SIGNED.get(own.pdf_sha256)
    key = keys.get(signed.fingerprint) if signed else None
    if signed is None or key is None:
        return None
    return why_doubtful(key, replace(signed.at, recorded=own.issued_at))


def _open(session: Session, certificates: Sequence[Certificate]) -> None:
    """Read the signatures of those that were not opened yet."""
    # Only here: a server would start later for the few whose key leaves room for doubt.
    from app.certificates.keys.signature import signature_of

    closed = [own for own in certificates if own.pdf_sha256 not in _SIGNED]
    if not closed:
        return
    if len(_SIGNED) + len(closed) > KEPT_AT_MOST:
        _SIGNED.clear()
    files = files_of(session, [own.id for own in closed])
    for own in closed:
        signature = signature_of(files.get(own.id, b""))
        _SIGNED[own.pdf_sha256] = (
            _Signed(signature.fingerprint, signature.at) if signature else None
        )
