"""Anchors as lines of text, signed: whoever has the certificate can check them."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from app.certificates.keys.public import PublicKey
from app.certificates.printing.keys import PrivateKey, load_key
from app.history.anchors.rules import Anchor

_LINE = re.compile(r"\{[^{}]*\"signature\"[^{}]*\}")
_USABLE = (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)
_SOFT_BREAK = re.compile(r"=\r?\n")


class Signer:
    """Who signed or can have signed, as its certificate tells."""

    def __init__(self, certificate: x509.Certificate) -> None:
        self._certificate = certificate
        self.name = certificate.fingerprint(SHA256()).hex()
        """By which an anchor says who signed it: the SHA-256 of the certificate."""

    @classmethod
    def known_by(cls, certificate: str) -> "Signer | None":
        """Of a certificate as `certificate` tells it; None for what is none that can be used."""
        try:
            found = x509.load_der_x509_certificate(base64.b64decode(certificate))
        except ValueError:
            return None
        return cls(found) if isinstance(found.public_key(), _USABLE) else None

    @property
    def certificate(self) -> str:
        """In DER, as Base64: for whoever wants to check without the file of the key."""
        return base64.b64encode(self._certificate.public_bytes(Encoding.DER)).decode()

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


class AnchorKey(Signer):
    """The key that signs certificates, which signs the history, too."""

    def __init__(self, key: PrivateKey, public: PublicKey) -> None:
        super().__init__(public.chain[0])
        self._key = key
        self.public = public

    @classmethod
    def load(cls, key_file: Path, passphrase: str | None) -> Self:
        """Raises `SigningKeyError` where the file holds no key that can sign."""
        key, chain = load_key(key_file, passphrase)
        return cls(key, PublicKey(tuple(chain)))

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


def read(text: str, *signers: Signer) -> Iterator[Anchor | None]:
    """The anchors in a file or in a mail that was saved; None for each that none of these signed.

    Mail breaks long lines; such breaks are taken out.
    """
    by_name = {signer.name: signer for signer in signers}
    for line in _LINE.findall(_SOFT_BREAK.sub("", text).replace("=3D", "=")):
        try:
            yield _read(json.loads(line), by_name)
        except (ValueError, KeyError, TypeError):
            yield None


def _read(values: dict[str, object], signers: Mapping[str, Signer]) -> Anchor | None:
    anchor = Anchor(
        at=datetime.fromisoformat(str(values["at"])),
        lines=int(str(values["lines"])),
        last_id=int(str(values["last_id"])),
        last_hash=str(values["last_hash"]),
        key=str(values["key"]),
    )
    signature = base64.b64decode(str(values["signature"]))
    return anchor if signers[anchor.key].has_signed(anchor, signature) else None
