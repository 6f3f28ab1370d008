"""What is written down of providers, and when two names of them are one; pure."""

from dataclasses import dataclass

from app.language.reasons import reason

KNOWN = reason("provider.known", "There is already a provider of this name.")


@dataclass(frozen=True)
class ProviderFacts:
    """What people write down of one."""

    name: str
    zone: str
    accreditor_number: str


def compared(name: str) -> str:
    """A name as names of providers are compared: no difference of case or of spaces."""
    return " ".join(name.split()).casefold()
