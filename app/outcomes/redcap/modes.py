"""What of records may go out, by how a survey knows those who answer.

Identified records go out as they are. Confidential ones go by their pseudonyms and name nobody.
Of anonymous ones whatever could tell a person or an order stays here: who was invited, when a
form was finished, the institution, in which order a repeated form was filled, and the name of the
record, in whose place comes one by chance. Linked answers of one person share it; unlinked ones
share nothing, so that each form that was filled is a record of its own.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.outcomes.redcap.records import Record
from app.surveys.enums import IdentityMode

_LETTERS = "bcdfghjkmnpqrstvwxz"
"""Without vowels, so that no word comes of them, and without digits, or one might look like a
number to a spreadsheet."""
_LENGTH = 10


def going_out(
    records: Sequence[Record],
    mode: IdentityMode,
    *,
    pseudonyms: Mapping[str, str] | None = None,
    chance: random.Random | None = None,
) -> list[Record]:
    """Records as they may go out; texts in them as they were written.

    `pseudonyms`: of confidential records, by their names here. `chance`: of anonymous ones what
    makes their names; one that nobody can foretell, such as `secrets.SystemRandom()`.

    Raises:
        ValueError: What a mode needs is not there, or two records have one pseudonym.
    """
    if mode is IdentityMode.IDENTIFIED:
        return list(records)
    if mode is IdentityMode.CONFIDENTIAL:
        return _confidential(records, pseudonyms or {})
    if chance is None:
        raise ValueError("Names of anonymous records are made by chance.")
    bare = [replace(record, identifier="", finished="", group="") for record in records]
    chance.shuffle(bare)
    if mode is IdentityMode.UNLINKED:
        bare = [
            replace(record, record_id=str(at), instance=record.instance and 1)
            for at, record in enumerate(bare)
        ]
    names = names_by_chance({record.record_id for record in bare}, chance)
    renamed = [replace(record, record_id=names[record.record_id]) for record in bare]
    return _without_order(renamed)


def _confidential(records: Iterable[Record], pseudonyms: Mapping[str, str]) -> list[Record]:
    needed = {record.record_id for record in records}
    if lost := needed - pseudonyms.keys():
        raise ValueError(f"records without a pseudonym: {len(lost)}")
    if len({pseudonyms[record_id] for record_id in needed}) < len(needed):
        raise ValueError("Two records have one pseudonym.")
    renamed = [
        replace(record, record_id=pseudonyms[record.record_id], identifier="") for record in records
    ]
    return sorted(renamed, key=lambda record: record.record_id)


def names_by_chance(of: Iterable[str], chance: random.Random) -> dict[str, str]:
    """A name by chance for each, no two alike; it says nothing of the old one or of an order."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for old in sorted(of):
        while (name := "".join(chance.choices(_LETTERS, k=_LENGTH))) in taken:
            pass
        taken.add(name)
        names[old] = name
    return names


def _without_order(records: Iterable[Record]) -> list[Record]:
    """Sorted by their new names; a repeated form is counted anew, in the order of a shuffle."""
    counted: dict[tuple[str, str, str], int] = {}
    renumbered = []
    for record in records:
        instance = record.instance
        if instance is not None:
            key = (record.record_id, record.event, record.form)
            instance = counted[key] = counted.get(key, 0) + 1
        renumbered.append(replace(record, instance=instance))
    return sorted(renumbered, key=_place)


def _place(record: Record) -> tuple[str, str, str, int]:
    return record.record_id, record.event, record.form, record.instance or 0
