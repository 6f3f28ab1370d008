"""A message that was sent: whom it went to, and the words that one person got."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.jobs import STOPPED
from app.language import Text, _, ngettext, pgettext
from app.language.moments import date_time
from app.language.reasons import Reason
from app.language.stored import from_json, worded
from app.messages.announcements.models import Announcement
from app.messages.announcements.queries import Received
from app.people.models import Person
from app.site.parts.writing import Place
from app.web.listing import ALL, Asked, Column, Empty, Filter, Find, Listing
from app.web.parts import Badge, Fact, Link
from app.web.shown import Shown, shown

PEOPLE_ON_PAGE = 100


@dataclass(frozen=True)
class RecipientLine:
    """Somebody a message was for."""

    name: str
    search: str
    person: str | None
    href: str | None
    """Their letter; None: nothing was written to them."""
    state: Badge
    why: Text
    left_out: bool
    failed: bool


@dataclass(frozen=True)
class SentPage:
    """A message that was sent."""

    title: str
    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    facts: Sequence[Fact]
    verdict: Text
    tone: str
    job: str | None
    can_stop: bool
    failed: int
    people: Shown[RecipientLine]


def sent_page(
    place: Place,
    message: Announcement,
    writer: Person | None,
    received: Sequence[Received],
    asked: Asked,
    zone: str,
    *,
    job: str | None = None,
    template: str = "",
) -> SentPage:
    """`job`: the page of its delivery, where the reader has it; else it is stopped here.

    `template`: what that is called with which it began.
    """
    lines = [_recipient(place, message, own) for own in received]
    tasks = [own.task for own in received if own.task]
    waiting = sum(task.done_at is None and task.failed_at is None for task in tasks)
    failed = sum(task.failed_at is not None for task in tasks)
    return SentPage(
        title=place.titled(message.subject),
        eyebrow=place.eyebrow,
        crumbs=way_to(place, message, last=True),
        path=f"{place.path}/{message.id}",
        facts=_facts(message, writer, template, zone),
        verdict=_verdict(len(tasks), waiting, failed),
        tone="warm" if failed else "info" if waiting else "good",
        job=job,
        can_stop=waiting > 0,
        failed=failed,
        people=shown(_recipients(place, message), lines, asked),
    )


def _verdict(total: int, waiting: int, failed: int) -> Text:
    done = total - waiting - failed
    if waiting:
        return _("{done} of {total} letters are delivered so far.", done=done, total=total)
    if failed:
        return ngettext(
            "{done} of {total} letters are delivered; {count} is not.",
            "{done} of {total} letters are delivered; {count} are not.",
            count=failed,
            done=done,
            total=total,
        )
    return ngettext(
        "{count} letter is delivered.", "All {count} letters are delivered.", count=total
    )


def _facts(message: Announcement, writer: Person | None, template: str, zone: str) -> list[Fact]:
    facts = [
        Fact(_("Sent"), date_time(message.sent_at, zone) if message.sent_at else "–"),
        Fact(_("By"), writer.display_name if writer else _("Nobody")),
    ]
    if template:
        facts.append(Fact(_("Began with the template"), _version(message, template)))
    return facts


def _version(message: Announcement, template: str) -> Text:
    if not message.template_version:
        return _("{template}, as it comes with Waypost", template=template)
    return _("{template}, version {version}", template=template, version=message.template_version)


def way_to(place: Place, message: Announcement, *, last: bool) -> Sequence[Link]:
    own = Link(place.titled(message.subject), None if last else f"{place.path}/{message.id}")
    return (*place.crumbs, Link(_("Messages"), f"{place.path}{place.query}"), own)


def _recipients(place: Place, message: Announcement) -> Listing[RecipientLine]:
    return Listing(
        path=f"{place.path}/{message.id}",
        columns=(
            Column(_("Name"), "name", sort=lambda line: line.search),
            Column(_("State")),
            Column(_("Reason")),
            Column(_("Letter")),
        ),
        nothing=Empty(_("Nobody"), _("This message was for nobody.")),
        filters=FILTERS,
        page_size=PEOPLE_ON_PAGE,
        find=Find(lambda line: line.name, _("Find by name"), _("Find by name")),
    )


FILTERS: Sequence[Filter[RecipientLine]] = (
    Filter(ALL, pgettext("of people", "All"), lambda _line: True),
    Filter("failed", _("Not delivered"), lambda line: line.failed, "bad"),
    Filter("left-out", _("Nothing was written"), lambda line: line.left_out, "warm"),
)


def _recipient(place: Place, message: Announcement, own: Received) -> RecipientLine:
    state, why = became(own)
    letter = f"{place.path}/{message.id}/{own.recipient.person_id}"
    return RecipientLine(
        name=own.person.sort_name,
        search=own.person.search_name,
        person=place.person_path(own.person.id) if place.person_path else None,
        href=letter if own.message else None,
        state=state,
        why=why,
        left_out=own.recipient.left_out is not None,
        failed=own.task is not None and own.task.failed_at is not None,
    )


def became(own: Received) -> tuple[Badge, Text]:
    """What became of a letter, and why."""
    if own.recipient.left_out is not None:
        return Badge(_("Nothing was written"), "warm"), from_json(own.recipient.left_out) or ""
    message, task = own.message, own.task
    if message is not None and message.sent_at is not None:
        return Badge(pgettext("of a message", "Delivered"), "good"), ""
    if message is not None and message.dropped_reason is not None:
        why = from_json(message.dropped_reason) or ""
        return Badge(_("Not sent"), "warm"), why
    if task is not None and task.failed_at is not None:
        reason = worded(task.error, task.error_reason)
        stopped = isinstance(reason, Reason) and reason.code == STOPPED.code
        state = pgettext("of work", "Stopped") if stopped else pgettext("of work", "Failed")
        return Badge(state, "warm" if stopped else "bad"), reason
    return Badge(_("On its way"), "accent"), worded(task.error, task.error_reason) if task else ""
