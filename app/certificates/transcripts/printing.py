"""Prints and signs a transcript in a child process, while its reader waits a few seconds.

The key is read there and nowhere else. What is printed is in English, as certificates are.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.certificates.issuing.tasks import STAMP_AGAIN_SECONDS, key_file
from app.certificates.printing.evidence import WAITING, EvidenceSource, evidence_source
from app.certificates.printing.render import MAIN_FACE
from app.certificates.printing.stamps import StampSource, stamp_source
from app.certificates.printing.templates import PACK, name_html, site_of
from app.certificates.printing.wording import date_text, listed
from app.certificates.transcripts.rules import Transcript, amount_of, totals
from app.core.errors import BusyError, RefusedError
from app.credit.phrase import mark_phrase
from app.language.moments import local
from app.language.reasons import Reason
from app.printing.errors import NOT_PRINTED, RenderError
from app.printing.files import BASE
from app.printing.pool import ReaderPool
from app.printing.press import Press, raise_on_render_warnings
from app.settings import Settings

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "transcripts"
PAGE, STYLE = "transcript.html", "transcript.css"
TITLE = "Transcript of certificates"  # not shown
SECONDS = 30.0
"""For one print."""


@dataclass(frozen=True)
class TranscriptOrder:
    """What a printing process is sent."""

    transcript: Transcript
    made_at: datetime
    zone: str
    """In which that moment is told."""
    verify_url: str
    """Where anybody can compare the file."""


class TranscriptPrinter:
    """What the printing process holds in memory."""

    def __init__(
        self,
        key: Path,
        passphrase: str | None,
        stamps: StampSource | None,
        evidence: EvidenceSource | None = None,
    ) -> None:
        """Load the key, WeasyPrint and the fonts of certificates.

        Raises:
            RenderError: A system library is missing.
            SigningKeyError: The key cannot sign.
        """
        # Only here: a server would start a tenth later, and no request signs.
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        from app.certificates.printing.signing import CertificateSigner

        self._signer = CertificateSigner(key, passphrase, stamps, evidence)
        fonts = PACK / "fonts"
        self._press = Press(fonts / "fonts.conf")
        style = (TEMPLATES / STYLE).read_bytes()
        self._lay_out = self._press.layout({BASE + STYLE: ("text/css", style)})
        self._main_face = set(TTFont(fonts / MAIN_FACE).getBestCmap())

    def __call__(self, order: TranscriptOrder) -> bytes:
        """The transcript as a tagged and signed PDF.

        Raises:
            RenderError: Something in it cannot be printed, or there is no time stamp or no
                revocation data.
        """
        name = order.transcript.full_name
        with raise_on_render_warnings(TITLE):
            covered = all(ord(letter) in self._main_face for letter in name)
            html = html_of(order, "" if covered else "fallback")
            pdf = self._press.written(self._lay_out(html))
        return self._signer.sign_as(pdf, TITLE)


def html_of(order: TranscriptOrder, classes: str) -> str:
    """The transcript, complete."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"credit": mark_phrase, "date": date_text, "listed": listed, "name": name_html}
    made.filters["site"] = site_of
    at = local(order.made_at, order.zone)
    return made.get_template(PAGE).render(
        t=order.transcript,
        title=TITLE,
        classes=classes,
        amount=amount_of,
        totals=totals(order.transcript.certificates),
        made_on=date_text(at.date()),
        made_at=f"{at:%H:%M} {at:%Z}",
        moment=order.made_at.isoformat(),
        verify_url=order.verify_url,
    )


class Transcripts:
    """Prints transcripts; the printing process starts when first needed."""

    def __init__(
        self, settings: Settings, pool: ReaderPool[TranscriptOrder, bytes] | None = None
    ) -> None:
        """`pool`: that of a test; else one is made, with the key of the settings."""
        self._settings = settings
        self._pool = pool
        self._lock = Lock()

    def printed(self, made: Transcript, *, zone: str, now: datetime) -> bytes:
        """The PDF.

        Raises:
            RefusedError: There is no key, or it could not be printed, with the reason.
            BusyError: Too many are printing, or what the signature needs beside it cannot be had
                at this moment.
        """
        order = TranscriptOrder(made, now, zone, f"{self._settings.base_url}/verify")
        try:
            return self._printing(now).produce(order)
        except RenderError as error:
            if isinstance(error.problem, Reason) and error.problem.code in WAITING:
                raise BusyError(error.problem, STAMP_AGAIN_SECONDS) from error
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error

    def _printing(self, now: datetime) -> ReaderPool[TranscriptOrder, bytes]:
        with self._lock:
            if self._pool is None:
                protected = self._settings.signing_key_passphrase
                secret = protected.get_secret_value() if protected else None
                key = key_file(self._settings, now)
                beside = stamp_source(self._settings), evidence_source(self._settings)
                set_up = partial(TranscriptPrinter, key, secret, *beside)
                self._pool = ReaderPool(set_up, patience=SECONDS)
            return self._pool

    def close(self) -> None:
        """End the printing process."""
        if self._pool is not None:
            self._pool.close()
