"""Ways to write a time that are not the one of the house."""

import re
from functools import cache

from app.settings import PROJECT_ROOT

MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
CLOCK = re.compile(r"\d{1,2}:\d{2}\s[AP]M\b")
ZONE = re.compile(r"\b[A-Z]\w+(?: Standard)? Time\b|session at noon|on their own clock")
"""Of the zone that a clock is in.

A guide's plan counts from noon, and a reminder goes by its reader's clock; both say so.
"""
OTHERWISE = {
    "an hour without AM or PM": r"(?<![\d:.])\d{1,2}:\d{2}(?![\d:])(?!\s[AP]M)"
    r"(?!\s–\s\d{1,2}:\d{2}\s[AP]M)",
    "an hour without minutes": r"(?<![:\d])\d{1,2}\s?[AP]M\b",
    "small letters": r"\d\s?(?:am|pm|[ap]\.m\.)(?!\w)",
    "no space": r":\d{2}[AP]M\b",
    "a word for an hour": r"\b(?:noon|midnight|o[’']clock)\b",
    "letters for a zone": r"(?<![/\w])(?:[PMCE][SD]T|AK[SD]T|HST|UTC|GMT)\b",
    "numbers alone": r"(?<![\d-])\d{4}-\d{2}-\d{2}\b|(?<![\d/])\d{1,2}/\d{1,2}/\d{2,4}\b",
    "an ordinal": r"\b\d{1,2}(?:st|nd|rd|th)\b",
    "the day before the month": rf"\b(?:{DAYS[:-1]}|{DAYS}),? \d{{1,2}} (?:{MONTHS})",
    "a long weekday before a date": rf"\b(?:{DAYS}), (?:{MONTHS})\w* \d",
    "another short form": r"\b(?:Thurs|Tues|Weds|Sept)\b",
    "a range in words": r"[AP]M (?:to|till|until|through) \d",
    "a range by a hyphen": r"\d{1,2}:\d{2}(?:\s[AP]M)?\s?[-—]\s?\d{1,2}:\d{2}",
    "another word for minutes": r"\b\d+ ?(?:mins|hrs?|secs?)\b",
}
CODES = re.compile(r"\b(?:WP-)?[0-9A-Z]{4}(?:-[0-9A-Z]{4})+-[0-9A-Z]\b")
"""Codes and numbers of certificates, which hold any letters beside any digits."""
EXPECTED = "One a line: 2027-03-15 to 2027-03-19: Spring break."
"""What is typed has another form than what is told."""


def told_otherwise(words: str) -> list[str]:
    """Times in some words of ours that are not written like all others."""
    plain = CODES.sub("", words.replace(EXPECTED, ""))
    return [
        f"{what}: {found.group()} in {around(plain, found)!r}"
        for what, pattern in OTHERWISE.items()
        for found in re.finditer(pattern, plain)
        if not is_of_a_pack(plain, found)
    ]


def has_clock(words: str) -> bool:
    """Whether a clock is told that is no part of an author's story."""
    return any(not is_of_a_pack(words, found) for found in CLOCK.finditer(words))


def around(words: str, found: re.Match[str]) -> str:
    return words[max(0, found.start() - 12) : found.end() + 12].strip()


def is_of_a_pack(words: str, found: re.Match[str]) -> bool:
    """Whether an author wrote it, who tells a story in a story's words: by what is on one side."""
    sides = words[max(0, found.start() - 16) : found.end()], words[found.start() : found.end() + 16]
    return any(letters(side) in pack_words() for side in sides)


@cache
def pack_words() -> str:
    files = [
        *PROJECT_ROOT.glob("modules/[a-z]*/*.md"),
        *PROJECT_ROOT.glob("cases/[a-z]*/*.md"),
    ]
    assert len(files) >= 30
    return letters(" ".join(file.read_text() for file in files))


def letters(words: str) -> str:
    """Without marks, which differ between a file and a page."""
    return re.sub(r"[^\w:.]+", "", words)
