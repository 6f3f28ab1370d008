"""What the machine and the settings say, as this process sees them."""

import ctypes.util
import os
from dataclasses import dataclass
from functools import cache

from app.installation.rules import Key
from app.settings import Settings


@dataclass(frozen=True)
class HostSeen:
    """What does not stand in the database."""

    demo: bool
    mail_leaves: bool
    """Whether a mail server is set."""
    signing_key: Key
    printing_library: str | None


def seen(settings: Settings) -> HostSeen:
    """Look at the settings and the machine once."""
    return HostSeen(
        demo=settings.demo,
        mail_leaves=settings.smtp_url is not None,
        signing_key=signing_key(settings),
        printing_library=printing_library(),
    )


@cache
def printing_library() -> str | None:
    """The HarfBuzz library that WeasyPrint needs; WeasyPrint itself stays in its own processes."""
    return ctypes.util.find_library("harfbuzz-subset")


def signing_key(settings: Settings) -> Key:
    """Whether there is a key to sign certificates with; the key itself is not opened."""
    if settings.signing_key is None:
        return Key.MISSING
    readable = settings.signing_key.is_file() and os.access(settings.signing_key, os.R_OK)
    return Key.CONFIGURED if readable else Key.UNREADABLE
