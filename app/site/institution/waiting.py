"""What waits for an institution's lead."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from app.language import _, ngettext
from app.site.institution.own import OwnPeople
from app.site.parts.waiting import QueueItem, Waiting, at_risk, sorted_out
from app.web.parts import Link


def waits_for_lead(
    applications: int,
    own: OwnPeople | None,
    put_off: Mapping[str, datetime],
    zone: str,
    now: datetime,
) -> Waiting:
    """Applications to decide, then own people at risk in the cohort that is shown.

    `put_off`: by subject; `zone`: the reader's.
    """
    items = [*_applications(applications), *(_at_risk(own) if own else ())]
    return sorted_out(items, put_off, "/institution", zone, now)


def _applications(waiting: int) -> Iterator[QueueItem]:
    if waiting:
        yield QueueItem(
            subject="applications:own",
            title=ngettext(
                "Decide on {count} application", "Decide on {count} applications", count=waiting
            ),
            note=_("Of people of your institution"),
            href="/institution/applications?show=waiting",
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="users",
        )


def _at_risk(own: OwnPeople) -> Iterator[QueueItem]:
    cohort = own.here.cohort
    return at_risk(
        f"own-at-risk:{cohort.id}",
        cohort.title,
        [(line.person.sort_name, line.restores) for line in own.lines if line.restores],
        href=f"/institution?cohort={cohort.slug}&show=at-risk",
        also=Link(_("Write to them"), f"/institution/messages/new?cohort={cohort.slug}&to=at-risk"),
    )
