"""What waits for an institution's lead."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from app.language import _, ngettext
from app.people.snoozes.rules import PutOff, Things
from app.site.institution.own import OwnPeople
from app.site.parts.lately import Lately, to_be_written_to
from app.site.parts.waiting import QueueItem, Waiting, at_risk, sorted_out
from app.site.parts.writing import ready


def waits_for_lead(
    applications: Collection[UUID],
    own: OwnPeople | None,
    written: Mapping[UUID, datetime],
    put_off: Mapping[str, PutOff],
    zone: str,
    now: datetime,
) -> Waiting:
    """Applications to decide, then own people at risk in the cohort that is shown.

    `written`: when the lead wrote to some of them lately; `put_off`: by subject; `zone`: the
    reader's.
    """
    lately = Lately(zone, written)
    items = [*_applications(applications), *(_at_risk(own, lately) if own else ())]
    return sorted_out(items, put_off, "/institution", zone, now)


def _applications(places: Collection[UUID]) -> Iterator[QueueItem]:
    if waiting := len(places):
        yield QueueItem(
            subject="applications:own",
            title=ngettext(
                "Decide on {count} application", "Decide on {count} applications", count=waiting
            ),
            note=_("Of people of your institution"),
            href="/institution/applications?show=waiting",
            things=Things.of(places),
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="users",
        )


def _at_risk(own: OwnPeople, lately: Lately) -> Iterator[QueueItem]:
    cohort, people = own.here.cohort, [line for line in own.lines if line.restores]
    ids = [line.person.id for line in people]
    message = (
        f"/institution/messages/new?cohort={cohort.slug}&{ready('at-risk', 'week-slipped-by')}"
    )
    for item in at_risk(
        subject=f"own-at-risk:{cohort.id}",
        cohort=cohort.title,
        people=[(line.person.sort_name, line.restores) for line in people],
        things=Things.of(ids),
        href=f"/institution?cohort={cohort.slug}&show=at-risk",
    ):
        yield to_be_written_to(item, ids, lately, message)
