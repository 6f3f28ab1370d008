"""How a pseudonym reads; pure."""

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U, which are taken for others."""
LENGTH = 6


def pseudonym(pick: Callable[[str], str]) -> str:
    """A new one, such as K7M-2QX. `pick`: takes one sign of an alphabet, each as likely."""
    signs = "".join(pick(ALPHABET) for _place in range(LENGTH))
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"
