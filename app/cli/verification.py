"""The whole check of the history, for the command line.

What it prints is for operators, and in English.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.certificates.printing.keys import SigningKeyError
from app.core import chains
from app.core.agreement import Disagreement, Problem
from app.history.agreement.deleted.queries import deletions
from app.history.agreement.queries import all_disagreements
from app.history.anchors.queries import hashed_lines, told
from app.history.anchors.rules import Anchor, Broken, Loss, first_broken
from app.history.anchors.tasks import Vouched, kept, load_anchor_key, vouched_for
from app.settings import Settings

NAMED_AT_MOST = 20
LOSSES = {
    Loss.CUT: "is gone, with all lines after it",
    Loss.MISSING: "does not have as many lines before it",
    Loss.REWRITTEN: "is another one",
}
PROBLEMS = {
    Problem.UNTOLD: "is there, and no line tells of it",
    Problem.GONE: "is gone",
    Problem.ALTERED: "is not what its line says",
}


def verify_history(
    session: Session, settings: Settings, files: Sequence[Path], now: datetime
) -> tuple[bool, list[str]]:
    """Whether chain, anchors and records hold, and what to print."""
    problems = [*_chains(session), *_records(session)]
    wrong, signed = _anchors(session, settings, files, now)
    said = [*_deletions(session), *signed]
    if problems or wrong:
        return False, [*problems, *wrong, *said]
    return True, ["The audit trail verifies.", *said]


def _chains(session: Session) -> Iterator[str]:
    if bad := chains.first_bad_line(session):
        yield f"Line {bad.id} ({bad.act}, {bad.at:%Y-%m-%d %H:%M} UTC) does not hold."


def _records(session: Session) -> Iterator[str]:
    found = list(all_disagreements(session))
    for each in found[:NAMED_AT_MOST]:
        yield _disagreement(each)
    if len(found) > NAMED_AT_MOST:
        yield f"And {len(found) - NAMED_AT_MOST} more records."


def _deletions(session: Session) -> Iterator[str]:
    """All of them, always: only who runs this installation knows which ought to be there."""
    for own in deletions(session):
        count = f"lines of the history that tell of what went: {len(own.lines)}"
        day = f"{own.at:%Y-%m-%d}"
        if own.lines:
            yield f"Records of cohort {own.cohort} were deleted on {day}; {count}."
        else:
            yield f"A deletion of cohort {own.cohort} on {day} accounts for nothing that is gone."


def _disagreement(each: Disagreement) -> str:
    line = f" (line {each.line})" if each.line else ""
    facts = f": {', '.join(each.facts)}" if each.facts else ""
    return f"{each.kind.capitalize()} {each.key}{line} {PROBLEMS[each.problem]}{facts}."


def _anchors(
    session: Session, settings: Settings, files: Sequence[Path], now: datetime
) -> tuple[list[str], list[str]]:
    """What is wrong by what was signed and told of it, and what else is known of them."""
    try:
        key = load_anchor_key(settings, now)
    except SigningKeyError as unusable:
        return [str(unusable)], []
    places = (settings.anchor_file, *files)
    vouched = vouched_for(session, key, places) if key else Vouched([], {})
    signers = (key, *vouched.former) if key else ()
    read = [each for file in places for each in kept(file, *signers)]
    known = [each for each in read if each is not None]
    ours = [each for each in known if vouched.counts(each)]
    if broken := _broken(session, ours):
        return [_loss(broken)], []
    if key is None:
        return [], ["No key is set that could have signed it (SIGNING_KEY)."]
    doubtful = _doubtful(len(known) - len(ours))
    return [], [*_signed(ours), *doubtful, *_foreign(len(read) - len(known))]


def _broken(session: Session, signed: Iterable[Anchor]) -> Broken | None:
    tellings = told(session)
    ends = [end.told(telling.at) for telling in tellings for end in telling.ends]
    with closing(hashed_lines(session)) as lines:
        return first_broken([*signed, *ends], lines)


def _signed(ours: Sequence[Anchor]) -> Iterator[str]:
    if newest := max(ours, key=lambda anchor: anchor.last_id, default=None):
        at = f"{newest.at:%Y-%m-%d %H:%M} UTC"
        yield f"It is as it was signed at {at}, and before."
    else:
        yield "Nothing of it was signed yet."


def _foreign(count: int) -> Iterator[str]:
    """Such is what somebody made up, and what a key signed that no later one vouches for."""
    if count:
        nothing = "Anchors that no key of this installation has signed, and that prove nothing"
        yield f"{nothing}: {count}."


def _doubtful(count: int) -> Iterator[str]:
    """What somebody else may have signed, who has got hold of a key."""
    if count:
        yield f"Anchors of a key that was compromised by then, and that prove nothing: {count}."


def _loss(broken: Broken) -> str:
    anchor, whole = broken.anchor, broken.whole_until
    until = f"It is whole up to line {whole}" if whole else "No line before is sure"
    known = f"told of cohort {anchor.chain}" if anchor.chain else "signed"
    since = f"{known} at {anchor.at:%Y-%m-%d %H:%M} UTC as number {anchor.lines}"
    return f"Line {anchor.last_id}, {since}, {LOSSES[broken.loss]}. {until}."
