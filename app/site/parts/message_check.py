"""A draft before it is sent: to whom, what each would read, and who would get nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from markupsafe import Markup
from pydantic import Field
from starlette.responses import Response

from app.cohorts.rules import why_not_change
from app.core.errors import WaypostError
from app.language import Text, _, ngettext
from app.language.languages import named
from app.language.reasons import Reason
from app.messages.announcements.models import Announcement
from app.messages.announcements.preview import preview
from app.messages.announcements.rules import (
    NOBODY,
    Reach,
    Reader,
    fingerprint,
    is_personal,
    most_different,
)
from app.messages.announcements.sending.rules import Sending
from app.site.parts.message_letter import as_read
from app.site.parts.writing import Audience, Desk, crumbs, eyebrow, titled
from app.site.visits import Visit
from app.web.forms import Form, FormState
from app.web.pages import render
from app.web.parts import Link


class SendForm(Form):
    """`checked`: what was looked at."""

    checked: Annotated[str, Field(max_length=64)] = ""


@dataclass(frozen=True)
class Preview:
    """One letter as it would be."""

    name: str
    address: str
    subject: str
    html: Markup
    text: str


@dataclass(frozen=True)
class LeftOut:
    """Somebody who is meant and gets nothing."""

    name: str
    why: Reason


@dataclass(frozen=True)
class CheckPage:
    """What would happen."""

    title: str
    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    back: str
    to: Text
    language: str
    """What it is written in, by name; and as in the attribute `lang`."""
    code: str
    receive: Text
    names: Sequence[str]
    """Of those who will."""
    quiet: Text | None
    left_out: Sequence[LeftOut]
    previews: Sequence[Preview]
    checked: str
    button: Text
    why_not: Reason | None
    form: FormState


@dataclass(frozen=True)
class Meant:
    """Who is meant by a draft at this moment, and whether it reaches them."""

    audience: Audience
    reach: Mapping[UUID, Reach]


def sending_of(desk: Desk, draft: Announcement, meant: Meant, checked: str) -> Sending:
    """All that sending a draft takes. `checked`: the fingerprint of what was looked at."""
    return Sending(
        readers=meant.audience.readers,
        reach=meant.reach,
        around=desk.around,
        language=named(draft.language, desk.languages) or desk.languages[0],
        checked=checked,
        back=f"{desk.path}/{draft.id}",
        sender=desk.sender,
    )


def check_response(
    visit: Visit, desk: Desk, draft: Announcement, meant: Meant, refusal: WaypostError | None = None
) -> Response:
    """A draft as it would go out, with why it did not."""
    form = FormState(errors={"form": refusal.reason} if refusal else {})
    page = check_page(desk, draft, meant, visit.now, form)
    status = 409 if refusal else 200
    return render(visit.request, "parts/message_check.html", page, status=status)


def check_page(
    desk: Desk, draft: Announcement, meant: Meant, now: datetime, form: FormState
) -> CheckPage:
    """What would happen."""
    audience, reach = meant.audience, meant.reach
    why_not = {reader.person_id: reach[reader.person_id].why_not() for reader in audience.readers}
    reached = [reader for reader in audience.readers if why_not[reader.person_id] is None]
    left_out = [
        LeftOut(reader.name, why)
        for reader in audience.readers
        if (why := why_not[reader.person_id]) is not None
    ]
    people = [reader.person_id for reader in audience.readers]
    title = titled(desk.here, draft.subject)
    language = named(draft.language, desk.languages) or desk.languages[0]
    return CheckPage(
        title=title,
        eyebrow=eyebrow(desk),
        crumbs=crumbs(desk, Link(title, None)),
        path=f"{desk.path}/{draft.id}",
        back=f"{desk.path}{desk.query}",
        to=audience.label,
        language=language.name,
        code=language.code,
        receive=_receive(len(reached)),
        names=[reader.name for reader in reached],
        quiet=_quiet(audience.quiet) if audience.quiet else None,
        left_out=left_out,
        previews=_previews(desk, draft, reached, reach, now),
        checked=fingerprint(draft.edition, people),
        button=ngettext("Send to {count} person", "Send to {count} people", count=len(reached)),
        why_not=why_not_change(desk.here.cohort.archived_at) or (None if reached else NOBODY),
        form=form,
    )


def _receive(count: int) -> Text:
    if not count:
        return _("Nobody will receive this.")
    return ngettext(
        "{count} person will receive this.", "{count} people will receive this.", count=count
    )


def _quiet(count: int) -> Text:
    return ngettext(
        "{count} person is left out, since they were written to lately.",
        "{count} people are left out, since they were written to lately.",
        count=count,
    )


def _previews(
    desk: Desk,
    draft: Announcement,
    readers: Sequence[Reader],
    reach: Mapping[UUID, Reach],
    now: datetime,
) -> list[Preview]:
    language = named(draft.language, desk.languages) or desk.languages[0]
    found = []
    for number, reader in enumerate(most_different(readers), start=1):
        made = preview(
            reader,
            draft.subject,
            draft.text,
            desk.around,
            desk.sender,
            personal=is_personal(draft.chosen),
            language=language,
            offered=desk.languages,
            now=now,
        )
        html = as_read(made.markdown, f"letter-{number}", desk.around.base_url)
        address = reach[reader.person_id].address or ""
        found.append(
            Preview(reader.name, address, made.letter.subject, html, made.letter.text.strip())
        )
    return found
