"""From instruments to the fields of a data dictionary: each instrument is a form.

Questions on a scale are radio buttons, in a matrix where several on the same scale follow one
another on a screen. What is asked of the past follows what is asked of now, screen by screen,
by the code with `_then`. Wording that may not be passed on is left out: codes stand in its place.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import get_args

from app.language import _
from app.outcomes.codebook.wording import as_it_goes_out
from app.outcomes.redcap.fields import DATE, INTEGER, RECORD_ID, Choice, Field, FieldType
from app.outcomes.redcap.names import SYSTEM, columns_of_form, field_name, form_name
from app.outcomes.redcap.origins import Origin, annotation
from app.outcomes.redcap.texts import choice_label, label
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData, Item, ItemGroup, ItemKind, Perspective

_RECORD_ID = _("Record ID")
_TYPES: dict[ItemKind, FieldType] = {
    "likert": FieldType.RADIO,
    "choice": FieldType.RADIO,
    "several": FieldType.CHECKBOX,
    "number": FieldType.TEXT,
    "text": FieldType.TEXT,
    "date": FieldType.TEXT,
}
_VALIDATIONS: dict[ItemKind, str] = {"number": INTEGER, "date": DATE}


@dataclass(frozen=True)
class _Asked:
    """A question about one time, within its screen."""

    instrument: InstrumentData
    group: ItemGroup
    item: Item
    perspective: Perspective

    @property
    def key(self) -> str:
        return variable(self.item, self.perspective)


def variable(item: Item, perspective: Perspective) -> str:
    """What a question about a time is called here: its code, with `_then` of the past."""
    return item.code + (THEN if perspective == "then" else "")


def fields_of(
    instruments: Sequence[InstrumentData], *, consented: Set[str] = frozenset()
) -> tuple[Field, ...]:
    """The fields of a project that asks these instruments; the record's own comes first.

    `consented`: keys of instruments whose owners let us pass their wording on.

    Raises:
        ValueError: There is no instrument, or one is there twice.
    """
    forms = [form_name(instrument.key) for instrument in instruments]
    if not forms or len(set(forms)) < len(forms):
        raise ValueError("A project has forms, and each of them once.")
    taken = set(SYSTEM).union(*map(columns_of_form, forms))
    fields = [Field(RECORD_ID, forms[0], FieldType.TEXT, str(_RECORD_ID))]
    for form, instrument in zip(forms, instruments, strict=True):
        for block in _blocks(form, as_it_goes_out(instrument, consented)):
            named = []
            for field in block:
                named.append(replace(field, name=field_name(field.name, taken)))
                taken.add(named[-1].name)
            fields += _with_matrices(named)
    return tuple(fields)


def _blocks(form: str, instrument: InstrumentData) -> Iterator[list[Field]]:
    """The fields of each screen about one time."""
    for group in instrument.groups:
        items = [instrument.by_code[code] for code in group.items]
        for perspective in get_args(Perspective):
            asked = [
                _Asked(instrument, group, item, perspective)
                for item in items
                if perspective in instrument.perspectives_of(item)
            ]
            yield [
                _field(form, question, _section(asked) if question is asked[0] else "")
                for question in asked
            ]


def _section(asked: Sequence[_Asked]) -> str:
    """What stands above the questions of a screen about one time."""
    first = asked[0]
    perspectives = first.instrument.perspectives
    time = perspectives.now if first.perspective == "now" else perspectives.then
    is_rated = any(question.item.kind == "likert" for question in asked)
    lines = (first.group.title, first.group.intro, time if is_rated else None)
    return label("\n".join(line for line in lines if line))


def _field(form: str, asked: _Asked, section: str) -> Field:
    item = asked.item
    validation = _VALIDATIONS.get(item.kind, "")
    return Field(
        name=asked.key,
        form=form,
        type=FieldType.NOTES if item.long else _TYPES[item.kind],
        label=label(item.text or asked.key),
        section=section,
        choices=tuple(_choices(asked)),
        note=label(item.unit or ""),
        validation=validation,
        minimum="" if item.min is None else str(item.min),
        maximum="" if item.max is None else str(item.max),
        required=item.required and item.kind != "several",  # REDCap cannot hold it there
        annotation=annotation(_origin(asked)),
    )


def _origin(asked: _Asked) -> Origin:
    item = asked.item
    return Origin(
        instrument=asked.instrument.key,
        code=item.code,
        kind=item.kind,
        perspective=asked.perspective,
        scale=item.scale or "",
        reversed=item.reversed,
        required=item.required,
        na=asked.instrument.na_of(item) is not None,
        most=item.most if item.kind == "text" else None,
    )


def _choices(asked: _Asked) -> Iterator[Choice]:
    instrument, item = asked.instrument, asked.item
    scale = instrument.scale_of(item)
    for point in scale.points if scale else ():
        words = scale.anchors.get(str(point)) if scale else None
        yield Choice(str(point), choice_label(words or str(point)))
    for option in item.options:
        yield Choice(option.code, choice_label(option.text))
    na = instrument.na_of(item)
    if na is not None and _TYPES[item.kind] is not FieldType.TEXT:
        yield Choice(NOT_APPLICABLE, choice_label(na))


def _with_matrices(block: Iterable[Field]) -> Iterator[Field]:
    """Radio buttons with the same choices that follow one another, in a matrix."""
    for (kind, _same), run in groupby(block, key=lambda field: (field.type, field.choices)):
        together = list(run)
        is_matrix = kind is FieldType.RADIO and len(together) > 1
        matrix = f"{together[0].name}_matrix" if is_matrix else ""
        yield from (replace(field, matrix=matrix) for field in together)
