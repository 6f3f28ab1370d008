"""The page on which a message is written: recipients first, then the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from starlette.responses import Response

from app.cohorts.rules import why_not_change
from app.language import Text, _, ngettext
from app.language.names import list_name
from app.language.reasons import Reason
from app.messages.announcements.enums import Placeholder
from app.messages.announcements.models import Announcement
from app.site.parts.message_fields import Filled
from app.site.parts.writing import CHOSEN, QUIET_DAYS, Desk, crumbs, eyebrow
from app.site.visits import Visit
from app.web.forms import FormState
from app.web.pages import render
from app.web.parts import Chip, Link, Option


@dataclass(frozen=True)
class Code:
    """A placeholder as it is typed, and what takes its place."""

    code: str
    words: Text


@dataclass(frozen=True)
class MessageFormPage:
    """The page on which a message is written."""

    title: Text
    eyebrow: str
    crumbs: Sequence[Link]
    action: str
    back: str
    groups: Sequence[Option]
    people: Sequence[Option]
    chosen: frozenset[str]
    quiet: Sequence[Option]
    languages: Sequence[Option]
    templates: Sequence[Chip]
    codes: Sequence[Code]
    began: Text | None
    why_not: Reason | None
    form: FormState = field(default_factory=FormState)


def form_response(
    visit: Visit, desk: Desk, filled: Filled, draft: Announcement | None = None
) -> Response:
    """The page on which a message is written, or a draft is changed."""
    page = message_form_page(desk, filled, visit.now, draft=draft)
    status = 422 if page.form.errors else 200
    return render(visit.request, "parts/message_form.html", page, status=status)


def message_form_page(
    desk: Desk,
    filled: Filled,
    now: datetime,
    *,
    draft: Announcement | None = None,
) -> MessageFormPage:
    """The page, with what stands in the form and who is chosen; `draft`: which is changed."""
    form, chosen = filled
    title = _("Change the message") if draft else _("Write a message")
    path = f"{desk.path}/{draft.id}" if draft else desk.path
    return MessageFormPage(
        title=title,
        eyebrow=eyebrow(desk),
        crumbs=crumbs(desk, Link(title, None)),
        action=f"{path}/edit" if draft else f"{path}/new{desk.query}",
        back=path if draft else f"{path}{desk.query}",
        groups=_groups(desk),
        people=_people(desk, now),
        chosen=chosen,
        quiet=_quiet(),
        languages=_languages(desk),
        templates=() if draft else _templates(desk, form),
        codes=[Code(f"{{{name}}}", name.words) for name in _in_order(desk)],
        began=_began(desk, form),
        why_not=why_not_change(desk.here.cohort.archived_at),
        form=form,
    )


def _groups(desk: Desk) -> list[Option]:
    found = [
        Option(
            group.key,
            _("{group} ({people})", group=group.label, people=len(group.readers)),
        )
        for group in desk.groups
    ]
    return [*found, Option(CHOSEN, _("People chosen below"))]


def _people(desk: Desk, now: datetime) -> list[Option]:
    """Everybody by name, with since when they were written to."""
    return [
        Option(str(reader.person_id), _person(reader_name, desk.written, reader.person_id, now))
        for reader in desk.people.values()
        if (reader_name := list_name(reader.given_name, reader.family_name))
    ]


def _person(name: str, written: Mapping[UUID, datetime], person: UUID, now: datetime) -> Text:
    at = written.get(person)
    if at is None:
        return name
    return ngettext(
        "{name}, written to {count} day ago",
        "{name}, written to {count} days ago",
        count=max(0, (now - at).days),
        name=name,
    )


def _quiet() -> list[Option]:
    days = (
        Option(
            count,
            ngettext(
                "Leave out who was written to in the last {count} day",
                "Leave out who was written to in the last {count} days",
                count=count,
            ),
        )
        for count in QUIET_DAYS
    )
    return [Option(0, _("Leave nobody out")), *days]


def _languages(desk: Desk) -> list[Option]:
    """Nothing, where there is no choice."""
    if len(desk.languages) < 2:
        return []
    return [Option(language.code, language.name) for language in desk.languages]


def _templates(desk: Desk, form: FormState) -> list[Chip]:
    """The ways to begin with another text, in the language of this one."""
    new = f"{desk.path}/new{desk.query}{'&' if desk.query else '?'}"
    wanted = form.value("language")
    began = form.value("template").partition(":")[0]
    shown = {
        known.key: known for known in desk.templates if known.language == desk.languages[0].code
    }
    shown |= {known.key: known for known in desk.templates if known.language == wanted}
    return [
        Chip(
            known.title,
            f"{new}template={known.key}&language={known.language}",
            known.key == began,
            "accent",
        )
        for known in shown.values()
    ]


def _in_order(desk: Desk) -> list[Placeholder]:
    return [name for name in Placeholder if name in desk.placeholders]


def _began(desk: Desk, form: FormState) -> Text | None:
    """From which version of which template the text is."""
    key, _colon, version = form.value("template").partition(":")
    title = next((known.title for known in desk.templates if known.key == key), None)
    if title is None or not version.isdigit():
        return None
    if version == "0":
        return _("It began with the template “{title}”, as it comes with Waypost.", title=title)
    return _(
        "It began with the template “{title}”, version {version}.",
        title=title,
        version=int(version),
    )
