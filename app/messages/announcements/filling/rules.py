"""What a text may leave open, and what it says to one person. Pure: plain substitution, no engine.

A name in braces is a placeholder, two braces are one: `{{` and `}}`. What is filled in is text and
nothing else: no sign in it means anything in Markdown, and no brace in it is looked at again.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason
from app.language.styles import worded
from app.messages.announcements.enums import OF_ENROLLED, Placeholder
from app.messages.announcements.rules import Reader, Surroundings, Written

NO_PLACEHOLDER = ReasonKind(
    "message.no_placeholder",
    "{names:and} is no placeholder. Use those of the list; for a brace itself, write it twice.",
    "{names:and} are no placeholders. Use those of the list; for a brace itself, write it twice.",
)
NOT_FOR_THEM = ReasonKind(
    "message.placeholder_not_for_them",
    "{names:and} says nothing about people who are not enrolled. Take it out, or choose others.",
    "{names:and} say nothing about people who are not enrolled. Take them out, or choose others.",
)
NO_SUBJECT = reason("message.no_subject", "Write what the message is about.")
NO_TEXT = reason("message.no_text", "Write the message.")

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")
_MEANS = re.compile(r"([\\`*_\[\]<>#|~!&])")
_BREAKS = re.compile(r"[ \t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Words:
    """What one person reads."""

    subject: str
    markdown: str


def placeholders_in(text: str) -> list[str]:
    """What stands in braces, in order, each once."""
    found = (match[1] for match in _BRACES.finditer(text) if match[1] is not None)
    return list(dict.fromkeys(found))


def why_not_say(
    text: str, allowed: Collection[Placeholder], *, everybody_enrolled: bool
) -> Reason | None:
    """What is wrong with the placeholders of a text."""
    names = placeholders_in(text)
    known = {placeholder.value for placeholder in allowed}
    if unknown := [name for name in names if name not in known]:
        return NO_PLACEHOLDER(count=len(unknown), names=tuple(map(_braced, unknown)))
    idle = [name for name in names if name in OF_ENROLLED]
    if idle and not everybody_enrolled:
        return NOT_FOR_THEM(count=len(idle), names=tuple(map(_braced, idle)))
    return None


def why_not_keep(
    written: Written, allowed: Collection[Placeholder], *, everybody_enrolled: bool = True
) -> dict[str, Reason]:
    """What is wrong with a message, by field."""
    empty = {"subject": NO_SUBJECT, "text": NO_TEXT}
    found: dict[str, Reason] = {}
    for name, text in (("subject", written.subject), ("text", written.text)):
        why = why_not_say(text, allowed, everybody_enrolled=everybody_enrolled)
        if why_not := why if text.strip() else empty[name]:
            found[name] = why_not
    return found


def _braced(name: str) -> str:
    return f"{{{name[:40]}}}"


def said_to(reader: Reader, subject: str, text: str, around: Surroundings) -> Words:
    """What one person reads, in the language that is being written in."""
    values = {name: _VALUES[name](reader, around) for name in _named_in(f"{subject} {text}")}
    plain = {name.value: _BREAKS.sub(" ", value).strip() for name, value in values.items()}
    quoted = {name: _MEANS.sub(r"\\\1", value) for name, value in plain.items()}
    for name in _LINKS & plain.keys():
        quoted[name] = f"<{plain[name]}>"  # a link in Markdown, and an address in plain text
    filled = _BREAKS.sub(" ", fill(subject, plain)).strip()
    return Words(filled, fill(text.replace("\r\n", "\n").replace("\r", "\n"), quoted))


_LINKS = frozenset({Placeholder.LINK, Placeholder.CLAIM_LINK})


@lru_cache(16)  # a message says the same to everybody
def _named_in(text: str) -> tuple[Placeholder, ...]:
    """The placeholders that a text has."""
    return tuple(Placeholder(name) for name in placeholders_in(text) if name in {*Placeholder})


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in, in one go; unknown ones stay as they are."""

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        return values.get(match[1], match[0])

    return _BRACES.sub(one, text)


def signed_by(text: str, name: str) -> str:
    """A text that a coordinator signs, as somebody else signs it: with their name, as it is."""
    quoted = _MEANS.sub(r"\\\1", name).replace("{", "{{").replace("}", "}}")
    own = f"{{{Placeholder.COORDINATOR}}}"
    return _BRACES.sub(lambda match: quoted if match[0] == own else match[0], text)


def heading(subject: str, cohort: str, program: str) -> str:
    """A subject as a message is called among others: what differs by person is left open."""
    same = {Placeholder.COHORT.value: cohort, Placeholder.PROGRAM.value: program}
    return fill(subject, {name.value: "…" for name in Placeholder} | same)


def _next(around: Surroundings, reader: Reader) -> Text:
    if around.next_at is None or not reader.has_sessions:
        return _("no further session is planned")
    return _(
        "{unit}, {starts:moment}", unit=around.next_unit, starts=local(around.next_at, reader.zone)
    )


def _missing(reader: Reader, _around: Surroundings) -> str:
    return worded(reader.missing, "clauses") if reader.missing else str(_("nothing"))


def _standing(reader: Reader, _around: Surroundings) -> str:
    return worded(reader.standing, "sentences") if reader.standing else ""


_VALUES: Mapping[Placeholder, Callable[[Reader, Surroundings], str]] = MappingProxyType(
    {
        Placeholder.GIVEN_NAME: lambda reader, _: reader.given_name or reader.family_name,
        Placeholder.NAME: lambda reader, _: reader.name,
        Placeholder.COHORT: lambda _, around: around.cohort,
        Placeholder.PROGRAM: lambda _, around: around.program,
        Placeholder.COORDINATOR: lambda _, around: around.coordinator,
        Placeholder.NEXT_SESSION: lambda reader, around: str(_next(around, reader)),
        Placeholder.STANDING: _standing,
        Placeholder.MISSING: _missing,
        Placeholder.LINK: lambda reader, around: f"{around.base_url}{reader.path}",
        Placeholder.CLAIM_LINK: lambda reader, around: f"{around.base_url}{reader.path}/claim",
    }
)
"""What takes the place of each placeholder; worded for those only that a text has."""
