"""Certificates that are to be issued anew, as boxes send them: each as it was looked at."""

from typing import Annotated

from pydantic import BeforeValidator

from app.certificates.corrections.comparing import Compared, Wish


def value_of(found: Compared) -> str:
    """What the box beside a certificate sends."""
    return f"{found.number}:{found.seen}"


def _read(value: str) -> Wish:
    """Back from what a box sent; raises `ValueError`."""
    number, _colon, seen = value.partition(":")
    if not seen:
        raise ValueError("no fingerprint")
    return Wish(number[:40], seen[:64])


Wanted = Annotated[Wish, BeforeValidator(_read)]
