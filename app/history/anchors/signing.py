"""Anchors as lines of text, signed: whoever has the certificate can check them."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256

from app.certificates.printing.keys import PrivateKey, load_key
from app.history.anchors.rules import Anchor

_LINE = re.compile(r"\{[^{}]*\"signature\"[^{}]*\}")
_SOFT_BREAK = re.compile(r"=\r?\n")


class AnchorKey:
    """The key that signs certificates, which signs the history, too."""

    def __init__(self, key: PrivateKey, certificate: x509.Certificate) -> None:
        self._key = key
        self._certificate = certificate
        self.name = certificate.fingerprint(SHA256()).hex()
        """By which an anchor says who signed it: the SHA-256 of the certificate."""

    @classmethod
    def load(cls, key_file: Path, passphrase: str | None) -> Self:
        """Raises `SigningKeyError` where the file holds no key that can sign."""
        key, chain = load_key(key_file, passphrase)
        return cls(key, chain[0])

    def signed(self, anchor: Anchor) -> str:
        """An anchor as a line of text."""
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            signature = self._key.sign(anchor.said, ec.ECDSA(SHA256()))
        else:
            signature = self._key.sign(anchor.said, padding.PKCS1v15(), SHA256())
        values = {
            "at": anchor.at.isoformat(),
            "lines": anchor.lines,
            "last_id": anchor.last_id,
            "last_hash": anchor.last_hash,
            "key": self.name,
            "signature": base64.b64encode(signature).decode(),
        }
        return json.dumps(values)

    def has_signed(self, anchor: Anchor, signature: bytes) -> bool:
        """Whether an anchor is as it was when this key signed it."""
        public = self._certificate.public_key()
        try:
            if isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(signature, anchor.said, ec.ECDSA(SHA256()))
            else:
                public.verify(signature, anchor.said, padding.PKCS1v15(), SHA256())  # type: ignore[union-attr, call-arg, arg-type]
        except InvalidSignature:
            return False
        return True


def read(text: str, key: AnchorKey) -> Iterator[Anchor | None]:
    """The anchors in a file or in a mail that was saved; None for each that this key did not sign.

    Mail breaks long lines; such breaks are taken out.
    """
    for line in _LINE.findall(_SOFT_BREAK.sub("", text).replace("=3D", "=")):
        try:
            yield _read(json.loads(line), key)
        except (ValueError, KeyError, TypeError):
            yield None


def _read(values: dict[str, object], key: AnchorKey) -> Anchor | None:
    anchor = Anchor(
        at=datetime.fromisoformat(str(values["at"])),
        lines=int(str(values["lines"])),
        last_id=int(str(values["last_id"])),
        last_hash=str(values["last_hash"]),
    )
    signature = base64.b64decode(str(values["signature"]))
    ours = values["key"] == key.name and key.has_signed(anchor, signature)
    return anchor if ours else None
