"""Printing certificates: a snapshot goes in, a signed PDF comes out."""

from functools import partial
from pathlib import Path

from app.certificates.printing.render import CertificateRenderer
from app.certificates.printing.stamps import StampSource
from app.certificates.printing.templates import PACK, TemplatePack
from app.certificates.snapshot import from_json
from app.printing.pool import PrintingPool, ReaderPool

WORKERS = 2
PREVIEW_SECONDS = 30.0


class CertificatePool(PrintingPool[str, bytes]):
    """Child processes that print and sign snapshots, which they are sent as JSON."""

    def __init__(
        self,
        key_file: Path,
        passphrase: str | None = None,
        *,
        stamps: StampSource | None = None,
        templates: Path = PACK,
        workers: int = WORKERS,
    ) -> None:
        """`stamps`: where time stamps come from."""
        super().__init__(
            partial(_Printer, templates, key_file, passphrase, stamps), workers=workers
        )


class PreviewPool(ReaderPool[str, bytes]):
    """One child process that prints snapshots as previews: marked, and never signed."""

    def __init__(self, *, templates: Path = PACK) -> None:
        super().__init__(partial(_Previewer, templates), patience=PREVIEW_SECONDS)


class _Previewer:
    def __init__(self, templates: Path) -> None:
        self._renderer = CertificateRenderer(TemplatePack(templates))

    def __call__(self, snapshot_json: str) -> bytes:
        return self._renderer.pdf(from_json(snapshot_json), preview=True)


class _Printer:
    """What one child holds in memory."""

    def __init__(
        self,
        templates: Path,
        key_file: Path,
        passphrase: str | None,
        stamps: StampSource | None,
    ) -> None:
        # Only here: a server would start a tenth later, and no request signs.
        from app.certificates.printing.signing import CertificateSigner

        self._signer = CertificateSigner(key_file, passphrase, stamps)
        self._renderer = CertificateRenderer(TemplatePack(templates))

    def __call__(self, snapshot_json: str) -> bytes:
        snapshot = from_json(snapshot_json)
        return self._signer.sign(self._renderer.pdf(snapshot), number=snapshot.number)
