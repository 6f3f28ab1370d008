"""When two names of providers are one; pure."""

from app.language.reasons import reason

KNOWN = reason("provider.known", "There is already a provider of this name.")


def compared(name: str) -> str:
    """A name as names of providers are compared: no difference of case or of spaces."""
    return " ".join(name.split()).casefold()
