"""The public half of a key, as a file of a certificate tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class PublicKey:
    """A certificate with those above it, its own first."""

    chain: tuple[x509.Certificate, ...]

    @classmethod
    def of_pem(cls, data: bytes) -> Self:
        """Raises `ValueError` where there is no certificate."""
        return cls(tuple(x509.load_pem_x509_certificates(data)))

    @classmethod
    def of_der(cls, certificates: Sequence[bytes]) -> Self:
        """Of a signature, which carries them in this form."""
        return cls(tuple(x509.load_der_x509_certificate(each) for each in certificates))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its own certificate, as hexadecimal digits."""
        return self.chain[0].fingerprint(SHA256()).hex()

    @property
    def subject(self) -> str:
        """The name of whom it is, as PDF readers show it."""
        named = self.chain[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(named[0].value) if named else self.chain[0].subject.rfc4514_string()

    @property
    def pem(self) -> str:
        """All of it as text."""
        return "".join(each.public_bytes(Encoding.PEM).decode() for each in self.chain)

    @property
    def der(self) -> bytes:
        """Its own certificate."""
        return self.chain[0].public_bytes(Encoding.DER)

    @property
    def valid_from(self) -> datetime:
        """Before, nothing that it signs counts."""
        return self.chain[0].not_valid_before_utc

    @property
    def valid_until(self) -> datetime:
        """Afterwards, nothing that it signs counts."""
        return self.chain[0].not_valid_after_utc
