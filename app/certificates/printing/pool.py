"""Printing certificates: a snapshot goes in, a signed PDF comes out."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from app.certificates.printing.evidence import EvidenceSource
from app.certificates.printing.render import CertificateRenderer
from app.certificates.printing.stamps import StampSource
from app.certificates.printing.templates import PACK, TemplatePack
from app.certificates.snapshot import CertificateSnapshot, from_json, to_json
from app.printing.pool import PrintingPool, ReaderPool

WORKERS = 2
PREVIEW_SECONDS = 30.0


class Illustrated(NamedTuple):
    """A snapshot that shows pictures, with the bytes of each by its hash."""

    snapshot_json: str
    pictures: Mapping[str, bytes]


Sheet = str | Illustrated
"""What is sent to be printed: a snapshot as JSON, and the pictures that it shows."""


def sheet_of(snapshot: CertificateSnapshot, pictures: Mapping[str, bytes]) -> Sheet:
    """A snapshot to be printed, with those of the pictures that it shows."""
    shown = {sha256: pictures[sha256] for sha256 in snapshot.pictures if sha256 in pictures}
    return Illustrated(to_json(snapshot), shown) if shown else to_json(snapshot)


class CertificatePool(PrintingPool[Sheet, bytes]):
    """Child processes that print and sign snapshots, which they are sent as JSON."""

    def __init__(
        self,
        key_file: Path,
        passphrase: str | None = None,
        *,
        stamps: StampSource | None = None,
        evidence: EvidenceSource | None = None,
        templates: Path = PACK,
        workers: int = WORKERS,
    ) -> None:
        """`stamps`: where time stamps come from; `evidence`: where revocation data do."""
        super().__init__(
            partial(_Printer, templates, key_file, passphrase, stamps, evidence), workers=workers
        )


class PreviewPool(ReaderPool[Sheet, bytes]):
    """One child process that prints snapshots as previews: marked, and never signed."""

    def __init__(self, *, templates: Path = PACK) -> None:
        super().__init__(partial(_Previewer, templates), patience=PREVIEW_SECONDS)


class _Previewer:
    def __init__(self, templates: Path) -> None:
        self._renderer = CertificateRenderer(TemplatePack(templates))

    def __call__(self, sheet: Sheet) -> bytes:
        snapshot_json, pictures = _opened(sheet)
        return self._renderer.pdf(from_json(snapshot_json), preview=True, pictures=pictures)


class _Printer:
    """What one child holds in memory."""

    def __init__(
        self,
        templates: Path,
        key_file: Path,
        passphrase: str | None,
        stamps: StampSource | None,
        evidence: EvidenceSource | None,
    ) -> None:
        # Only here: a server would start a tenth later, and no request signs.
        from app.certificates.printing.signing import CertificateSigner

        self._signer = CertificateSigner(key_file, passphrase, stamps, evidence)
        self._renderer = CertificateRenderer(TemplatePack(templates))

    def __call__(self, sheet: Sheet) -> bytes:
        snapshot_json, pictures = _opened(sheet)
        snapshot = from_json(snapshot_json)
        unsigned = self._renderer.pdf(snapshot, pictures=pictures)
        return self._signer.sign(unsigned, number=snapshot.number)


def _opened(sheet: Sheet) -> Illustrated:
    return sheet if isinstance(sheet, Illustrated) else Illustrated(sheet, {})
