"""A verifier of Open Badges 3.0 that shares no code with what makes them.

It has a badge and the network, and does what the specification asks of it, in its order: the shape,
the proof by the key that the header names (with joserfc), the status by the list that the badge
names.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from tests.certificates.badges.open_badges import ACHIEVEMENT, CREDENTIAL, PROFILE, REVOCATIONS

Fetch = Callable[[str], Any]
"""What the JSON at an address says; raises `LookupError` where there is none."""
ALGORITHMS = ["ES256", "RS256"]


class NotVerifiedError(Exception):
    """In a word, what failed: shape, proof, claims, status."""


def verified(token: str, fetch: Fetch) -> dict[str, Any]:
    """What a badge says, if all of it holds."""
    said = _said(token)
    _check(CREDENTIAL, said)
    _prove(token, fetch)
    _compare(said)
    _check(PROFILE, fetch(said["issuer"]["id"]))
    _check(ACHIEVEMENT, fetch(said["credentialSubject"]["achievement"]["id"]))
    _ask_status(said, fetch)
    return said


def from_picture(content: bytes) -> str:
    """The badge in a PNG, as Pillow reads it."""
    with Image.open(BytesIO(content)) as image:
        assert isinstance(image, PngImageFile)
        image.load()
        return str(image.text["openbadgecredential"])


def header_of(token: str) -> dict[str, Any]:
    return _decoded(token, 0)


def _said(token: str) -> dict[str, Any]:
    try:
        return _decoded(token, 1)
    except ValueError as error:
        raise NotVerifiedError("shape") from error


def _decoded(token: str, part: int) -> dict[str, Any]:
    text = token.split(".")[part]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


def _check(schema: dict[str, Any], said: Any) -> None:
    if problems := [str(error.message) for error in Draft202012Validator(schema).iter_errors(said)]:
        raise NotVerifiedError(f"shape: {problems}")


def _prove(token: str, fetch: Fetch) -> None:
    try:
        header = header_of(token)
        if set(header) != {"alg", "kid", "typ"} or header["typ"] != "JWT":
            raise NotVerifiedError("proof: header")
        found = fetch(header["kid"])
        assert "d" not in found
        key = JWKRegistry.import_key(found)
        jws.deserialize_compact(token, key, algorithms=ALGORITHMS)
    except (JoseError, ValueError, LookupError) as error:
        raise NotVerifiedError("proof") from error


def _compare(said: dict[str, Any]) -> None:
    """The claims of the token with what they stand for."""
    moment = datetime.fromisoformat(said["validFrom"]).astimezone(UTC)
    wanted = {
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "sub": said["credentialSubject"]["id"],
        "nbf": int(moment.timestamp()),
    }
    if {name: said[name] for name in wanted} != wanted:
        raise NotVerifiedError("claims")


def _ask_status(said: dict[str, Any], fetch: Fetch) -> None:
    told = fetch(said["credentialStatus"]["id"])
    _check(REVOCATIONS, told)
    if told["issuer"] != said["issuer"]["id"]:
        raise NotVerifiedError("status: of another issuer")
    for own in told["revokedCredential"]:
        if own["id"] == said["id"] and own.get("revoked", True):
            raise NotVerifiedError(f"status: {own['revocationReason']}")
