"""Certificates and the people they are for, always told together: somebody can have two."""

from typing import NamedTuple
from uuid import UUID

from app.certificates.overview.finishing.queries import Finishing
from app.language import Text, ngettext


class Ready(NamedTuple):
    """What can be issued, and to how many people."""

    certificates: int
    people: int


def ready_to_issue(finishing: Finishing, *, by: UUID) -> Ready:
    """What somebody can issue: nothing to themselves."""
    each = finishing.ready_for(by)
    return Ready(sum(each), len(each))


def people_words(count: int) -> Text:
    """`16 people`."""
    return ngettext("{count} person", "{count} people", count=count)


def to_issue(ready: Ready) -> Text:
    """`Issue 17 certificates for 11 people`."""
    return ngettext(
        "Issue {count} certificate for {people}",
        "Issue {count} certificates for {people}",
        count=ready.certificates,
        people=people_words(ready.people),
    )
