"""`python -m app attendance import`: what becomes of some files, as JSON or lines, and applying it.

Here nobody can be asked: files are applied only if nothing needs a choice.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.imports import actions, queries
from app.casework.imports.enums import Listed
from app.casework.imports.facts import Decision, Match, Participant, Presence, Review
from app.casework.imports.matching import reasons
from app.casework.imports.reviewing import At, Reviewed, Sent, read_kept, reviewed, sent_at_once
from app.casework.saves.actions import SaveMarks
from app.language.moments import local


def planned(session: Session, at: At, files: Sequence[Sent]) -> Reviewed:
    """What becomes of some files beside those that were applied already; writes nothing.

    Raises `NotAttendanceError` where a file is of another session.
    """
    assert at.unit.session_id is not None
    kept = [file for file in queries.imports_of(session, at.unit.session_id) if file.applied_at]
    columns = queries.held(session, at.cohort.program_id)
    every = sent_at_once([*(read_kept(file, columns) for file in kept), *files])
    own = {sent.sha256 for sent in files}
    in_order = sorted(every, key=lambda sent: sent.sha256 not in own)
    return reviewed(session, at, in_order, {}, by=None)


def apply(
    session: Session,
    case_session_id: UUID,
    reviewed: Reviewed,
    *,
    save_marks: SaveMarks,
    now: datetime,
) -> None:
    """Keep the files and write what becomes of each mark; nothing where all of it is so already."""
    new = actions.keep(session, case_session_id, reviewed.files, by=None, now=now)
    if new or reviewed.review.changes:
        actions.apply(session, case_session_id, reviewed, save_marks=save_marks, by=None, now=now)


def exit_code(review: Review) -> int:
    """0 if nobody has to choose anything, else 2."""
    return 2 if review.open_questions else 0


def as_json(reviewed: Reviewed, count: int) -> str:
    """Everybody in one of the lists, and every line that counts for nobody.

    `count`: how many of the files were sent now; others were applied before.
    """
    files, placed = reviewed.files[:count], reviewed.review.files[:count]
    several = len(files) > 1
    told = {
        "file": ", ".join(sent.name for sent in files),
        "format": ", ".join(dict.fromkeys(sent.file.kind.format.value for sent in files)),
        "zone": ", ".join(dict.fromkeys(file.zone for file in placed if file.zone)) or None,
        "people": list(_people(reviewed.review)),
        "dropped": [
            ({"file": sent.name} if several else {})
            | {"line": dropped.line, "reason": str(dropped.reason)}
            for sent, file in zip(files, placed, strict=True)
            for dropped in file.dropped
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def lines(reviewed: Reviewed) -> Iterator[str]:
    """The same for people who read a terminal, with what becomes of each mark."""
    for person, decision in _with_decisions(reviewed.review):
        minutes = "-" if person["minutes"] is None else person["minutes"]
        whose = person["enrollment"] or person["email"] or ""
        said = (person["list"], person["name"], whose, minutes, _becomes(decision))
        yield "{:<8} {:<32} {:<36} {:>7} {}".format(*said)
    for number, file in enumerate(reviewed.review.files):
        for dropped in file.dropped:
            yield f"{reviewed.files[number].name}:{dropped.line}: {dropped.reason}"
    counts = (
        (listed.value, sum(1 for _ in _in_list(reviewed.review, listed))) for listed in Listed
    )
    yield ", ".join(f"{count} {listed}" for listed, count in counts)


def _people(review: Review) -> Iterator[dict[str, Any]]:
    for listed in Listed:
        yield from _in_list(review, listed)


def _with_decisions(review: Review) -> Iterator[tuple[dict[str, Any], Decision | None]]:
    """Everybody with what becomes of their mark; None of whom no mark comes."""
    own: dict[Listed, Sequence[Decision | None]] = {
        Listed.MATCHED: [_decision(match, review) for match in review.matched],
        Listed.ABSENT: review.absent,
    }
    for listed in Listed:
        people = list(_in_list(review, listed))
        yield from zip(people, own.get(listed) or [None] * len(people), strict=True)


def _becomes(decision: Decision | None) -> str:
    if decision is None:
        return ""
    status, why = decision.becomes.value, decision.why_stays
    if why in {None, reasons.AS_IT_IS}:
        return status
    said = "marked by hand" if why == reasons.BY_HAND else why  # not shown
    return f"stays {status}: {said}"  # not shown


def _decision(match: Match, review: Review) -> Decision:
    assert match.known.enrollment_id is not None
    return review.decisions[match.known.enrollment_id]


def _in_list(review: Review, listed: Listed) -> Iterator[dict[str, Any]]:
    if listed is Listed.MATCHED:
        yield from (_matched(match, review) for match in review.matched)
    elif listed is Listed.ABSENT:
        yield from (_absent(decision, review) for decision in review.absent)
    else:
        nobody = {"enrollment": None, "rule": None, "status": None, "list": listed.value}
        for participant, presence in _others(review, listed):
            address, zone = participant.address or None, review.roster.hour.zone
            yield _row(participant.name, address, presence, zone) | nobody


def _absent(decision: Decision, review: Review) -> dict[str, Any]:
    known = decision.known
    name = f"{known.given_name} {known.family_name}"
    return _row(name, None, Presence(0, None, None), review.roster.hour.zone) | {
        "enrollment": _primary(known.addresses),
        "rule": None,
        "status": decision.becomes.value,
        "list": Listed.ABSENT.value,
    }


def _others(review: Review, listed: Listed) -> Iterable[tuple[Participant, Presence]]:
    if listed is Listed.CHOOSE:
        return [(asked.participant, asked.presence) for asked in review.open_questions]
    asides = review.hosts if listed is Listed.HOST else review.unknown
    return [(aside.participant, aside.presence) for aside in asides]


def _matched(match: Match, review: Review) -> dict[str, Any]:
    found = (participant.address for participant in match.participants if participant.address)
    row = _row(
        match.participants[0].name, next(found, None), match.presence, review.roster.hour.zone
    )
    return row | {
        "enrollment": _primary(match.known.addresses),
        "rule": match.rule.value,
        "status": _decision(match, review).becomes.value,
        "list": Listed.MATCHED.value,
    }


def _row(name: str, address: str | None, presence: Presence, zone: str) -> dict[str, Any]:
    return {
        "name": name,
        "email": address,
        "minutes": presence.minutes,
        "joined": _written(presence.joined, zone),
        "left": _written(presence.left, zone),
    }


def _written(at: datetime | None, zone: str) -> str | None:
    return None if at is None else local(at, zone).isoformat()


def _primary(addresses: Sequence[str]) -> str | None:
    return next(iter(addresses), None)
