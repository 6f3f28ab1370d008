"""The letters that tell somebody what became of their seat, posted with the act itself."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort, Enrollment
from app.core import outbox
from app.core.outbox import Letter


def tell_applied(session: Session, cohort: Cohort, place: Enrollment, now: datetime) -> None:
    """That their application arrived, and where they read and correct it."""
    outbox.post(
        session,
        kind="applied",
        key=_key("applied", place, now),
        person_id=place.person_id,
        facts={"cohort": cohort.title, "join_path": f"/join/{cohort.slug}"},
        now=now,
    )


def tell_enrolled(session: Session, cohort: Cohort, place: Enrollment, now: datetime) -> None:
    """That they are in."""
    tell_all_enrolled(session, cohort, [place], now)


def tell_all_enrolled(
    session: Session, cohort: Cohort, places: Iterable[Enrollment], now: datetime
) -> None:
    """The same to many."""
    if cohort.is_draft:  # nobody knows of it yet
        return
    outbox.post_all(
        session,
        kind="enrolled",
        facts={"cohort": cohort.title, "cohort_path": f"/cohorts/{cohort.slug}"},
        letters=[Letter(_key("enrolled", place, now), place.person_id) for place in places],
        now=now,
    )


def tell_waitlisted(
    session: Session, cohort: Cohort, place: Enrollment, position: int, now: datetime
) -> None:
    """Where they stand in the line."""
    tell_all_waitlisted(session, cohort, [(position, place)], now)


def tell_all_waitlisted(
    session: Session, cohort: Cohort, line: Iterable[tuple[int, Enrollment]], now: datetime
) -> None:
    """The same to many. `line`: places by position."""
    if cohort.is_draft:  # nobody knows of it yet
        return
    outbox.post_all(
        session,
        kind="waitlisted",
        facts={"cohort": cohort.title, "join_path": f"/join/{cohort.slug}"},
        letters=[
            Letter(_key("waitlisted", place, now), place.person_id, facts={"position": position})
            for position, place in line
        ],
        now=now,
    )


def tell_withdrawn(
    session: Session, cohort: Cohort, place: Enrollment, reason: str, now: datetime
) -> None:
    """That they are in no longer, and why."""
    if cohort.is_draft:  # nobody knows of it yet
        return
    outbox.post(
        session,
        kind="withdrawn",
        key=_key("withdrawn", place, now),
        person_id=place.person_id,
        facts={"cohort": cohort.title, "why": reason},
        now=now,
    )


def tell_transferred(
    session: Session, left: Cohort, to: Cohort, place: Enrollment, reason: str, now: datetime
) -> None:
    """That they go on in another cohort, and why."""
    if to.is_draft:  # nobody knows of it yet
        return
    outbox.post(
        session,
        kind="transferred",
        key=_key("transferred", place, now),
        person_id=place.person_id,
        facts={
            "left": left.title,
            "cohort": to.title,
            "cohort_path": f"/cohorts/{to.slug}",
            "why": reason,
        },
        now=now,
    )


def tell_transfer_taken_back(
    session: Session, cohort: Cohort, left: Cohort, place: Enrollment, reason: str, now: datetime
) -> None:
    """That they are where they were before a transfer, and why."""
    if cohort.is_draft:  # nobody knows of it yet
        return
    outbox.post(
        session,
        kind="transfer_taken_back",
        key=_key("transfer_taken_back", place, now),
        person_id=place.person_id,
        facts={
            "left": left.title,
            "cohort": cohort.title,
            "cohort_path": f"/cohorts/{cohort.slug}",
            "why": reason,
        },
        now=now,
    )


def tell_declined(
    session: Session, cohort: Cohort, place: Enrollment, reason: str, now: datetime
) -> None:
    """That their application, or their wait for a seat, was ended, and why."""
    tell_all_declined(session, cohort, [place], reason, now)


def tell_all_declined(
    session: Session, cohort: Cohort, places: Iterable[Enrollment], reason: str, now: datetime
) -> None:
    """The same to many."""
    if cohort.is_draft:  # nobody knows of it yet
        return
    outbox.post_all(
        session,
        kind="declined",
        facts={"cohort": cohort.title, "why": reason},
        letters=[Letter(_key("declined", place, now), place.person_id) for place in places],
        now=now,
    )


def _key(what: str, place: Enrollment, now: datetime) -> str:
    """The same may happen to a place again, and is told again."""
    return f"{what}:{place.id}:{now.isoformat()}"
