"""Which words of an instrument may stand in a file that goes out."""

from collections.abc import Set
from typing import Any

from app.packs.instruments.names import COMPOSITE, NOT_APPLICABLE
from app.packs.instruments.schema import (
    InstrumentData,
    Item,
    ItemGroup,
    Perspectives,
    Scale,
    Subscale,
)


def goes_out(instrument: InstrumentData, consented: Set[str]) -> bool:
    """Whether an instrument's wording may be passed on.

    `consented`: keys of instruments whose owners let us; this opens `ask` and never `no`.
    """
    if instrument.redistribution == "ask":
        return instrument.key in consented
    return instrument.redistribution == "yes"


def as_it_goes_out(instrument: InstrumentData, consented: Set[str]) -> InstrumentData:
    """The instrument, with codes in place of its wording where that may not be passed on.

    Its title, source and license stay: by them people find the wording that they may use.
    """
    if goes_out(instrument, consented):
        return instrument
    own = {name: getattr(instrument, name) for name in InstrumentData.model_fields}
    # built anew: a copy would keep what was computed of the wording
    return InstrumentData.model_construct(**own | _codes_only(instrument))


def _codes_only(instrument: InstrumentData) -> dict[str, Any]:
    composite = instrument.composite
    return {
        "intro": instrument.title,
        "items": tuple(map(_item, instrument.items)),
        "groups": tuple(map(_group, instrument.groups)),
        "scales": {name: _scale(scale) for name, scale in instrument.scales.items()},
        "subscales": tuple(map(_subscale, instrument.subscales)),
        "composite": composite and composite.model_copy(update={"title": COMPOSITE}),
        "perspectives": _perspectives(instrument.perspectives),
    }


def _item(item: Item) -> Item:
    options = tuple(option.model_copy(update={"text": option.code}) for option in item.options)
    na = NOT_APPLICABLE if item.na else None
    return item.model_copy(update={"text": None, "options": options, "unit": None, "na": na})


def _group(group: ItemGroup) -> ItemGroup:
    return group.model_copy(update={"title": "", "intro": None})


def _scale(scale: Scale) -> Scale:
    na = NOT_APPLICABLE if scale.na else None
    return scale.model_copy(update={"anchors": {}, "na": na})


def _subscale(subscale: Subscale) -> Subscale:
    return subscale.model_copy(update={"title": subscale.code})


def _perspectives(asked: Perspectives) -> Perspectives:
    words = {name: name if getattr(asked, name) else None for name in Perspectives.model_fields}
    return asked.model_copy(update=words)
