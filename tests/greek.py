"""The cast and its course in Greek letters, so that every Latin word on a page is one of ours.

What people and programs write is turned into Greek letters in a copy of the database; the program
that shows it does not know. What is left in Latin letters is the interface's.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import make_url

_LETTERS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ΑΒΓΔΕΦΓΗΙΙΚΛΜΝΟΠΚΡΣΤΥΒΩΞΥΖαβγδεφγηιικλμνοπκρστυβωξυζ",
)
_KEPT = re.compile(r"<[^<>]*>|&[a-z]+;|\{[a-z_]+\}|https?://\S+|\S+@\S+")
"""Markup, placeholders and addresses."""
_ALT = re.compile(r'alt="([^"]*)"')

PROSE = {
    "institution": ("name", "short_name"),
    "program": ("title", "summary", "unit_label"),
    "cohort": ("title", "unit_label", "attestation_text"),
    "provider": ("name",),
    "accreditation": ("accreditor_name", "statement", "joint_statement"),
    "audit_folder": ("why",),
    "unit": ("title", "short_title"),
    "person": (
        *("given_name", "family_name", "certificate_name", "degrees", "department", "rank"),
        *("entered_name", "entered_degrees"),
    ),
    "enrollment": ("department", "rank"),
    "activity": (
        *("title", "provider", "learning_format", "place", "accreditation_statement"),
        *("designation_statement", "claim_statement", "disclosure_reason", "approved_by"),
        "change_reason",
    ),
    "announcement": ("subject", "text"),
    "announcement_template": ("title", "subject", "text"),
    "attestation": ("statement", "typed_name"),
    "claim": ("statement",),
    "reflection": ("text",),
    "content_version": ("title", "source", "html"),
    "content_upload": ("file_name",),
    "trial_stratum": ("label", "level"),
    **dict.fromkeys(
        ("attendance_change", "enrollment_event", "make_up", "unit_opening"), ("reason",)
    ),
}
JSON_PROSE = {
    "content_version": (
        "data",
        frozenset(
            "title short_title text prompt why source authors type feedback summary what goals "  # noqa: SIM905
            "session_question unit_label name roles".split()
        ),
    ),
    "certificate": (
        "snapshot",
        frozenset(
            "person_name degrees program_title cohort_title activity_title provider "  # noqa: SIM905
            "place name role joint_providers learning_format accreditation_statement "
            "designation_statement claim_statement hours_text dates_text".split()
        ),
    ),
    "activity": ("signatories", frozenset({"name", "title", "role", "office"})),
    "job": ("title_reason", frozenset({"program", "project", "cohort"})),
    "trial": ("arms", frozenset({"title"})),
}


def greek(text: str) -> str:
    """Latin letters as Greek ones, besides markup, placeholders and addresses."""
    text = _ALT.sub(lambda alt: f'alt="{alt[1].translate(_LETTERS)}"', text)
    pieces, end = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [text[end : kept.start()].translate(_LETTERS), kept.group()]
        end = kept.end()
    return "".join((*pieces, text[end:].translate(_LETTERS)))


def turn_greek(url: str) -> None:
    """Turn everything that people and programs wrote in an SQLite database, records too."""
    with closing(sqlite3.connect(str(make_url(url).database))) as connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(triggers).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for table, columns in PROSE.items():
            for column in columns:
                _turn(connection, table, column, greek)
        for table, (column, keys) in JSON_PROSE.items():
            _turn(connection, table, column, _in_json(keys))
        connection.commit()


def _turn(
    connection: sqlite3.Connection, table: str, column: str, turned: Callable[[str], str]
) -> None:
    rows = connection.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall()
    connection.executemany(
        f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?',
        [(turned(value), row) for row, value in rows if value],
    )


def _in_json(keys: frozenset[str]) -> Callable[[str], str]:
    def walked(value: Any, *, prose: bool) -> Any:
        if isinstance(value, dict):
            return {key: walked(item, prose=key in keys) for key, item in value.items()}
        if isinstance(value, list):
            return [walked(item, prose=prose) for item in value]
        return greek(value) if prose and isinstance(value, str) else value

    def turned(text: str) -> str:
        return json.dumps(walked(json.loads(text), prose=False))

    return turned
