"""Signatures that another library checks, by keys of each kind that a provider may have."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import JWKRegistry

from app.certificates.badges.jose import algorithm_of, is_signed_by, jwk, part, sign
from app.certificates.keys.public import PublicKey
from tests.certificates.signing_keys import certificate_for

KID = "https://waypost.example/badges/keys/1.json"
SAID = {"name": "Zoë Ågren", "nbf": 1}
P256, RSA = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
KEYS = pytest.mark.parametrize("key", [P256, RSA], ids=["P-256", "RSA"])


def public_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> PublicKey:
    return PublicKey((certificate_for(key),))


@KEYS
def test_another_library_reads_what_was_signed(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    published = jwk(public_of(key), KID)
    assert published is not None
    token = sign(key, KID, SAID)
    read = jws.deserialize_compact(
        token, JWKRegistry.import_key({**published}), algorithms=[published["alg"]]
    )
    assert json.loads(read.payload) == SAID == part(token, 1)
    assert part(token, 0) == {"alg": published["alg"], "kid": KID, "typ": "JWT"}


@KEYS
def test_another_key_or_another_word_fails_everywhere(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    token, public = sign(key, KID, SAID), public_of(key)
    assert is_signed_by(token, public)
    other = ec.generate_private_key(ec.SECP256R1())
    assert not is_signed_by(token, public_of(other))
    head, _payload, signature = token.split(".")
    forged = base64.urlsafe_b64encode(b'{"name":"Mallory"}').rstrip(b"=").decode()
    changed = f"{head}.{forged}.{signature}"
    assert not is_signed_by(changed, public)
    published = jwk(public, KID)
    assert published is not None
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(
            changed, JWKRegistry.import_key({**published}), algorithms=[published["alg"]]
        )


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "eyJ9.e30.AA", "é.e30.AA", "eyJhbGciOiJub25lIn0.e30."]
)
def test_what_is_no_statement_is_signed_by_nobody(token: str) -> None:
    assert not is_signed_by(token, public_of(P256))


def test_a_public_half_tells_nothing_of_the_private_one() -> None:
    assert set(jwk(public_of(P256), KID) or {}) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert set(jwk(public_of(RSA), KID) or {}) == {"kty", "n", "e", "kid", "use", "alg"}


def test_keys_that_verifiers_do_not_take_sign_no_badge() -> None:
    wider = ec.generate_private_key(ec.SECP384R1())
    assert algorithm_of(wider) is None
    assert algorithm_of(ed25519.Ed25519PrivateKey.generate()) is None
    assert jwk(public_of(wider), KID) is None
