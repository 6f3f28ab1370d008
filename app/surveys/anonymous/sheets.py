"""What is kept of one anonymous answering, how many lie together, and how they wait. No database.

While sheets wait they are sealed under a key of the installation and the survey, and filled up to
the same length: whoever has the files of the database, with all that lies between its rows and in
its log, sees neither what came nor how much was written.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from secrets import SystemRandom
from typing import Any, NamedTuple
from uuid import UUID

from app.core.sealing import seal, unseal
from app.surveys.answering.rules import Answers

SEALED = "sealed"  # not shown
FILL = 16 * 1024
"""What waits is filled up to a multiple of so many signs."""
_PURPOSE = b"waypost waiting answers 1"

Sheet = dict[str, Any]
"""`answers`, by the name of the question; of a linked survey `code`, the hash of it."""


class Parted(NamedTuple):
    """Sheets that go to the others, and those that wait on."""

    going: list[Sheet]
    staying: list[Sheet]


def sheet(answers: Answers, code: str | None) -> Sheet:
    """One sheet; its questions in the order of their names, not of the answering."""
    own = {"answers": dict(sorted(answers.items()))}
    return own if code is None else {**own, "code": code}


def in_order(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Sheets by their own text: the same sheets always lie in the same order."""
    return sorted(sheets, key=_text)


def parted(waiting: Sequence[Sheet], count: int) -> Parted:
    """Let `count` of them go, whichever: nobody can tell who is among them."""
    chosen = set(SystemRandom().sample(range(len(waiting)), count))
    by_going: dict[bool, list[Sheet]] = {True: [], False: []}
    for place, own in enumerate(waiting):
        by_going[place in chosen].append(own)
    return Parted(in_order(by_going[True]), in_order(by_going[False]))


def sealed(secret: str, survey_id: UUID, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets as they wait; none for none."""
    if not sheets:
        return []
    text = json.dumps(in_order(sheets), ensure_ascii=True)
    filled = text.ljust(-(-len(text) // FILL) * FILL)
    return [{SEALED: base64.b64encode(seal(_key(secret, survey_id), filled)).decode()}]


def opened(secret: str, survey_id: UUID, kept: Sequence[Sheet]) -> list[Sheet]:
    """The sheets that wait.

    Raises:
        ValueError: They were sealed under another key: `SECRET_KEY` was changed.
    """
    if not kept:
        return []
    text = unseal(_key(secret, survey_id), base64.b64decode(kept[0][SEALED]))
    if text is None:
        raise ValueError("Answers that wait cannot be read with this SECRET_KEY.")
    sheets: list[Sheet] = json.loads(text)
    return sheets


def _text(own: Sheet) -> str:
    return json.dumps(own, sort_keys=True, ensure_ascii=False)


def _key(secret: str, survey_id: UUID) -> str:
    return hmac.digest(secret.encode(), _PURPOSE + survey_id.bytes, hashlib.sha256).hex()
