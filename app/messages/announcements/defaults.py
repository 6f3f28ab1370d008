"""The templates that come along: files that a person can read, one for each key and language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.language.languages import ENGLISH
from app.messages.announcements.rules import Template

FOLDER = Path(__file__).parent / "defaults"
KEYS = ("welcome", "week-slipped-by", "two-sessions-missed", "last-week", "claim-your-credit")
"""In the order in which a cohort needs them."""


@cache
def delivered() -> Mapping[tuple[str, str], Template]:
    """Every template that comes along, by key and language."""
    files = (FOLDER / ENGLISH.code, *sorted(FOLDER.iterdir()))
    found = {(key, folder.name): _read(folder, key) for folder in files for key in KEYS}
    return MappingProxyType(found)


def _read(folder: Path, key: str) -> Template:
    """Three lines of what it is called, whom it is for and its subject; then the text."""
    head, _break, text = (folder / f"{key}.md").read_text(encoding="utf-8").partition("\n\n")
    title, audience, subject = (line.partition(": ")[2] for line in head.splitlines())
    return Template(key, folder.name, 0, title, audience, subject, text.strip())
