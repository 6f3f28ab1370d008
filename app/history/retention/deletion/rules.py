"""Whether what is due of a cohort can be announced to go, and whether it goes; pure.

Choices:

- Only what is due is announced, one cohort at a time, and it goes thirty days later at the
  earliest: who answers for the records has that long to keep a folder or to place a hold.
- Who announces it types the cohort's title, since what goes does not come back.
- The day is told in the zone of the cohort's provider, in which its years end, too.
- A hold calls it off for good: to go nevertheless, it has to be announced anew.
- So does a study that takes the cohort, also if it leaves it later, and a backup that is restored:
  a hold that was placed since may be missing in it.
- A policy by which the records are not due any more calls it off likewise.
- When it comes to it, all of this is asked again. Nothing goes while a job of the cohort is under
  way that began since the announcement. What is older was given up, and a letter that was not sent
  in all that time goes with the rest, since else one that cannot be sent would keep all of it.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from app.history.retention.enums import RetentionState
from app.history.retention.rules import Retained
from app.language.reasons import Reason, ReasonKind, reason

LEAST_DAYS = 30
MOST_DAYS = 366 * 3
NOT_DUE = reason("deletion.not_due", "The retention period of these records is not over.")
HELD = reason("deletion.held", "A hold keeps these records.")
STUDIED = reason("deletion.studied", "A study has this cohort, and so its records are kept.")
LEADS_TO_KEPT = reason(
    "deletion.leads_to_kept",
    "Somebody moved from this cohort to another one whose records are held, or that a study has. "
    "What they did here counts there.",
)
GONE = reason("deletion.gone", "What was due of this cohort was deleted already.")
ANNOUNCED = reason("deletion.announced", "It was announced already that these records go.")
NOT_ANNOUNCED = reason("deletion.not_announced", "It was not announced that these records go.")
UNTOLD = reason(
    "deletion.untold", "No line of the history tells that it was announced that these records go."
)
OTHER_TITLE = ReasonKind("deletion.other_title", "Enter the cohort’s title as it is: {title}.")
NOBODY_TOLD = reason(
    "deletion.nobody_told",
    "Nobody coordinates this cohort and its provider has no officer, so nobody could hold its "
    "records in time. Give somebody such a role first.",
)
TOO_SOON = ReasonKind("deletion.too_soon", "Enter {earliest:date} or a later day.")
TOO_LATE = ReasonKind("deletion.too_late", "Enter {latest:date} or an earlier day.")
NOT_YET = ReasonKind("deletion.not_yet", "These records do not go before {day:date}.")
AT_WORK = ReasonKind(
    "deletion.at_work",
    "{count} piece of work for this cohort is not done. Wait for it, or cancel it, and try again.",
    "{count} pieces of work for this cohort are not done. Wait for them, or cancel them, and try "
    "again.",
)
ASTRAY = ReasonKind(
    "deletion.astray",
    "{count} record of this cohort is not as the history tells; deleting it would hide that. Look "
    "into what `audit verify` names, and hold the records meanwhile.",
    "{count} records of this cohort are not as the history tells; deleting them would hide that. "
    "Look into what `audit verify` names, and hold the records meanwhile.",
)
_WHY_NOT = {
    RetentionState.HELD: HELD,
    RetentionState.STUDIED: STUDIED,
    RetentionState.DELETED: GONE,
    RetentionState.SOON: NOT_DUE,
    RetentionState.LATER: NOT_DUE,
}


def earliest(today: date) -> date:
    """The first day on which what is announced on a day may go."""
    return today + timedelta(days=LEAST_DAYS)


def why_not_due(own: Retained) -> Reason | None:
    """Why the records of a cohort do not go at all, announced or not."""
    kept_elsewhere = LEADS_TO_KEPT if own.kept.leads_to_kept else None
    return _WHY_NOT.get(own.state) or kept_elsewhere


def why_not_announce(own: Retained) -> Reason | None:
    """Why it cannot be announced that the records of a cohort go."""
    return ANNOUNCED if own.state is RetentionState.ANNOUNCED else why_not_due(own)


def why_not_title(own: Retained, typed: str) -> Reason | None:
    """Why what was typed does not name the cohort. Spaces around it and between do not count."""
    title = own.kept.title
    return None if typed.split() == title.split() else OTHER_TITLE(title=title)


def why_not_from(own: Retained, goes_from: date) -> Reason | None:
    """Why records cannot go from a day on."""
    first, last = earliest(own.today), own.today + timedelta(days=MOST_DAYS)
    if goes_from < first:
        return TOO_SOON(earliest=first)
    return TOO_LATE(latest=last) if goes_from > last else None


def why_not_tell(concerned: Collection[UUID]) -> Reason | None:
    """Why it cannot be announced where nobody answers for the records."""
    return None if concerned else NOBODY_TOLD


def why_not_call_off(*, is_announced: bool) -> Reason | None:
    """Why there is nothing to call off."""
    return None if is_announced else NOT_ANNOUNCED


def why_not_delete(own: Retained, *, at_work: int) -> Reason | None:
    """Why the records of a cohort do not go now.

    `at_work`: how many tasks of its jobs are not done.
    """
    if why_not := why_not_due(own):
        return why_not
    if own.goes_from is None:
        return NOT_ANNOUNCED
    if own.goes_from > own.today:
        return NOT_YET(day=own.goes_from)
    return AT_WORK(count=at_work) if at_work else None


def as_ranges(numbers: Collection[int]) -> str:
    """Numbers in their order, runs of them as ranges: `3,7-9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ",".join("-".join(map(str, run)) for run in runs)


def numbers_in(ranges: str) -> Iterator[int]:
    """The numbers that `as_ranges` has written so."""
    for run in filter(None, ranges.split(",")):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
