"""Statements signed as JSON Web Signatures, and keys as JSON Web Keys (RFC 7515, 7517, 7518).

Two kinds of key sign badges: one on the curve P-256 (ES256) and RSA (RS256), which are the two that
verifiers of Open Badges 3.0 take.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from app.certificates.keys.public import PublicKey

ES256, RS256 = "ES256", "RS256"
_P256_BYTES = 32


def algorithm_of(key: object) -> str | None:
    """By which a key, or its public half, signs badges; None for a key that cannot."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        return RS256
    if not isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        return None
    return ES256 if isinstance(key.curve, ec.SECP256R1) else None


def jwk(public: PublicKey, kid: str) -> dict[str, str] | None:
    """The public half of a key for programs. `kid`: its public address."""
    key = public.chain[0].public_key()
    algorithm = algorithm_of(key)
    if algorithm is None:
        return None
    shared = {"kid": kid, "use": "sig", "alg": algorithm}
    if isinstance(key, rsa.RSAPublicKey):
        parts = key.public_numbers()
        return {"kty": "RSA", "n": _whole(parts.n), "e": _whole(parts.e), **shared}
    assert isinstance(key, ec.EllipticCurvePublicKey)  # there is no third
    point = key.public_numbers()
    x, y = _whole(point.x, _P256_BYTES), _whole(point.y, _P256_BYTES)
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, **shared}


def sign(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, kid: str, payload: Mapping[str, Any]
) -> str:
    """The payload as a compact JWS; the key has to be one that `algorithm_of` knows."""
    header = {"alg": algorithm_of(key), "kid": kid, "typ": "JWT"}
    signed = f"{_json(header)}.{_json(payload)}".encode()
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(signed, padding.PKCS1v15(), SHA256())
    else:
        numbers = decode_dss_signature(key.sign(signed, ec.ECDSA(SHA256())))
        signature = b"".join(number.to_bytes(_P256_BYTES, "big") for number in numbers)
    return f"{signed.decode()}.{_text(signature)}"


def part(jws: str, place: int) -> dict[str, Any]:
    """What a compact JWS says: its header (0) or its payload (1).

    Raises:
        ValueError: It says no such thing.
    """
    said = json.loads(_bytes(jws.split(".")[place]))
    if not isinstance(said, dict):
        raise ValueError("not an object")  # not shown
    return said


def is_signed_by(jws: str, public: PublicKey) -> bool:
    """Whether the signature is of this key, and over exactly what the statement says."""
    key = public.chain[0].public_key()
    signed, _dot, signature = jws.rpartition(".")
    try:
        if part(jws, 0).get("alg") != algorithm_of(key):
            return False
        _verify(key, _bytes(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify(key: object, signature: bytes, signed: bytes) -> None:
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), SHA256())
        return
    assert isinstance(key, ec.EllipticCurvePublicKey)  # `algorithm_of` knows no third
    if len(signature) != 2 * _P256_BYTES:
        raise InvalidSignature
    first, second = signature[:_P256_BYTES], signature[_P256_BYTES:]
    pair = encode_dss_signature(int.from_bytes(first, "big"), int.from_bytes(second, "big"))
    key.verify(pair, signed, ec.ECDSA(SHA256()))


def _json(said: Mapping[str, Any]) -> str:
    return _text(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _whole(number: int, length: int | None = None) -> str:
    return _text(number.to_bytes(length or (number.bit_length() + 7) // 8, "big"))


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
