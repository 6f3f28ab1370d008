"""The code of a session at a moment, and whether what somebody typed is it. Pure.

A code is made of the session's secret and the number of the step since 1970: who knows a code
cannot tell the next one. It is of a moment and not of a person, so it can be passed on; it is
short of life for that reason.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=45)
GRACE = 1
"""So many codes before the one that is shown are taken, too: for who had begun to type."""
ALPHABET = "346789CDFGHJKMNPQRTVWX"
"""Nothing that is taken for something else (0 O, 1 I L, 2 Z, 5 S, 8 B, U V) or spells a word."""
LENGTH = 6
_PURPOSE = "code"


@dataclass(frozen=True)
class ShownCode:
    """A code, and until when it is the one that is shown."""

    text: str
    until: datetime

    @property
    def spaced(self) -> str:
        """`K7M 4QP`: in two groups, as people read and type it."""
        return f"{self.text[: LENGTH // 2]} {self.text[LENGTH // 2 :]}"


def shown_code(secret: str, now: datetime) -> ShownCode:
    """The code that is shown now. `secret`: of the session, at least 128 bits."""
    step = _step(now)
    until = datetime.fromtimestamp((step + 1) * STEP.total_seconds(), UTC)
    return ShownCode(_code(secret, step), until)


def is_shown(secret: str, typed: str, now: datetime) -> bool:
    """Whether somebody typed the code that is shown now, or was until a moment ago."""
    given, step = as_typed(typed).encode(), _step(now)
    hits = [
        hmac.compare_digest(_code(secret, step - back).encode(), given) for back in range(GRACE + 1)
    ]
    return any(hits)  # all were compared, whichever it is: the time it takes tells nothing


def as_typed(text: str) -> str:
    """What somebody typed as codes are compared: small or capital, with whatever between."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _step(at: datetime) -> int:
    return int(at.timestamp() // STEP.total_seconds())


def _code(secret: str, step: int) -> str:
    """Of 256 bits, so that no sign of the alphabet comes more often than another one."""
    made = hmac.digest(secret.encode(), f"{_PURPOSE}\0{step}".encode(), "sha256")
    number, signs = int.from_bytes(made), ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return signs
