"""What must fit together within an instrument: codes, scales, screens, scores, and its license.

As in `documents.py`, what `schema.py` has refused already is passed over.
"""

from collections.abc import Iterator

from app.language import LazyText, Text, _, ngettext
from app.packs.checks.scoring import of_scores
from app.packs.files import Source
from app.packs.instruments.names import COMPOSITE, LONGEST, NOT_APPLICABLE, THEN
from app.packs.instruments.schema import FIELDS_OF, OF_SOME_KINDS
from app.packs.located import Place
from app.packs.problems import Problem

MOST_POINTS = 11
"""Of a scale: more do not stand side by side on a phone."""
_NEEDED = {"likert": "scale", "choice": "options", "several": "options"}


def of_instrument(source: Source) -> Iterator[Problem]:
    """All findings in an instrument, besides its fields."""
    yield from _scales(source)
    yield from _codes(source)
    yield from _codes_of_the_past(source)
    for item in source.entries("items"):
        yield from _item(source, item)
        yield from _options(source, item)
    yield from _groups(source)
    yield from of_scores(source)
    yield from _wording(source)


def _scales(source: Source) -> Iterator[Problem]:
    used = {source.front.text(*item, "scale") for item in source.entries("items")}
    scales = source.front.get("scales")
    for name in scales if isinstance(scales, dict) else ():
        low, high = (source.front.number("scales", name, end) for end in ("low", "high"))
        if low is not None and high is not None:
            yield from _points(source, ("scales", name), low, high)
        if name not in used:
            yield source.warning(_("No question is answered on this scale."), "scales", name)


def _points(source: Source, scale: Place, low: int, high: int) -> Iterator[Problem]:
    points = {str(point) for point in range(low, high + 1)}
    if not 2 <= high - low + 1 <= MOST_POINTS:
        sentence = _("A scale has from 2 to {most} points.", most=MOST_POINTS)
        yield source.error(sentence, *scale, "high")
        return
    anchors = source.front.get(*scale, "anchors")
    if not isinstance(anchors, dict):
        return
    for point in anchors:
        if point not in points:
            sentence = _("The scale goes from {low} to {high}.", low=str(low), high=str(high))
            yield source.error(sentence, *scale, "anchors", point)
    if not {str(low), str(high)} <= anchors.keys():
        sentence = _("Say what the lowest and the highest point mean.")
        yield source.warning(sentence, *scale, "anchors")


def _codes(source: Source) -> Iterator[Problem]:
    """Questions and scores are columns of one file, so no two have the same code."""
    seen = {COMPOSITE}
    for entry in [*source.entries("items"), *source.entries("subscales")]:
        code = source.front.text(*entry, "code")
        if code in seen:
            yield source.error(_taken(code), *entry, "code")
        seen |= {code} if code else set()


def _codes_of_the_past(source: Source) -> Iterator[Problem]:
    """What is asked about now and about the past has two columns, the second by a longer name."""
    if source.front.text("perspectives", "then") is None:
        return
    codes = {source.front.text(*item, "code") for item in source.entries("items")}
    for item in source.entries("items"):
        code = source.front.text(*item, "code") or ""
        if source.front.text(*item, "kind") != "likert":
            continue
        if len(code) <= LONGEST < len(code + THEN) or code + THEN in codes:
            sentence = _(
                "In exports, answers about the past are called “{name}”. Choose a code of at most "
                "{most} characters that makes no name twice.",
                name=code + THEN,
                most=LONGEST - len(THEN),
            )
            yield source.error(sentence, *item, "code")


def _item(source: Source, item: Place) -> Iterator[Problem]:
    kind, given = source.front.text(*item, "kind") or "", source.front.get(*item)
    if kind not in FIELDS_OF:
        return
    for field in sorted(OF_SOME_KINDS & given.keys() - FIELDS_OF[kind]):
        sentence = _(
            "A question of the kind “{kind}” has no `{field}`.", kind=kind, field=str(field)
        )
        yield source.error(sentence, *item, field)
    if (needed := _NEEDED.get(kind)) and given.get(needed) is None:
        sentence = _("A question of the kind “{kind}” needs `{field}`.", kind=kind, field=needed)
        yield source.error(sentence, *item)
    scale = source.front.text(*item, "scale")
    if scale is not None and source.front.get("scales", scale) is None:
        sentence = _("There is no scale “{name}” in this instrument.", name=scale)
        yield source.error(sentence, *item, "scale")
    least, most = (source.front.number(*item, end) for end in ("min", "max"))
    if least is not None and most is not None and least >= most:
        yield source.error(_("`max` must be more than `min`."), *item, "max")


def _options(source: Source, item: Place) -> Iterator[Problem]:
    options = source.entries(*item, "options")
    if len(options) == 1:
        yield source.error(_("One answer is no choice; give two at least."), *item, "options")
    seen = {NOT_APPLICABLE}
    for option in options:
        code = source.front.text(*option, "code")
        if code in seen:
            yield source.error(_taken(code), *option, "code")
        seen |= {code} if code else set()


def _groups(source: Source) -> Iterator[Problem]:
    """Every question stands on one screen."""
    codes = {source.front.text(*item, "code") for item in source.entries("items")}
    seen: set[str] = set()
    for group in source.entries("groups"):
        for place in source.entries(*group, "items"):
            code = source.front.text(*place)
            if code is not None and code not in codes:
                yield source.error(_("There is no question “{code}”.", code=code), *place)
            elif code is not None and code in seen:
                sentence = _("The question “{code}” is in a group already.", code=code)
                yield source.error(sentence, *place)
            seen |= {code} if code else set()
    for item in source.entries("items"):
        code = source.front.text(*item, "code")
        if code is not None and code not in seen and source.entries("groups"):
            yield source.error(_("The question “{code}” is in no group.", code=code), *item)


def lacks_wording(source: Source) -> bool:
    """Whether a question waits for the text of its owner."""
    return any(source.front.get(*item, "text") is None for item in source.entries("items"))


def _wording(source: Source) -> Iterator[Problem]:
    """Who may pass the wording on, and whether it is here."""
    items, may = source.entries("items"), source.front.text("redistribution")
    missing = [item for item in items if source.front.get(*item, "text") is None]
    if may == "yes":
        for item in missing:
            yield source.error(_NO_WORDING, *item)
    elif missing:
        yield source.warning(_waits(len(missing)), "redistribution")
    if may == "no" and len(missing) < len(items):
        yield source.warning(_LICENSED, "redistribution")


_NO_WORDING = _(
    "The question has no `text`. Only an instrument whose `redistribution` is `no` or `ask` may "
    "leave that to the site that has the license."
)
_LICENSED = _(
    "Nobody may pass this wording on, and the file has it. Keep it at a site that has the license, "
    "and out of every pack that you give away."
)


def _waits(count: int) -> LazyText:
    return ngettext(
        "{count} question waits for its wording, to be pasted by a site that has the license. No "
        "survey can use the instrument before that.",
        "{count} questions wait for their wording, to be pasted by a site that has the license. No "
        "survey can use the instrument before that.",
        count=count,
    )


def _taken(code: str | None) -> Text:
    return _("The code “{code}” is taken. Choose another.", code=code or "")
