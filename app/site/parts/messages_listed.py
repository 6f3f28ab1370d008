"""What was written to people of a cohort: the list of messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _, ngettext, pgettext
from app.language.moments import date_time
from app.language.styles import number
from app.messages.announcements.filling.rules import heading
from app.messages.announcements.queries import AnnouncementRow
from app.site.parts.writing import Place
from app.web.listing import Column, Empty, Listing, Window
from app.web.parts import Badge, Link
from app.web.shown import Shown, shown_page

PAGE_OF = 50


@dataclass(frozen=True)
class MessageLine:
    """One message of the list."""

    subject: str
    href: str
    iso: str
    when: str
    by: str
    people: str
    state: Badge


@dataclass(frozen=True)
class MessagesPage:
    """What was written."""

    eyebrow: str
    crumbs: Sequence[Link]
    write: str | None
    """None: there is nobody to write to."""
    templates: str | None
    reminders: str | None
    """What is written by itself; for coordinators, like the templates."""
    messages: Shown[MessageLine]
    note: Text | None


def messages_page(
    place: Place,
    rows: Sequence[AnnouncementRow],
    part: Window,
    zone: str,
    *,
    templates: bool = False,
    note: Text | None = None,
) -> MessagesPage:
    """One page of the list."""
    lines = [_line(place, row, zone) for row in rows[:PAGE_OF]]
    return MessagesPage(
        eyebrow=place.eyebrow,
        crumbs=(*place.crumbs, Link(_("Messages"), None)),
        write=f"{place.path}/new{place.query}" if place.here else None,
        templates=f"{place.path}/templates" if templates else None,
        reminders=f"{place.path.removesuffix('/messages')}/reminders" if templates else None,
        messages=shown_page(_messages(place), lines, part, more=len(rows) > PAGE_OF),
        note=note,
    )


def _messages(place: Place) -> Listing[MessageLine]:
    return Listing(
        path=f"{place.path}{place.query}",
        columns=(
            Column(_("Message")),
            Column(pgettext("of a message", "Written")),
            Column(_("People"), numeric=True),
            Column(_("State")),
        ),
        nothing=Empty(
            _("Nothing written yet"),
            _("Messages to everybody, to a part of them or to one person are kept here."),
            Link(_("Write a message"), f"{place.path}/new{place.query}") if place.here else None,
        ),
        none_found=lambda _query: _("There are no more messages."),
        everything=_("Show the newest"),
    )


def _line(place: Place, row: AnnouncementRow, zone: str) -> MessageLine:
    message = row.announcement
    at = message.sent_at or message.changed_at
    return MessageLine(
        subject=heading(message.subject, row.cohort, row.program),
        href=f"{place.path}/{message.id}",
        iso=at.isoformat(),
        when=date_time(at, zone),
        by=row.writer.display_name,
        people=number(row.recipients) if message.sent_at else "–",
        state=_state(row),
    )


def _state(row: AnnouncementRow) -> Badge:
    if row.announcement.sent_at is None:
        return Badge(pgettext("of a message", "Draft"), "warm")
    if row.stopped:
        text = ngettext("{count} stopped", "{count} stopped", count=row.stopped)
        return Badge(text, "warm")
    if row.failed:
        failed = ngettext("{count} failed", "{count} failed", count=row.failed)
        return Badge(failed, "bad")
    if row.delivered < row.recipients:
        return Badge(
            _("{part} of {whole} delivered", part=row.delivered, whole=row.recipients), "accent"
        )
    return Badge(pgettext("of a message", "Delivered"), "good")
