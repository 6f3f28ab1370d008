"""Instruments, plans and records: the shipped ones, and invented ones with nasty words."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from app.outcomes.codebook.rows import Described
from app.outcomes.redcap.cells import Answer
from app.outcomes.redcap.design import Wave
from app.outcomes.redcap.fields import FieldType
from app.outcomes.redcap.names import form_name
from app.outcomes.redcap.package import Plan
from app.outcomes.redcap.questions import Question
from app.outcomes.redcap.records import Project, Record
from app.packs.instruments.schema import InstrumentData, Item
from app.packs.instruments.scoring import NA
from app.packs.located import parse
from app.settings import PROJECT_ROOT
from tests.packs.samples import INSTRUMENT

NASTY = (
    *('"', '""', "'", ",", "|", " | ", "\n", "=", "+1", "-", "@SUM(A1)", "0", "007", "<", "<b>"),
    *("<br>", "&", "&amp;", "&lt;", "&#124;", "&amp;#124;", "\\n", "\\", "[plan]", "[", "]", "{a}"),
    *("é", "ß", "漢字", "🙂", "\u200f", "1, Yes", "; ", "\t", "%", "$"),
)
WORDS = (*NASTY, *"abcdefgXYZ 019")
ANSWERED = (*WORDS, "\r\n", "\r", " ", "\x00", "\x1f", "\ufeff")


@cache
def shipped() -> tuple[InstrumentData, ...]:
    """Every instrument that comes with a program, the template's too; one of each key."""
    found = (PROJECT_ROOT / "modules").glob("*/instruments/*.yaml")
    files = {file.name: file for file in sorted(found)}.values()
    return tuple(InstrumentData.model_validate(parse(file.read_text()).data) for file in files)


def instrument(**changes: Any) -> InstrumentData:
    """A small one with every kind of question but several, changed in some fields."""
    return InstrumentData.model_validate(parse(INSTRUMENT).data | changes)


def several(code: str = "ways", **changes: Any) -> dict[str, Any]:
    """A question with several answers."""
    options = [{"code": "one", "text": "One"}, {"code": "two", "text": "Two"}]
    return {"code": code, "kind": "several", "text": "Which?", "options": options} | changes


def plan(instruments: Sequence[InstrumentData], **changes: Any) -> Plan:
    """All of them in two waves and one arm."""
    forms = tuple(form_name(own.key) for own in instruments)
    asked = tuple(Described(own, VERSION) for own in instruments)
    waves = (Wave("Baseline", 0, 28, 0, forms), Wave("3 Month", 3, 21, 21, forms))
    return Plan(
        **({"title": "A study", "asked": asked, "waves": waves, "arms": ("All",)} | changes)
    )


VERSION = "5f3a"


def files_of(content: bytes) -> dict[str, bytes]:
    """What a zip holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(pieces: Sequence[str], most: int) -> st.SearchStrategy[str]:
    """A text made of pieces, with something in it that is no space."""
    texts = st.lists(st.sampled_from(pieces), min_size=1, max_size=12).map("".join)
    return texts.map(lambda text: text[:most].strip()).filter(lambda text: text.strip("\u200f"))


LINES = words(WORDS, 400)
PHRASES = words(WORDS, 80)
CODES = (
    *("a", "plan", "record_id", "redcap_event_name", "x__y", "z_", "second_complete", "calm"),
    *("a_code_of_twenty_one_chrs", "b" * 21, "q1", "q_1", "second_timestamp"),
)
OPTIONS = ("yes", "no", "o_1", "o__1", "z_", "nap", "one_that_has_26_characters")


@st.composite
def instruments(draw: st.DrawFn) -> tuple[InstrumentData, ...]:
    """One to three instruments whose codes meet each other and what REDCap keeps for itself."""
    keys = draw(st.permutations(["first-survey", "second", "9-lives"]))
    count = draw(st.integers(1, 3))
    return tuple(draw(_instrument(key)) for key in keys[:count])


@st.composite
def _instrument(draw: st.DrawFn, key: str) -> InstrumentData:
    times = draw(st.sampled_from([{}, {"now": "Now"}, {"now": "Now", "then": "="}, {"then": "T"}]))
    pool = [code for code in CODES if len(code) <= 21 or "then" not in times]
    codes = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=6, unique=True))
    items = [draw(_item(code)) for code in codes]
    at = draw(st.integers(0, len(codes)))
    groups = [part for part in (codes[:at], codes[at:]) if part]
    scale = {"low": draw(st.integers(-2, 1)), "high": 5, "anchors": {"1": draw(PHRASES)}}
    if draw(st.booleans()):
        scale["na"] = draw(PHRASES)
    own = {
        "key": key,
        "perspectives": times,
        "scales": {"agree": scale},
        "items": items,
        "groups": [{"title": draw(LINES), "items": part} for part in groups],
        "subscales": [],
        "composite": None,
    }
    return instrument(**own)


@st.composite
def _item(draw: st.DrawFn, code: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(["likert", "choice", "several", "number", "text", "date"]))
    item: dict[str, Any] = {"code": code, "kind": kind, "required": draw(st.booleans())}
    item["text"] = draw(LINES)
    if kind == "likert":
        item |= {"scale": "agree", "reversed": draw(st.booleans())}
    if kind in {"choice", "several"}:
        chosen = draw(st.lists(st.sampled_from(OPTIONS), min_size=2, max_size=4, unique=True))
        item["options"] = [{"code": option, "text": draw(LINES)} for option in chosen]
    if kind == "number":
        item |= {"min": draw(st.none() | st.integers(-9, 0)), "max": draw(st.none() | st.just(80))}
    if kind == "text":
        item |= {"long": draw(st.booleans()), "most": draw(st.integers(1, 4000))}
    elif draw(st.booleans()):
        item["na"] = draw(PHRASES)
    return item


@st.composite
def records(draw: st.DrawFn, project: Project) -> list[Record]:
    """Some people's answers, in no order."""
    names = ["007", "1", "10", "2", "x-1", '=a"b,c', "ü"]
    events = [event.name for event in project.design.events]
    instances: list[list[int | None]] = [[None], [1], [3, 1]]
    found = []
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)):
        group = draw(st.sampled_from(["", "north", "south_2"]))
        for event in draw(st.lists(st.sampled_from(events), max_size=2, unique=True)):
            for form in draw(st.lists(st.sampled_from(project.forms), unique=True)):
                for instance in draw(st.sampled_from(instances)):
                    record = Record(name, event, form, draw(_answers(project, form)), group=group)
                    found.append(draw(_rest(record, instance)))
    return draw(st.permutations(found))


@st.composite
def _rest(draw: st.DrawFn, record: Record, instance: int | None) -> Record:
    return Record(
        record_id=record.record_id,
        event=record.event,
        form=record.form,
        answers=record.answers,
        complete=draw(st.integers(0, 2)),
        instance=instance,
        group=record.group,
        finished=draw(st.sampled_from(["", "2026-11-30 09:05:00"])),
    )


@st.composite
def _answers(draw: st.DrawFn, project: Project, form: str) -> dict[str, Answer]:
    asked = project.questions[form]
    answered = [question for question in asked if draw(st.booleans())]
    return {question.key: draw(answer(question)) for question in answered}


def answer(question: Question) -> st.SearchStrategy[Answer]:
    """Whatever can be answered to a question."""
    codes = [code for code, _ in question.choices]
    plain: dict[str, st.SearchStrategy[Any]] = {
        "likert": st.sampled_from([int(code) for code in codes] if _is_scale(question) else [0]),
        "choice": st.sampled_from(codes or [""]),
        "several": st.sets(st.sampled_from(codes or [""]), min_size=1).map(
            lambda chosen: tuple(code for code in codes if code in chosen)
        ),
        "number": st.integers(
            -(10**6) if question.minimum is None else question.minimum,
            10**6 if question.maximum is None else question.maximum,
        ),
        "date": st.dates(),
        "text": st.lists(st.sampled_from(ANSWERED), min_size=1, max_size=9)
        .map(lambda pieces: "".join(pieces)[: question.origin.most])
        .filter(bool),
    }
    own = plain[question.origin.kind]
    return own | st.just(NA) if question.origin.na else own


def _is_scale(question: Question) -> bool:
    return question.field.type is FieldType.RADIO and question.origin.kind == "likert"


def choices_of(own: InstrumentData, item: Item) -> tuple[tuple[str, str], ...]:
    """What can be chosen, by code, as the instrument says it."""
    scale = own.scale_of(item)
    points = scale.points if scale else ()
    anchors = scale.anchors if scale else {}
    return (
        *((str(point), anchors.get(str(point), str(point))) for point in points),
        *((option.code, option.text) for option in item.options),
    )
