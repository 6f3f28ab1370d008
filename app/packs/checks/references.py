"""What must fit together between the files of a pack."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pydantic import ValidationError

from app.language import Text, _
from app.packs.checks.instruments import lacks_wording
from app.packs.checks.measures import reading_grade, words
from app.packs.files import PackFolder, Source
from app.packs.located import Place
from app.packs.problems import Problem
from app.packs.schema import MODELS, Kind, Lengths

_NOT_HERE: Mapping[Kind, Callable[[str], Text]] = {
    "module": lambda key: _("There is no module “{key}” in this pack.", key=key),
    "case": lambda key: _("There is no case “{key}” in this pack.", key=key),
}
_NOT_NAMED: Mapping[Kind, Text] = {
    "module": _("The syllabus in program.yaml does not name this module."),
    "case": _("The syllabus in program.yaml does not name this case."),
}


def _module_length(words: int, least: int, most: int) -> Text:
    return _(
        "The text has {words} words; a module here has {least} to {most}.",
        words=words,
        least=least,
        most=most,
    )


def _case_length(words: int, least: int, most: int) -> Text:
    return _(
        "The text has {words} words; a case here has {least} to {most}.",
        words=words,
        least=least,
        most=most,
    )


def _guide_length(words: int, least: int, most: int) -> Text:
    return _(
        "The text has {words} words; a guide here has {least} to {most}.",
        words=words,
        least=least,
        most=most,
    )


_OTHER_LENGTH: Mapping[Kind, Callable[[int, int, int], Text]] = {
    "module": _module_length,
    "case": _case_length,
    "guide": _guide_length,
}


def across(folder: PackFolder, sources: list[Source]) -> Iterator[Problem]:
    """Keys that name nothing, files that nothing names, works cited twice."""
    by_kind = _by_kind(sources)
    program = by_kind["program"].get(folder.program)
    if program is None:
        path = f"modules/{folder.program}/program.yaml"
        yield Problem(path, 1, _("The pack has no program.yaml."))
    else:
        yield from _syllabus(program, by_kind)
        yield from _surveys(program, by_kind["instrument"])
    is_series = program is not None and program.front.get("format") == "series"
    yield from _cases_and_guides(by_kind, guided=not is_series)
    yield from _session_lengths(program, by_kind)
    if program is not None:
        yield from _texts(program, by_kind)
    yield from _same_file_twice(sources)
    yield from _same_reading_twice(list(by_kind["module"].values()))


def _cases_and_guides(by_kind: dict[Kind, dict[str, Source]], *, guided: bool) -> Iterator[Problem]:
    """`guided`: whether a session is led by a guide; the speakers of a series bring their own."""
    for case in by_kind["case"].values():
        yield from _exists(case, ("module",), "module", by_kind)
        if guided and case.key not in by_kind["guide"]:
            yield case.warning(_("This case has no facilitator guide."))
    for guide in by_kind["guide"].values():
        yield from _exists(guide, ("case",), "case", by_kind)


def _by_kind(sources: list[Source]) -> dict[Kind, dict[str, Source]]:
    found: dict[Kind, dict[str, Source]] = {kind: {} for kind in MODELS}
    for source in sources:
        found[source.kind].setdefault(source.key, source)
    return found


def _exists(
    source: Source, place: Place, kind: Kind, by_kind: dict[Kind, dict[str, Source]]
) -> Iterator[Problem]:
    key = source.front.text(*place)
    if key is not None and key not in by_kind[kind]:
        yield source.error(_NOT_HERE[kind](key), *place)


def _syllabus(program: Source, by_kind: dict[Kind, dict[str, Source]]) -> Iterator[Problem]:
    front = program.front
    units = program.entries("syllabus")
    for unit in units:
        yield from _exists(program, (*unit, "module"), "module", by_kind)
        yield from _exists(program, (*unit, "case"), "case", by_kind)
        case = by_kind["case"].get(front.text(*unit, "case") or "")
        belongs_to, module = case and case.front.text("module"), front.text(*unit, "module")
        if case and belongs_to and module and belongs_to != module:
            sentence = _(
                "The case “{case}” says that it belongs to the module “{module}”.",
                case=case.key,
                module=belongs_to,
            )
            yield program.warning(sentence, *unit, "case")
    if units:
        yield from _not_in_syllabus(program, by_kind)


def _surveys(program: Source, instruments: Mapping[str, Source]) -> Iterator[Problem]:
    """What the policy asks for is here, and has its wording: else nobody could complete."""
    for place in program.entries("policy", "surveys"):
        key = program.front.text(*place)
        instrument = instruments.get(key or "")
        if key is not None and instrument is None:
            yield program.error(_("There is no instrument “{key}” in this pack.", key=key), *place)
        elif instrument is not None and lacks_wording(instrument):
            yield program.error(_SURVEY_WITHOUT_WORDING, *place)


_SURVEY_WITHOUT_WORDING = _(
    "Nobody can be asked for it, since questions of it have no wording yet; and nobody completes "
    "before it is done."
)


def _not_in_syllabus(program: Source, by_kind: dict[Kind, dict[str, Source]]) -> Iterator[Problem]:
    front, units = program.front, program.entries("syllabus")
    kinds: tuple[Kind, ...] = ("module", "case")
    for kind in kinds:
        named = {front.text(*unit, kind) for unit in units}
        for key, source in by_kind[kind].items():
            if key not in named:
                yield source.warning(_NOT_NAMED[kind])


def _session_lengths(
    program: Source | None, by_kind: dict[Kind, dict[str, Source]]
) -> Iterator[Problem]:
    length = program.front.number("session_minutes") if program else None
    for case in by_kind["case"].values():
        minutes = case.front.number("minutes")
        if length is not None and minutes is not None and minutes != length:
            sentence = _(
                "The case takes {minutes} minutes, and a session has {length}.",
                minutes=minutes,
                length=length,
            )
            yield case.warning(sentence, "minutes")
        if (guide := by_kind["guide"].get(case.key)) is not None:
            yield from _length_of_plan(guide, minutes)


def _length_of_plan(guide: Source, minutes: int | None) -> Iterator[Problem]:
    """`minutes`: how long the case takes."""
    steps = guide.entries("plan")
    end = guide.front.number(*steps[-1], "to") if steps else None
    if end is not None and minutes is not None and end != minutes:
        sentence = _(
            "The plan ends at minute {end}, and the case takes {minutes}.",
            end=end,
            minutes=minutes,
        )
        yield guide.error(sentence, *steps[-1])


def _texts(program: Source, by_kind: dict[Kind, dict[str, Source]]) -> Iterator[Problem]:
    """Advice on texts that are too long, too short, or hard to read, by the program's lengths."""
    lengths = _stated_lengths(program)
    ranges: dict[Kind, tuple[int, int]] = {
        "module": lengths.module_words,
        "case": lengths.case_words,
        "guide": lengths.guide_words,
    }
    for kind, (least, most) in ranges.items():
        for source in by_kind[kind].values():
            count = words(source.body)
            if count and not least <= count <= most:
                sentence = _OTHER_LENGTH[kind](count, least, most)
                yield Problem(source.path, source.body.first_line, sentence, is_warning=True)
            if kind != "guide":
                yield from _hard_to_read(source, lengths.reading_grade)


def _hard_to_read(source: Source, most: int) -> Iterator[Problem]:
    grade = reading_grade(source.body)
    if grade is not None and grade > most:
        sentence = _(
            "The text reads at grade level {grade}; {most} is the most here. "
            "Shorter sentences and plainer words bring it down.",
            grade=Decimal(f"{grade:.1f}"),
            most=most,
        )
        yield Problem(source.path, source.body.first_line, sentence, is_warning=True)


def _stated_lengths(program: Source) -> Lengths:
    """What program.yaml says, if it says it well; its mistakes are reported with its fields."""
    try:
        return Lengths.model_validate(program.front.get("lengths") or {})
    except ValidationError:
        return Lengths()


def _same_file_twice(sources: list[Source]) -> Iterator[Problem]:
    seen: dict[tuple[Kind, str], Source] = {}
    for source in sources:
        first = seen.setdefault((source.kind, source.key), source)
        if first is not source:
            sentence = _(
                "The key “{key}” already belongs to {path}.", key=source.key, path=first.path
            )
            yield source.error(sentence, "key" if source.kind != "guide" else "case")


def _same_reading_twice(modules: list[Source]) -> Iterator[Problem]:
    seen: dict[str, Source] = {}
    for module in modules:
        for reading in module.entries("readings"):
            if (doi := module.front.text(*reading, "doi")) is None:
                continue
            first = seen.setdefault(doi.lower(), module)
            if first is not module:
                sentence = _("The module “{module}” has this reading, too.", module=first.key)
                yield module.warning(sentence, *reading, "doi")
