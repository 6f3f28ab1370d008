"""Whether certificates that are listed can be relied on: as the public is told.

Of each the rule is that of its public page. Whether what is stored of one was found altered is read
together with it, since the worker looks for that (`tasks.py`). For signatures, a file is opened
only where one of the keys that have signed here leaves room for doubt, and once a process: what a
file says of itself never changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.alterations.rules import ALTERED
from app.certificates.keys.queries import known_keys
from app.certificates.keys.rules import KnownKey, SignedAt, is_beyond_doubt, why_doubtful
from app.certificates.models import Certificate
from app.certificates.queries import CertificateInCohort, CertificateWithStatus
from app.certificates.rules import CertificateState
from app.certificates.verification.queries import files_of
from app.language.reasons import Reason

KEPT_AT_MOST = 20_000


class Paper(NamedTuple):
    """As much of a certificate as it takes to know whether it is doubtful."""

    id: UUID
    pdf_sha256: str
    issued_at: datetime
    altered: bool
    """Whether what is stored of it was found altered."""


class _Signed(NamedTuple):
    fingerprint: str
    at: SignedAt


_SIGNED: dict[str, _Signed | None] = {}
"""By the hash of a file: who signed it, and when."""
_LIVE = CertificateState.VALID


def with_doubts(
    session: Session, issued: Sequence[CertificateWithStatus]
) -> list[CertificateWithStatus]:
    """The same, each with what is known against it; no statement for none that holds.

    Of what was revoked or replaced stays what was known: whether it was found altered.
    """
    live = [
        _paper(own.certificate, altered=own.status.doubt == ALTERED)
        for own in issued
        if own.status.state is _LIVE
    ]
    found = doubts(session, live)
    return [
        own.doubted(found.get(own.certificate.id)) if own.status.state is _LIVE else own
        for own in issued
    ]


def with_doubts_in_cohort(
    session: Session, issued: Sequence[CertificateInCohort]
) -> list[CertificateInCohort]:
    """The same of those of a cohort."""
    live = [_paper(own.certificate, altered=own.altered) for own in issued if own.state is _LIVE]
    found = doubts(session, live)
    return [replace(own, doubt=found.get(own.certificate.id)) for own in issued]


def _paper(own: Certificate, *, altered: bool) -> Paper:
    return Paper(own.id, own.pdf_sha256, own.issued_at, altered)


def doubts(session: Session, papers: Sequence[Paper]) -> dict[UUID, Reason]:
    """Why some of these are doubtful, by id: a statement, and one more where a key leaves room."""
    altered = {own.id: ALTERED for own in papers if own.altered}
    whole = [own for own in papers if not own.altered]
    return altered | (_of_signatures(session, whole) if whole else {})


def _of_signatures(session: Session, papers: Sequence[Paper]) -> dict[UUID, Reason]:
    keys = known_keys(session)
    asked = [own for own in papers if not _is_beyond_doubt(keys, own)]
    signed = _signatures(session, asked)
    by_fingerprint = {key.fingerprint: key for key in keys}
    found = ((own.id, _doubt(own, signed[own.pdf_sha256], by_fingerprint)) for own in asked)
    return {id_: doubt for id_, doubt in found if doubt is not None}


def _is_beyond_doubt(keys: Iterable[KnownKey], own: Paper) -> bool:
    return all(is_beyond_doubt(key, own.issued_at) for key in keys)


def _doubt(own: Paper, signed: _Signed | None, keys: dict[str, KnownKey]) -> Reason | None:
    key = keys.get(signed.fingerprint) if signed else None
    if signed is None or key is None:
        return None
    return why_doubtful(key, replace(signed.at, recorded=own.issued_at))


def _signatures(session: Session, papers: Sequence[Paper]) -> dict[str, _Signed | None]:
    """Of these, by the hashes of their files: others may empty at any time what is kept here."""
    kept = dict(_SIGNED)
    closed = [own for own in papers if own.pdf_sha256 not in kept]
    opened = _opened(session, closed) if closed else {}
    if len(kept) + len(opened) > KEPT_AT_MOST:
        _SIGNED.clear()
    _SIGNED.update(opened)
    return kept | opened


def _opened(session: Session, papers: Sequence[Paper]) -> dict[str, _Signed | None]:
    # Only here: a server would start later for the few whose key leaves room for doubt.
    from app.certificates.keys.signature import signature_of

    files = files_of(session, [own.id for own in papers])
    read = {own.pdf_sha256: signature_of(files.get(own.id, b"")) for own in papers}
    return {
        sha256: _Signed(signature.fingerprint, signature.at) if signature else None
        for sha256, signature in read.items()
    }
