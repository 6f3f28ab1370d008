"""What somebody sends who writes a message, and what stands in the form before they do."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, NamedTuple
from uuid import UUID

from pydantic import Field

from app.language import _
from app.language.languages import Language, current, named
from app.messages.announcements.filling.rules import why_not_keep
from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import (
    MOST_SUBJECT,
    MOST_TEXT,
    Template,
    Written,
)
from app.site.parts.writing import (
    CHOSEN,
    Desk,
    group_of,
    is_enrolled_group,
    why_not_to,
)
from app.web.forms import LINES, Form, FormInvalidError, FormState, Submitted, parse, typed

Filled = tuple[FormState, frozenset[str]]
"""What stands in the form, and who of the people is chosen."""
TEMPLATE = r"([a-z0-9-]{1,60}):([0-9]{1,6})|"


class MessageForm(Form):
    """To whom, and what; `template`: with which template and version it began."""

    names: ClassVar = {"subject": _("Subject"), "text": _("Message")}

    to: Annotated[str, Field(max_length=60)] = ""
    person: list[UUID] = Field(default_factory=list)
    days: Annotated[int, Field(ge=0, le=365)] = 0
    language: Annotated[str, Field(max_length=20)] = ""
    subject: Annotated[str, Field(max_length=MOST_SUBJECT)] = ""
    text: Annotated[str, Field(max_length=MOST_TEXT), LINES] = ""
    template: Annotated[str, Field(max_length=80, pattern=f"^(?:{TEMPLATE})$")] = ""


class Asked(NamedTuple):
    """What an address asks to begin with."""

    to: str = ""
    people: Sequence[UUID] = ()
    days: int = 0
    template: str = ""
    language: str = ""


def written_of(desk: Desk, submitted: Submitted) -> Written:
    """What somebody wrote.

    Raises:
        FormInvalidError: Something of it cannot be; all that is wrong is said at once.
    """
    form = parse(MessageForm, submitted)
    key, _colon, version = form.template.partition(":")
    written = Written(
        audience=form.to,
        chosen=tuple(form.person) if form.to == CHOSEN else (),
        quiet_days=form.days if form.to != CHOSEN else 0,
        language=(named(form.language, desk.languages) or desk.languages[0]).code,
        subject=form.subject,
        text=form.text,
        template=key or None,
        template_version=int(version) if version else None,
    )
    enrolled = is_enrolled_group(desk, written.audience)
    wrong = why_not_keep(written, desk.placeholders, everybody_enrolled=enrolled)
    if errors := {**why_not_to(desk, written.audience, written.chosen), **wrong}:
        raise FormInvalidError(errors, typed(submitted))
    return written


def refused(invalid: FormInvalidError, submitted: Submitted) -> Filled:
    """What was sent, with what is wrong at its field; and who was chosen."""
    errors = {name.partition(".")[0]: text for name, text in invalid.errors.items()}
    chosen = frozenset(str(value) for value in submitted.getlist("person"))
    return FormState(invalid.values, errors), chosen


def begun(desk: Desk, asked: Asked) -> Filled:
    """A form as an address fills it in: a whole message, where it names a template.

    To nobody, where the address names nobody: who writes says to whom.
    """
    template = _template(desk, asked)
    to = CHOSEN if asked.people and not asked.to else asked.to
    usual = template.audience if template else ""
    values = {
        "to": to if to == CHOSEN or group_of(desk, to) else usual,
        "days": str(asked.days),
        "language": template.language if template else _language(desk, asked.language).code,
        "subject": template.subject if template else "",
        "text": template.text if template else "",
        "template": f"{template.key}:{template.version}" if template else "",
    }
    known = frozenset(str(person) for person in asked.people if person in desk.people)
    return FormState(values), known


def _template(desk: Desk, asked: Asked) -> Template | None:
    """The template asked for, in the language asked for, else the reader's, else any."""
    own = [template for template in desk.templates if template.key == asked.template]
    wanted = _language(desk, asked.language).code
    return next((known for known in own if known.language == wanted), own[0] if own else None)


def _language(desk: Desk, code: str) -> Language:
    return named(code or current().code, desk.languages) or desk.languages[0]


def kept(draft: Announcement) -> Filled:
    """A draft, to be changed."""
    began = f"{draft.template}:{draft.template_version}" if draft.template else ""
    values = {
        "to": draft.audience,
        "days": str(draft.quiet_days),
        "language": draft.language,
        "subject": draft.subject,
        "text": draft.text,
        "template": began,
    }
    return FormState(values), frozenset(draft.chosen)
