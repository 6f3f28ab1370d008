"""The fields of a front matter by where they stand, with their values; and words for the place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, get_args

from app.language import LazyText, Text, _, dotted, pgettext
from app.language.styles import weekday
from app.packs.fields import Weekday


class PathPart(NamedTuple):
    """One part of the way to a field: a name as in the file, and which entry, if it is a list."""

    name: str
    entry: str | int | None = None
    """Its own key, or its place, counted from 1."""


Path = tuple[PathPart, ...]
"""Where a field stands, from the outside."""

ORDER = PathPart("<order>")
"""Ends the path of a field that holds the keys of a list, in their order. No file can name it."""

NAMES: Mapping[str, LazyText] = {
    ORDER.name: _("Order"),
    "about_session": _("About a live session"),
    "access": pgettext("to an article", "Access"),
    "anchors": pgettext("of a scale", "Words of its points"),
    "answered_by": _("Who answers it"),
    "at": _("Minute of the disclosure"),
    "attestation": _("Attestation"),
    "authors": _("Authors"),
    "case": _("Case"),
    "category": pgettext("of a session", "Category"),
    "case_words": _("Words of a case"),
    "check": _("Knowledge check"),
    "check_percent": _("Percent right in a knowledge check"),
    "claim_closing": _("Claims are about to close"),
    "claim_days": _("Days to claim credit"),
    "claim_open": _("Credit can be claimed"),
    "code": pgettext("of a question", "Code"),
    "composite": _("Score over all"),
    "correct": pgettext("of an answer", "Correct"),
    "credit": _("Credit"),
    "days_before": _("Days before"),
    "degrees": _("Degrees"),
    "disclosure": _("Disclosure"),
    "doi": _("DOI"),
    "evaluation_closing": _("An evaluation is about to close"),
    "evaluation_waits": _("An evaluation waits"),
    "excused_leaves_denominator": _("Excused sessions are not counted"),
    "feedback": _("Feedback"),
    "format": pgettext("of a program", "Format"),
    "from": pgettext("minute", "From"),
    "goals": _("Goals"),
    "groups": pgettext("of questions", "Screens"),
    "guide_words": _("Words of a guide"),
    "high": pgettext("of a scale", "Highest point"),
    "institution": _("Institution"),
    "intro": _("Introduction"),
    "items": _("Questions"),
    "key": pgettext("of a text", "Key"),
    "kind": pgettext("of a question", "Kind"),
    "language": _("Language"),
    "late_after_minutes": _("Minutes after which somebody is late"),
    "lengths": _("Lengths"),
    "license": _("License"),
    "long": pgettext("of an answer", "Room for more than a line"),
    "low": pgettext("of a scale", "Lowest point"),
    "make_up_ways": _("Ways to make a session up"),
    "make_ups_allowed": _("Make-ups allowed"),
    "max": pgettext("of a number", "Most"),
    "min": pgettext("of a number", "Least"),
    "min_answered": _("Answers needed"),
    "minutes": _("Minutes"),
    "minutes_before": _("Minutes before the session"),
    "missed": _("A session was missed, and how to make it up"),
    "module": _("Module"),
    "module_words": _("Words of a module"),
    "modules_required": _("Modules required"),
    "most": _("Characters at most"),
    "na": _("Choice that it does not apply"),
    "name": _("Name"),
    "now": pgettext("time that is asked about", "Now"),
    "objective": _("Objective"),
    "objectives": _("Objectives"),
    "off_track": _("Somebody falls off the track"),
    "opening": _("Opening"),
    "options": _("Answers"),
    "perspectives": _("Times that are asked about"),
    "plan": pgettext("of a session", "Plan"),
    "policy": _("Policy"),
    "present_minutes": _("Minutes needed to be present"),
    "prompt": _("Prompt"),
    "questions": _("Questions"),
    "reading_grade": _("Reading grade"),
    "readings": _("Readings"),
    "redistribution": _("Passing it on"),
    "reflection": _("Reflection"),
    "reminders": _("Reminders"),
    "required": pgettext("of a reading", "Required"),
    "reversed": pgettext("of a question", "Reversed"),
    "roles": _("Roles"),
    "scale": _("Scale"),
    "scales": _("Scales"),
    "send": pgettext("of a reminder", "Goes"),
    "session_minutes": _("Minutes of a session"),
    "session_question": _("Question for the session"),
    "session_soon": _("A session begins, with the link to join"),
    "session_tomorrow": _("A session is coming"),
    "sessions_required": _("Sessions required"),
    "short_title": _("Short title"),
    "source": pgettext("of a reading", "Source"),
    "speakers": _("Speakers"),
    "subscales": _("Scores"),
    "summary": _("Summary"),
    "surveys": _("Surveys"),
    "syllabus": _("Syllabus"),
    "text": pgettext("of a field", "Text"),
    "text_minutes": _("Minutes for the text"),
    "then": pgettext("time that is asked about", "Then"),
    "time": pgettext("of day", "Time"),
    "title": _("Title"),
    "to": pgettext("minute", "To"),
    "type": pgettext("of a reading", "Type"),
    "unit": pgettext("of a number", "Unit"),
    "unit_label": _("Name of a unit"),
    "unit_open": _("A module is open"),
    "unsigned": _("A module is not signed, and its session is near"),
    "url": _("Web address"),
    "version": _("Version"),
    "weekday": _("Day of the week"),
    "weeks_before": _("Weeks before"),
    "what": pgettext("step of a plan", "What"),
    "way": pgettext("to make a session up", "Way"),
    "why": pgettext("a reading was chosen", "Why"),
    "words": _("Words at least"),
    "year": _("Year"),
}
"""What people call a field. An older file can have others: those are shown as they stand there."""

ENTRIES: Mapping[str, Callable[[str | int], LazyText]] = {
    "objectives": lambda key: _("Objective {key}", key=key),
    "readings": lambda key: _("Reading {key}", key=key),
    "questions": lambda key: _("Question {key}", key=key),
    "options": lambda key: _("Answer {key}", key=key),
    "roles": lambda key: _("Role {key}", key=key),
    "speakers": lambda key: _("Speaker {key}", key=key),
    "goals": lambda key: _("Goal {key}", key=key),
    "plan": lambda key: _("Step {key}", key=key),
    "syllabus": lambda key: _("Unit {key}", key=key),
    "surveys": lambda key: _("Survey {key}", key=key),
    "figures": lambda key: _("Picture {key}", key=key),
    "make_up_ways": lambda key: _("Way {key} to make a session up", key=key),
    "items": lambda key: _("Question {key}", key=key),
    "groups": lambda key: _("Screen {key}", key=key),
    "subscales": lambda key: _("Score {key}", key=key),
}
"""What an entry of each list is called."""

YES, NO = _("Yes"), _("No")
FORMATS: Mapping[str, LazyText] = {"cohort": _("Cohort"), "series": _("Series")}
WEEKDAYS: Sequence[str] = get_args(Weekday)
"""From Monday on, as January 2001 began."""


def label(path: Path) -> str:
    """`Knowledge check · Question q1 · Answer 2 · Text`."""
    return dotted(_words(part) for part in path)


def fields_of(data: Mapping[str, Any]) -> dict[Path, Text]:
    """Every field that says something."""
    return dict(_walk(data, ()))


def _words(part: PathPart) -> Text:
    if part.entry is None:
        return NAMES.get(part.name, part.name)
    entry = ENTRIES.get(part.name)
    return entry(part.entry) if entry else f"{part.name} {part.entry}"


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Text]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _walk(inner, (*path, PathPart(name)))
    elif isinstance(value, list | tuple):
        yield from _entries(value, path)
    elif value is not None and value != "":
        yield path, _text(path[-1].name, value)


def _entries(entries: Sequence[Any], path: Path) -> Iterator[tuple[Path, Text]]:
    """A list: entries by their own key where they have one, else by their place."""
    *before, own = path
    if all(isinstance(entry, int) for entry in entries):
        if entries:
            yield path, "–".join(map(str, entries))
        return
    keys = [_key(entry) for entry in entries]
    if len(keys) > 1 and all(keys):
        yield (*path, ORDER), " ".join(filter(None, keys))
    for place, (key, entry) in enumerate(zip(keys, entries, strict=True), start=1):
        yield from _walk(_without_key(entry), (*before, PathPart(own.name, key or place)))


_KEYS = ("id", "key", "code")
"""The fields by which an entry is known; files of one kind use the same one."""


def _key(entry: Any) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    key = next((entry[name] for name in _KEYS if entry.get(name)), None)
    return str(key) if key else None


def _without_key(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    return {name: value for name, value in entry.items() if name not in _KEYS}


def _text(name: str, value: Any) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if name == "weekday" and value in WEEKDAYS:
        return weekday(date(2001, 1, 1 + WEEKDAYS.index(value)))
    text = str(value)
    return FORMATS.get(text, text) if name == "format" else text
