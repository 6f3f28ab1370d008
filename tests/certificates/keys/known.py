"""Keys that tests know, by their certificates."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec

from app.certificates.keys.public import PublicKey
from tests.certificates.signing_keys import NOW, certificate_for


def public_key(name: str = "Test Provider", made: datetime = NOW) -> PublicKey:
    """The public half of a fresh key."""
    key = ec.generate_private_key(ec.SECP256R1())
    return PublicKey((certificate_for(key, name=name, made=made),))
