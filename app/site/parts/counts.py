"""Certificates and the people they are for, always told together: somebody can have two."""

from typing import NamedTuple
from uuid import UUID

from app.certificates.overview.finishing.queries import Finishing
from app.language import Text, ngettext


class Ready(NamedTuple):
    """What can be issued, and to how many people."""

    certificates: int
    people: int
    again: int = 0
    """How many of the people have one already, of another kind."""


def ready_to_issue(finishing: Finishing, *, by: UUID) -> Ready:
    """What somebody can issue: nothing to themselves."""
    people = finishing.ready_for(by)
    again = sum(bool(own.issued and own.ready_for(by)) for own in finishing.candidates)
    return Ready(sum(own.certificates for own in people), len(people), again)


def in_both_words(count: int) -> Text | None:
    """Why those who are ready and those who are not are more than there are; None where not."""
    if not count:
        return None
    return ngettext(
        "{count} person is among the ready and among the not ready yet: one certificate of theirs "
        "is ready, another is not.",
        "{count} people are among the ready and among the not ready yet: one certificate of theirs "
        "is ready, another is not.",
        count=count,
    )


def claims_above(count: int) -> Text:
    """How many claims somebody has to decide about, since the records do not bear them out."""
    return ngettext(
        "{count} claim of credit is above what the records say was earned",
        "{count} claims of credit are above what the records say was earned",
        count=count,
    )


def people_words(count: int) -> Text:
    """`16 people`."""
    return ngettext("{count} person", "{count} people", count=count)


def people_ready(ready: Ready) -> Text:
    """`11 people ready, 3 of them for a second kind`: who has one is counted there, too."""
    if not ready.again:
        return ngettext("{count} person ready", "{count} people ready", count=ready.people)
    return ngettext(
        "{count} person ready, for a second kind",
        "{count} people ready, {again} of them for a second kind",
        count=ready.people,
        again=ready.again,
    )


def to_issue(ready: Ready) -> Text:
    """`Issue 17 certificates for 11 people`."""
    return ngettext(
        "Issue {count} certificate for {people}",
        "Issue {count} certificates for {people}",
        count=ready.certificates,
        people=people_words(ready.people),
    )
