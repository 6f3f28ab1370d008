"""What must fit together within a file: sums, references, shapes of lists.

Everything here looks at plain values and passes over what `schema.py` has refused already, so
that one mistake in a file hides no other.
"""

from collections.abc import Iterator

from app.language import Text, _, ngettext
from app.packs.checks.guides import of_guide
from app.packs.checks.instruments import of_instrument
from app.packs.checks.measures import words
from app.packs.files import Source
from app.packs.located import Place
from app.packs.problems import Problem
from app.packs.schema import latest_late

OF_THE_TEMPLATE = "10.1234/replace-this"

FASTEST, SLOWEST = 250, 100
"""Words a minute, of a quick reader and of one who looks at every table."""
FOR_TOOLS = 10
"""Minutes to look at tools and figures, at most."""


def of_file(source: Source) -> Iterator[Problem]:
    """All findings in one file, besides its fields and its text."""
    if not isinstance(source.front.data, dict):
        return
    if source.kind == "module":
        yield from _module(source)
    elif source.kind == "guide":
        yield from _same_key(source, "case")
        yield from of_guide(source)
    elif source.kind == "case":
        yield from _same_key(source, "key")
    elif source.kind == "instrument":
        yield from _same_key(source, "key")
        yield from of_instrument(source)
    else:
        yield from _program(source)


def _module(source: Source) -> Iterator[Problem]:
    yield from _same_key(source, "key")
    yield from _minutes(source)
    yield from _reading_pace(source)
    yield from _unique(source, ("objectives",), "id")
    yield from _unique(source, ("readings",), "key")
    yield from _unique(source, ("readings",), "doi")
    yield from _unique(source, ("check", "questions"), "id")
    yield from _objectives(source)
    yield from _readings(source)
    yield from _objectives_of_questions(source)
    yield from _right_answers(source)


def _same_key(source: Source, field: str) -> Iterator[Problem]:
    key = source.front.text(field)
    if key is not None and key != source.key:
        sentence = _(
            "`{field}` is “{key}”, but the file’s name says “{name}”.",
            field=field,
            key=key,
            name=source.key,
        )
        yield source.error(sentence, field)


def _minutes(source: Source) -> Iterator[Problem]:
    parts = _minutes_of_parts(source)
    known = [part for part in parts if part is not None]
    stated = source.front.number("minutes")
    if len(known) == len(parts) and stated is not None and stated != sum(known):
        yield source.error(
            _(
                "`minutes` is {stated}, but text, required readings, reflection and check "
                "add up to {sum}.",
                stated=stated,
                sum=sum(known),
            ),
            "minutes",
        )


def _minutes_of_parts(source: Source) -> list[int | None]:
    """How long each part of a module takes; None where that is not said well."""
    front = source.front
    parts = [front.number("text_minutes"), front.number("reflection", "minutes")]
    readings = source.entries("readings")
    required = [reading for reading in readings if front.get(*reading, "required") is True]
    parts += [front.number(*reading, "minutes") for reading in required]
    if front.get("check") is not None:
        parts.append(front.number("check", "minutes"))
    return parts


def _reading_pace(source: Source) -> Iterator[Problem]:
    """`text_minutes` against the words of the text and what can be read in a minute."""
    stated, count = source.front.number("text_minutes"), words(source.body)
    if stated is None or not count:
        return
    least, most = -(-count // FASTEST), count // SLOWEST + FOR_TOOLS
    if not least <= stated <= most:
        sentence = _(
            "`text_minutes` is {stated}; {words} words take about {least} to {most} minutes.",
            stated=stated,
            words=count,
            least=least,
            most=most,
        )
        yield source.warning(sentence, "text_minutes")


def _unique(source: Source, place: Place, field: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in source.entries(*place):
        value = source.front.text(*entry, field)
        if value is not None and value.lower() in seen:
            sentence = _("`{field}` “{value}” is here twice.", field=field, value=value)
            yield source.error(sentence, *entry, field)
        seen.add((value or "").lower())


def _objectives(source: Source) -> Iterator[Problem]:
    count = len(source.entries("objectives"))
    if count and not 3 <= count <= 5:
        sentence = ngettext(
            "A module has 3 to 5 objectives; this one has {count}.",
            "A module has 3 to 5 objectives; this one has {count}.",
            count=count,
        )
        yield source.error(sentence, "objectives")


def _readings(source: Source) -> Iterator[Problem]:
    readings = source.entries("readings")
    if readings and not 3 <= len(readings) <= 5:
        sentence = ngettext(
            "There is {count} reading; 3 to 5 serve a learner best.",
            "There are {count} readings; 3 to 5 serve a learner best.",
            count=len(readings),
        )
        yield source.warning(sentence, "readings")
    if not any(source.front.get(*reading, "required") is True for reading in readings):
        yield source.warning(_("No reading is required."), "readings")
    yield from _dois(source)


def _dois(source: Source) -> Iterator[Problem]:
    front = source.front
    for reading in source.entries("readings"):
        if front.get(*reading, "doi") is None:
            name = front.text(*reading, "key") or "?"
            yield source.warning(_("The reading “{name}” has no DOI.", name=name), *reading)
        elif OF_THE_TEMPLATE in (front.text(*reading, "doi") or ""):
            sentence = _("This is the template’s DOI; no such work exists.")
            yield source.warning(sentence, *reading, "doi")


def _objectives_of_questions(source: Source) -> Iterator[Problem]:
    front = source.front
    objectives = {front.text(*entry, "id"): entry for entry in source.entries("objectives")}
    asked: set[str | None] = set()
    for question in source.entries("check", "questions"):
        objective = front.text(*question, "objective")
        if objective is not None and objective not in objectives:
            sentence = _("There is no objective “{name}” in this module.", name=objective)
            yield source.error(sentence, *question, "objective")
        asked.add(objective)
    if asked:
        yield from _number_of_questions(source)
        for name, entry in objectives.items():
            if name is not None and name not in asked:
                sentence = _("No question tests the objective “{name}”.", name=name)
                yield source.warning(sentence, *entry)


def _number_of_questions(source: Source) -> Iterator[Problem]:
    count = len(source.entries("check", "questions"))
    if not 4 <= count <= 6:
        sentence = ngettext(
            "The check has {count} question; 4 to 6 serve a learner best.",
            "The check has {count} questions; 4 to 6 serve a learner best.",
            count=count,
        )
        yield source.warning(sentence, "check", "questions")


def _right_answers(source: Source) -> Iterator[Problem]:
    for question in source.entries("check", "questions"):
        options = source.entries(*question, "options")
        marks = [source.front.get(*option, "correct") for option in options]
        if marks and all(isinstance(mark, bool) for mark in marks) and marks.count(True) != 1:
            sentence = _(
                "Mark exactly one option as correct; this question has {number}.",
                number=marks.count(True),
            )
            yield source.error(sentence, *question, "options")


def _program(source: Source) -> Iterator[Problem]:
    yield from _same_key(source, "key")
    yield from _unique(source, ("syllabus",), "module")
    yield from _unique(source, ("syllabus",), "case")
    for unit in source.entries("syllabus"):
        step = source.front.get(*unit)
        if isinstance(step, dict) and not any(step.values()):
            yield source.error(_("A unit needs a module, a case, or both."), *unit)
    yield from _policy(source)


def _policy(source: Source) -> Iterator[Problem]:
    front = source.front
    units = source.entries("syllabus")
    modules = sum(front.get(*unit, "module") is not None for unit in units)
    minutes = front.number("session_minutes")
    for field, limit, sentence in (
        ("modules_required", modules, _more_than_modules),
        ("sessions_required", len(units), _more_than_units),
        ("present_minutes", minutes, _longer_than_session),
        ("late_after_minutes", minutes, _longer_than_session),
    ):
        value = front.number("policy", field)
        if value is not None and limit is not None and value > limit and units:
            yield source.error(sentence(field, value, limit), "policy", field)
    yield from _late(source, minutes)


def _late(source: Source, minutes: int | None) -> Iterator[Problem]:
    present = source.front.number("policy", "present_minutes")
    late = source.front.number("policy", "late_after_minutes")
    if minutes is None or present is None or late is None or max(present, late) > minutes:
        return
    most = latest_late(present, minutes)
    if late > most:
        sentence = _(
            "`late_after_minutes` is {late}, but can be at most {most} where somebody is present "
            "after {present} of {minutes} minutes.",
            late=late,
            most=most,
            present=present,
            minutes=minutes,
        )
        yield source.error(sentence, "policy", "late_after_minutes")


def _more_than_modules(field: str, value: int, modules: int) -> Text:
    return ngettext(
        "`{field}` is {value}, but the syllabus has {count} module.",
        "`{field}` is {value}, but the syllabus has {count} modules.",
        count=modules,
        field=field,
        value=value,
    )


def _more_than_units(field: str, value: int, units: int) -> Text:
    return ngettext(
        "`{field}` is {value}, but the syllabus has {count} unit.",
        "`{field}` is {value}, but the syllabus has {count} units.",
        count=units,
        field=field,
        value=value,
    )


def _longer_than_session(field: str, value: int, minutes: int) -> Text:
    return ngettext(
        "`{field}` is {value}, but a session has {count} minute.",
        "`{field}` is {value}, but a session has {count} minutes.",
        count=minutes,
        field=field,
        value=value,
    )
