"""What learners rely on of a published activity, and what another version says otherwise. Pure.

Chosen is what decides whether they get credit, how much, of which kind, and until when: the most,
the systems, the format, what credit needs, what earns it, rounding, statements and expiry. Title,
place, partners, who signs and how certificates look are none of it. Until when it is claimed is
each one's own: an expiry can come first, and an extension last. A day of approval that was
corrected is told first, since it changes what counts of what was done already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import PARTICIPATION
from app.credit.formats.rules import EXPIRES, what_credit_needs
from app.credit.phrase import credits_fact
from app.credit.systems.rules import Designated
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.credit.models import Activity

LATER = ReasonKind(
    "relied.later",
    "The activity is designated since {after:date}, not since {before:date} as was entered: what "
    "was done before that day no longer counts.",
)
EARLIER = ReasonKind(
    "relied.earlier",
    "The activity is designated since {after:date}, not since {before:date} as was entered: what "
    "was done from that day on counts.",
)
MOST = ReasonKind(
    "relied.most", "The activity is designated for {after} at most, instead of {before}."
)
MOST_OF = ReasonKind("relied.most_of", "{system}: at most {after}, instead of {before}.")
ADDED = ReasonKind(
    "relied.added", "{system}: added. What is done from {day:date} on counts toward it."
)
DROPPED = ReasonKind("relied.dropped", "{system}: the activity is no longer designated for it.")
OTHER_TERMS = ReasonKind("relied.other_terms", "{system}: its statement or terms were changed.")
FORMAT = ReasonKind("relied.format", "The format is “{after}”, instead of “{before}”.")
NEEDS = ReasonKind("relied.needs", "What credit needs was changed. {needs}")
EARNS = ReasonKind(
    "relied.earns",
    "What a module or a session earns was changed, for what is done from {day:date} on.",
)
ROUNDED = reason("relied.rounded", "Minutes are rounded otherwise.")
STATEMENTS = reason(
    "relied.statements", "The statements were changed. They are on the page where you claim."
)
NO_EXPIRY = reason("relied.no_expiry", "The activity no longer expires.")
CLAIMS_CLOSE = ReasonKind(
    "relied.claims_close", "Claims close {after:long_moment}, instead of {before:long_moment}."
)

_STATEMENTS = ("accreditation_statement", "designation_statement", "claim_statement")


def relied_on(before: ApprovedActivity, after: ApprovedActivity, zone: str) -> tuple[Reason, ...]:
    """What is another thing for everybody, in sentences; empty: nothing that they rely on.

    `zone`: of the cohort, in which moments are told.
    """
    was, now = before.activity, after.activity
    day = local(now.said_at, zone).date()
    return (
        *_since(was, now, zone),
        *_most(was, now),
        *_systems(before, after, zone),
        *_format(was, now),
        *_needs(was, now, zone),
        *([EARNS(day=day)] if _earning(before) != _earning(after) else []),
        *([ROUNDED] if was.rounding != now.rounding else []),
        *([STATEMENTS] if _said(was) != _said(now) else []),
        *_expiry(was, now, zone),
    )


def _since(was: Activity, now: Activity, zone: str) -> Iterator[Reason]:
    """Only of a corrected day: what began anew under another provider has another one, too."""
    before, after = (local(own.approved_at, zone).date() for own in (was, now))
    if now.day_corrected_at is not None and before != after:
        yield (LATER if after > before else EARLIER)(before=before, after=after)


def _most(was: Activity, now: Activity) -> Iterator[Reason]:
    if was.designated_quarters != now.designated_quarters:
        before, after = credits_fact(was.designated_quarters), credits_fact(now.designated_quarters)
        yield MOST(before=before, after=after)


def _systems(before: ApprovedActivity, after: ApprovedActivity, zone: str) -> Iterator[Reason]:
    old, new = _named(before), _named(after)
    for key, own in new.items():
        if key in old:
            yield from _other_terms(old[key], own, before, after)
        else:
            yield ADDED(system=own.system.name, day=_first_day(own, after, zone))
    for key, own in old.items():
        if key not in new:
            yield DROPPED(system=own.system.name)


def _named(approved: ApprovedActivity) -> Mapping[str, Designated]:
    """All but the hours, which everybody can claim up to what the activity is designated for."""
    return {own.key: own for own in approved.designated if own.key != PARTICIPATION}


def _first_day(own: Designated, after: ApprovedActivity, zone: str) -> date:
    return local(own.since or after.activity.said_at, zone).date()


def _other_terms(
    was: Designated, now: Designated, before: ApprovedActivity, after: ApprovedActivity
) -> Iterator[Reason]:
    """A maximum that is the activity's own says nothing beside it."""
    own = [
        of.max_quarters if of.max_quarters != approved.activity.designated_quarters else None
        for of, approved in ((was, before), (now, after))
    ]
    if was.max_quarters != now.max_quarters and any(own):
        before_it, after_it = (credits_fact(of.max_quarters or 0) for of in (was, now))
        yield MOST_OF(system=now.system.name, before=before_it, after=after_it)
    elif (was.version, was.statement) != (now.version, now.statement):
        yield OTHER_TERMS(system=now.system.name)


def _format(was: Activity, now: Activity) -> Iterator[Reason]:
    if was.learning_format != now.learning_format:
        yield FORMAT(before=was.learning_format, after=now.learning_format)


def _needs(was: Activity, now: Activity, zone: str) -> Iterator[Reason]:
    before, after = what_credit_needs(was, zone)[0], what_credit_needs(now, zone)[0]
    if before != after:
        yield NEEDS(needs=after)


def _earning(approved: ApprovedActivity) -> Mapping[str, tuple[int, int]]:
    """What each part earns; one that earns nothing is none."""
    return {
        part.kind.value: (part.minutes_each, part.max_quarters)
        for part in approved.components
        if part.minutes_each
    }


def _said(activity: Activity) -> tuple[str, ...]:
    return tuple(getattr(activity, name) for name in _STATEMENTS)


def _expiry(was: Activity, now: Activity, zone: str) -> Iterator[Reason]:
    if was.expires_at == now.expires_at:
        return
    yield EXPIRES(expires=local(now.expires_at, zone)) if now.expires_at else NO_EXPIRY


def other_window(was: datetime | None, then: datetime | None, zone: str) -> tuple[Reason, ...]:
    """That somebody can claim until another moment than so far; empty where it stays."""
    if was is None or then is None or was == then:
        return ()
    return (CLAIMS_CLOSE(before=local(was, zone), after=local(then, zone)),)
