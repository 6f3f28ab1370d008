"""Those of a facilitator's cohorts who complete only by catching up, and asking for a letter.

Facilitators do not write to a cohort: who does is its coordinator, who can be asked by a mail whose
words are ready. The row rests as soon as the coordinator has written to all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from app.certificates.overview.queries import CohortAtRisk
from app.language import _, ngettext
from app.language.styles import worded
from app.people.snoozes.rules import Things
from app.site.parts.lately import Lately, to_be_written_to
from app.site.parts.waiting import QueueItem, at_risk, at_risk_path
from app.web.parts import Link


@dataclass(frozen=True)
class FallingBehind:
    """Who is at risk in cohorts that somebody teaches as a whole, and what is done about it."""

    cohorts: Sequence[CohortAtRisk]
    written: Mapping[UUID, Mapping[UUID, datetime]]
    """When coordinators wrote to people lately, by cohort."""
    coordinators: Mapping[UUID, Sequence[str]]
    """Their addresses, by cohort."""
    base_url: str


def rows_of(found: FallingBehind, zone: str) -> Iterator[QueueItem]:
    """One row for each cohort. `zone`: the reader's."""
    for own in found.cohorts:
        lately = Lately(zone, found.written.get(own.here.cohort.id, {}))
        ask = _ask(own, found.coordinators.get(own.here.cohort.id, ()), found.base_url)
        yield from _row(own, lately, ask)


def _row(own: CohortAtRisk, lately: Lately, ask: Link | None) -> Iterator[QueueItem]:
    cohort, ids = own.here.cohort, [person.person_id for person in own.people]
    for item in at_risk(
        subject=f"at-risk:{cohort.id}",
        cohort=cohort.title,
        people=[(person.name, person.restores) for person in own.people],
        things=Things.of(ids),
        href=at_risk_path(cohort.slug),
    ):
        told = to_be_written_to(item, ids, lately, None)
        yield told if told.rests_until else replace(told, also=ask)


def _ask(own: CohortAtRisk, addresses: Sequence[str], base_url: str) -> Link | None:
    """A mail to the coordinators that names nobody: who reads it sees them behind its link."""
    if not addresses:
        return None
    cohort, count = own.here.cohort, len(own.people)
    link = f"{base_url}{at_risk_path(cohort.slug)}"
    subject = ngettext(
        "{count} person of {cohort} completes only by catching up",
        "{count} people of {cohort} complete only by catching up",
        count=count,
        cohort=cohort.title,
    )
    text = _(
        "Could you write to them? Who they are, and what each has to catch up, is here:\n\n{link}",
        link=link,
    )
    asked = f"subject={quote(worded(subject, ''))}&body={quote(worded(text, ''))}"
    to = ",".join(quote(address, safe="@") for address in addresses)
    return Link(_("Ask the coordinator to write to them"), f"mailto:{to}?{asked}")
