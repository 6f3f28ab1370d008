"""What changed between the first wave and each later one, and how far that was to be expected.

Choices:

- Where people can be recognized, only those who answered both times are compared, each with
  themselves; where they cannot, the two groups are, and no test pretends to pairs.
- A look back (`then`) is never mixed with what was said at the time. Both changes stand beside
  each other, and their difference is the shift in what people mean by the same words.
- A family is all scales of an instrument over all later waves. Holm's adjustment stands beside
  what was not adjusted. The composite is made of the others, and is a family by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.outcomes.analysis.families import adjusted
from app.outcomes.analysis.groups import Difference, differ
from app.outcomes.analysis.pairs import Change, changed
from app.outcomes.analysis.project.records import Instrument, Sheet, Study
from app.packs.instruments.names import COMPOSITE

KINDS = {
    "post_minus_pre": ("now", "now"),
    "post_minus_then": ("then", "now"),
    "then_minus_pre": ("now", "then"),
}
"""What is compared with what: the time that each of both sheets is about."""


@dataclass(frozen=True)
class Changed:
    """The change in one scale from one wave to another."""

    scale: str
    arm: str
    kind: str
    """One of `KINDS`; the last one is the response shift."""
    from_wave: int
    to_wave: int
    is_mentee: bool
    n: int | None
    """People compared, or the smaller group; None: too few to show, and nothing else is said."""
    paired: Change | None = None
    groups: Difference | None = None
    p: float | None = None
    p_holm: float | None = None
    """Within its family."""


def changes(study: Study, instrument: Instrument) -> list[Changed]:
    """Every change that the mode of the project allows to be asked for."""
    found = list(_changes(study, instrument))
    return _adjusted(found)


def _changes(study: Study, instrument: Instrument) -> Iterator[Changed]:
    for arm, is_mentee in sorted({(sheet.arm, sheet.is_mentee) for sheet in instrument.sheets}):
        own = [
            sheet for sheet in instrument.sheets if (sheet.arm, sheet.is_mentee) == (arm, is_mentee)
        ]
        for scale in instrument.scales:
            by_time = _by_time(own, scale.code)
            for blank in _asked(by_time, Changed(scale.code, arm, "", 0, 0, is_mentee, None)):
                yield _compared(study, blank, by_time)


def _asked(by_time: "ByTime", blank: Changed) -> Iterator[Changed]:
    """Each kind of change that there are two times for."""
    now = sorted(wave for wave, perspective in by_time if perspective == "now")
    for kind, (before, after) in KINDS.items():
        for wave in now[1:] if kind == "post_minus_pre" else now:
            first = wave if kind == "post_minus_then" else now[0]
            if first == wave and kind != "post_minus_then":
                continue
            if (first, before) in by_time and (wave, after) in by_time:
                yield replace(blank, kind=kind, from_wave=first, to_wave=wave)


ByTime = Mapping[tuple[int, str], Sequence[tuple[str | None, float]]]
"""Whose score was what, by wave and by the time asked about."""


def _by_time(sheets: Iterable[Sheet], scale: str) -> ByTime:
    found: dict[tuple[int, str], list[tuple[str | None, float]]] = {}
    for sheet in sheets:
        if scale in sheet.scores:
            own = found.setdefault((sheet.wave, sheet.perspective), [])
            own.append((sheet.person, sheet.scores[scale]))
    return found


def _compared(study: Study, blank: Changed, by_time: ByTime) -> Changed:
    before, after = KINDS[blank.kind]
    first, second = by_time[blank.from_wave, before], by_time[blank.to_wave, after]
    if not study.can_pair:
        return _as_groups(blank, [s for _, s in first], [s for _, s in second], study.least)
    known, later = _by_person(first), _by_person(second)
    both = sorted(known.keys() & later.keys())
    if len(both) < study.least:
        return blank
    paired = changed([known[each] for each in both], [later[each] for each in both])
    return replace(blank, n=len(both), paired=paired, p=paired.comparison.p)


def _by_person(scores: Iterable[tuple[str | None, float]]) -> dict[str, float]:
    return {person: score for person, score in scores if person is not None}


def _as_groups(
    blank: Changed, first: Sequence[float], second: Sequence[float], least: int
) -> Changed:
    fewest = min(len(first), len(second))
    if fewest < least:
        return blank
    found = differ(first, second)
    return replace(blank, n=fewest, groups=found, p=found.p if found else None)


def _adjusted(found: Sequence[Changed]) -> list[Changed]:
    families: dict[tuple[str, str, bool, bool], list[int]] = {}
    for at, change in enumerate(found):
        own = change.arm, change.kind, change.is_mentee, change.scale == COMPOSITE
        families.setdefault(own, []).append(at)
    by_place: dict[int, float | None] = {}
    for places in families.values():
        by_place |= zip(places, adjusted([found[at].p for at in places]), strict=True)
    return [replace(change, p_holm=by_place[at]) for at, change in enumerate(found)]
