"""The two strings that identify a certificate, and how people mistype them.

Number (`WP-7K3M-9QFX-2`): for people talking to each other. It stands in lists, mails, addresses
of its owner's pages and spreadsheets, so it must open nothing. 40 random bits; uniqueness is the
database's business.

Code (`7K3M-9QFX-2B4T-HW6D-P`): the key to the public page. Whoever holds the paper may look; nobody
can guess one. 80 random bits. Number and code are two strings because the number travels far beyond
the paper, and a list of numbers must not be a list of keys.

Both are Crockford base32 (no I, L, O, U) in groups of four with one check symbol at the end.
Crockford's own check symbol (mod 37) needs `* ~ $ = U`, which suffer in addresses and on the
telephone. Ours stays in the alphabet: the symbols are the coefficients of a polynomial over GF(32)
that has to vanish at a primitive element (a Reed-Solomon code with one check symbol). Up to 31
symbols that detects **every** single wrong symbol and **every** swap of two symbols, neighbors or
not, and lets 1 in 32 of all other errors through.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "WP"
NUMBER_SYMBOLS = 8
CODE_SYMBOLS = 16

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("ILO", "110")
_SEPARATORS = re.compile(r"[\s._\u2010-\u2015\u2212-]+")
_LONGEST_INPUT = 80

RandBits = Callable[[int], int]


def new_number(randbits: RandBits = secrets.randbits) -> str:
    """A fresh certificate number, such as `WP-7K3M-9QFX-2`."""
    return f"{PREFIX}-{_grouped(_with_check(_random(NUMBER_SYMBOLS, randbits)))}"


def new_code(randbits: RandBits = secrets.randbits) -> str:
    """A fresh verification code of 80 random bits, such as `7K3M-9QFX-2B4T-HW6D-P`."""
    return _grouped(_with_check(_random(CODE_SYMBOLS, randbits)))


def parse_number(text: str) -> str | None:
    """The number somebody meant, as printed; `None` if it cannot be one.

    Forgives case, spaces, any dash, a missing `WP`, and I, L, O for 1, 1, 0.
    """
    symbols = _clean(text)
    if len(symbols) == len(PREFIX) + NUMBER_SYMBOLS + 1:
        symbols = symbols.removeprefix(PREFIX)
    return f"{PREFIX}-{_grouped(symbols)}" if _holds(symbols, NUMBER_SYMBOLS) else None


def parse_code(text: str) -> str | None:
    """The verification code somebody meant, as printed; `None` if it cannot be one."""
    symbols = _clean(text)
    return _grouped(symbols) if _holds(symbols, CODE_SYMBOLS) else None


def _random(symbols: int, randbits: RandBits) -> str:
    bits = randbits(5 * symbols)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(symbols))


def _grouped(symbols: str) -> str:
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def _clean(text: str) -> str:
    if len(text) > _LONGEST_INPUT:
        return ""
    plain = unicodedata.normalize("NFKC", text).upper()
    return _SEPARATORS.sub("", plain).translate(_LOOKALIKES)


def _holds(symbols: str, payload: int) -> bool:
    return (
        len(symbols) == payload + 1
        and all(symbol in _VALUES for symbol in symbols)
        and _evaluate(_VALUES[symbol] for symbol in symbols) == 0
    )


def _with_check(symbols: str) -> str:
    return symbols + ALPHABET[_times_alpha(_evaluate(_VALUES[symbol] for symbol in symbols))]


def _evaluate(values: Iterable[int]) -> int:
    """The polynomial with these coefficients, at the primitive element (Horner's rule)."""
    total = 0
    for value in values:
        total = _times_alpha(total) ^ value
    return total


def _times_alpha(value: int) -> int:
    """Multiply by x in GF(2)[x] modulo the primitive polynomial x^5 + x^2 + 1."""
    return value << 1 if value < 16 else value << 1 ^ 0b100101
