"""Counts in the words of a coordinator's pages."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 certificate`, `46 certificates`, `24 people`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
