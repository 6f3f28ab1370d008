"""Asks an address for a few bytes, and gives up on an answer that is too long or too slow."""

import time
from collections.abc import Mapping

import httpx

MOST_BYTES = 256 * 1024
"""Of one answer: it is in every file that is signed."""
SECONDS = 10.0
"""For a whole answer: whoever waits longer gets none."""


def answer_of(
    url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> bytes:
    """What an address says; `body`: what is sent to it, if anything is.

    Raises:
        OSError: It takes too long, or the answer is too long.
        httpx.HTTPError: There is none, or it says that something failed.
        httpx.InvalidURL: It is no address.
    """
    ends = time.monotonic() + SECONDS
    method = "GET" if body is None else "POST"
    told = b""
    with httpx.stream(method, url, content=body, headers=headers, timeout=SECONDS) as answer:
        answer.raise_for_status()
        for part in answer.iter_raw():
            told += part
            if len(told) > MOST_BYTES:
                raise OSError("its answer is too long")  # not shown
            if time.monotonic() > ends:
                raise OSError("it took too long")  # not shown
    return told
