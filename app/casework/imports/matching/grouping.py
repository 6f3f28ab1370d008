"""The stays of some files by who they are of, as far as the files themselves can tell. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from app.casework.imports.facts import FileStay, Participant
from app.casework.imports.matching.names import plain
from app.casework.imports.reading.placing import Placed, PlacedStay

_ADDRESS = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\.[a-z]{2,}", re.IGNORECASE)


def participants_of(files: Sequence[Placed]) -> list[Participant]:
    """Everybody in the files: by address, else by name. The first one in a file comes first."""
    groups: dict[tuple[str, str], list[FileStay]] = {}
    for number, file in enumerate(files):
        accounts = _accounts(file.stays)
        for placed in file.stays:
            key = _key(placed, accounts)
            groups.setdefault(key, []).append(FileStay(number, placed))
    return [_participant(address, stays) for (address, _name), stays in groups.items()]


def _accounts(stays: Iterable[PlacedStay]) -> Mapping[str, str]:
    """By name, the address that a summary has for it, where that name is only once in it."""
    found: dict[str, set[str]] = {}
    for placed in stays:
        if placed.stay.is_summary:
            found.setdefault(plain(placed.stay.name), set()).add(
                placed.stay.address or _line(placed)
            )
    return {name: min(own) for name, own in found.items() if len(own) == 1 and "@" in min(own)}


def _line(placed: PlacedStay) -> str:
    return str(placed.stay.lines[0])


def _key(placed: PlacedStay, accounts: Mapping[str, str]) -> tuple[str, str]:
    stay = placed.stay
    name = plain(stay.name)
    written = _ADDRESS.fullmatch(stay.name.strip())
    address = stay.address or accounts.get(name, "") or (written[0].lower() if written else "")
    return (address, "") if address else ("", name)


def _participant(address: str, stays: Sequence[FileStay]) -> Participant:
    name = _most_used(stay.placed.stay.name for stay in stays) or address
    is_host = any(stay.placed.stay.is_host for stay in stays)
    return Participant(_token(address or f"={plain(name)}"), name, address, stays, is_host)


def _most_used(names: Iterable[str]) -> str:
    """The same one in whatever order their lines are."""
    counts = Counter(name for name in names if name)
    return min(counts, key=lambda name: (-counts[name], name), default="")


def _token(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def one_by_one(participant: Participant) -> list[Participant]:
    """Each line as somebody of its own: those with a name that two people share may be of both."""
    if participant.address or len(participant.stays) == 1:
        return [participant]
    return [
        replace(
            participant,
            key=_of_line(participant, stay),
            name=stay.placed.stay.name,
            stays=[stay],
        )
        for stay in participant.stays
    ]


def _of_line(participant: Participant, stay: FileStay) -> str:
    placed = stay.placed
    when = placed.starts_at.isoformat() if placed.starts_at else str(placed.stay.minutes)
    return _token(f"{participant.key} {stay.file} {placed.stay.lines[0]} {when}")
