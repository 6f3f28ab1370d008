"""Makes and signs badges in a child process, while whoever asked waits a second.

The key is read there and nowhere else. What a badge says is in English, as certificates are.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from uuid import UUID

from app.certificates.badges.credential import Addresses, achievement, credential
from app.certificates.badges.rules import WRONG_KEY
from app.certificates.badges.words import Words, read_words
from app.certificates.issuing.tasks import key_file
from app.certificates.printing.templates import PACK
from app.certificates.snapshot import from_json
from app.core.errors import RefusedError
from app.printing.errors import NOT_PRINTED, RenderError
from app.printing.pool import ReaderPool
from app.settings import Settings

SECONDS = 30.0
"""For one badge."""


@dataclass(frozen=True)
class BadgeOrder:
    """What the process is sent."""

    badge_id: UUID
    snapshot: str
    issued_at: datetime
    base_url: str


@dataclass(frozen=True)
class SignedBadge:
    """What comes back."""

    badge_id: UUID
    jws: str
    achievement_key: str
    issuer_key: str
    issuer: str
    document: str
    picture: bytes
    chain: tuple[bytes, ...]
    """The certificate of the key that signed it and those above it, in DER."""


class BadgeMaker:
    """What the process holds in memory."""

    def __init__(self, key: Path, passphrase: str | None) -> None:
        """Load the key, the words and the fonts.

        Raises:
            RenderError: The key cannot sign badges, or the words cannot be read.
            SigningKeyError: The key cannot sign at all.
        """
        # Only here: no request signs, and a server would start later.
        from cryptography.hazmat.primitives.serialization import Encoding

        from app.certificates.badges.jose import algorithm_of
        from app.certificates.badges.picture import Painter
        from app.certificates.printing.keys import load_key

        self._key, chain = load_key(key, passphrase)
        if algorithm_of(self._key) is None:
            raise RenderError(WRONG_KEY(key=chain[0].subject.rfc4514_string()))
        self._chain = tuple(each.public_bytes(Encoding.DER) for each in chain)
        self._words: Words = read_words()
        self._painter = Painter(PACK / "fonts", self._words.colors)

    def __call__(self, order: BadgeOrder) -> SignedBadge:
        """The badge.

        Raises:
            RenderError: Its picture cannot be drawn.
        """
        from app.certificates.badges.jose import sign
        from app.certificates.keys.public import PublicKey

        snapshot, at = from_json(order.snapshot), Addresses(order.base_url)
        about = achievement(snapshot, self._words.criteria, at)
        says = credential(snapshot, about, order.badge_id, order.issued_at, at)
        kid = at.key(PublicKey.of_der(self._chain).fingerprint)
        return SignedBadge(
            order.badge_id,
            sign(self._key, kid, says),
            about.key,
            about.issuer_key,
            snapshot.provider,
            json.dumps(about.document, ensure_ascii=False),
            self._painter.draw(snapshot),
            self._chain,
        )


class Badges:
    """Makes badges; the process starts when first needed."""

    def __init__(
        self, settings: Settings, pool: ReaderPool[BadgeOrder, SignedBadge] | None = None
    ) -> None:
        """`pool`: that of a test; else one is made, with the key of the settings."""
        self._settings = settings
        self._pool = pool
        self._lock = Lock()

    def signed(
        self, badge_id: UUID, snapshot: str, issued_at: datetime, now: datetime
    ) -> SignedBadge:
        """The badge of a certificate, by what that says.

        Raises:
            RefusedError: There is no key, or none that signs badges, or it could not be drawn.
            BusyError: Too many are being made.
        """
        order = BadgeOrder(badge_id, snapshot, issued_at, self._settings.base_url)
        try:
            return self._making(now).produce(order)
        except RenderError as error:
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error

    def _making(self, now: datetime) -> ReaderPool[BadgeOrder, SignedBadge]:
        with self._lock:
            if self._pool is None:
                protected = self._settings.signing_key_passphrase
                secret = protected.get_secret_value() if protected else None
                set_up = partial(BadgeMaker, key_file(self._settings, now), secret)
                self._pool = ReaderPool(set_up, patience=SECONDS)
            return self._pool

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.close()
