"""What must fit together between an instrument's scores and its questions."""

from collections.abc import Iterator, Mapping

from app.language import LazyText, _, ngettext
from app.packs.files import Source
from app.packs.located import Place
from app.packs.problems import Problem

_NO_SUBSCALE = _("A composite is a mean over subscales, and there are none.")
_TWO_RANGES = _("These questions have scales with other points, so they have no mean together.")


def of_scores(source: Source) -> Iterator[Problem]:
    """Scores stand on questions that have points, and on no more answers than there are."""
    items = {source.front.text(*item, "code"): item for item in source.entries("items")}
    scored: set[str] = set()
    for subscale in source.entries("subscales"):
        codes = _codes(source, subscale)
        yield from _questions(source, subscale, items)
        yield from _least(source, subscale, len(codes))
        yield from _one_range(source, (*subscale, "items"), codes, items)
        scored |= codes
    if source.front.get("composite") is None:
        return
    if not scored:
        yield source.error(_NO_SUBSCALE, "composite")
        return
    yield from _least(source, ("composite",), len(scored))
    yield from _one_range(source, ("composite",), scored, items)


def _codes(source: Source, subscale: Place) -> set[str]:
    found = {source.front.text(*place) for place in source.entries(*subscale, "items")}
    return {code for code in found if code is not None}


def _questions(
    source: Source, subscale: Place, items: Mapping[str | None, Place]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for place in source.entries(*subscale, "items"):
        code = source.front.text(*place)
        if code is None:
            continue
        if code not in items:
            yield source.error(_("There is no question “{code}”.", code=code), *place)
        elif code in seen:
            yield source.error(_("The question “{code}” is here twice.", code=code), *place)
        elif source.front.text(*items[code], "kind") != "likert":
            sentence = _("The question “{code}” has no points; only `likert` has.", code=code)
            yield source.error(sentence, *place)
        seen.add(code)


def _least(source: Source, score: Place, count: int) -> Iterator[Problem]:
    stated = source.front.number(*score, "min_answered")
    if stated is not None and stated > count:
        yield source.error(_more_than(stated, count), *score, "min_answered")


def _more_than(stated: int, count: int) -> LazyText:
    return ngettext(
        "`min_answered` is {stated}, but there is {count} question.",
        "`min_answered` is {stated}, but there are {count} questions.",
        count=count,
        stated=stated,
    )


def _one_range(
    source: Source, place: Place, codes: set[str], items: Mapping[str | None, Place]
) -> Iterator[Problem]:
    """A mean of a 3 of 5 and a 3 of 7 says nothing."""
    scales = {source.front.text(*items[code], "scale") for code in codes if code in items}
    ranges = {
        (source.front.number("scales", name, "low"), source.front.number("scales", name, "high"))
        for name in scales
        if name and source.front.get("scales", name) is not None
    }
    if len(ranges) > 1:
        yield source.error(_TWO_RANGES, *place)
