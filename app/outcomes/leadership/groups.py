"""Everybody of a report by what they were, as far as others may be told. Pure.

`told` is the one place that holds numbers of institutions, ranks and departments back.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import Numbers, hold_back
from app.outcomes.leadership.faculty import Faculty, folded
from app.outcomes.leadership.told import GroupLine, Groups, Together


def told(counts: Sequence[int]) -> list[int | None]:
    """What may be told of each of some groups, whose sum is told."""
    return [cells.people for cells in hold_back([Numbers(count) for count in counts])]


def groups_by(
    part: Part, names: Sequence[str], faculty: Faculty, aliases: Mapping[str, str]
) -> Groups:
    """Everybody by one part. `names`: of each person one; empty: they said none.

    `aliases`: other names of a group, as they are compared.
    """
    counts = Counter(names)
    ordered = sorted(counts, key=lambda name: (name == "", -counts[name], folded(name)))
    cells = dict(zip(ordered, told([counts[name] for name in ordered]), strict=True))
    at_large = {aliases.get(name, name): count for name, count in faculty.of(part).items()}
    shown = [name for name in ordered if name and cells[name] is not None]
    others = [counts[name] for name in ordered if name not in shown]
    whole = _whole({name: counts[name] for name in shown}, at_large, faculty, len(names))
    return Groups(
        part,
        known=sum(1 for name in ordered if name),
        lines=[_line(name, counts[name], at_large, whole) for name in shown],
        together=together(others) if others else None,
        has_faculty=bool(at_large),
    )


class _Whole(NamedTuple):
    """Of whom two shares are taken."""

    people: int
    faculty: int


def _whole(
    shown: Mapping[str, int], at_large: Mapping[str, int], faculty: Faculty, everybody: int
) -> _Whole:
    """Everybody, where it is said how many the faculty has; else the groups that both have shown.

    Never a sum in which some are held back: what they are would follow from the ratio.
    """
    if faculty.everybody is not None:
        return _Whole(everybody, faculty.everybody)
    both = [name for name in shown if folded(name) in at_large]
    return _Whole(sum(shown[name] for name in both), sum(at_large[folded(n)] for n in both))


def _line(name: str, people: int, at_large: Mapping[str, int], whole: _Whole) -> GroupLine:
    count = at_large.get(folded(name))
    ratio = representativeness(people, whole.people, count, whole.faculty) if count else None
    return GroupLine(name, people, count, ratio)


def together(others: Sequence[int]) -> Together:
    """Groups in one line: what follows from the sum anyway is told, and of a single one nothing."""
    return Together(len(others), sum(others) if len(others) > 1 else None)


def shortened(groups: Groups, most: int) -> Groups:
    """The same with so many lines at most; what is more stands together."""
    if len(groups.lines) <= most + (groups.together is None):  # one alone needs no less room
        return groups
    extra = groups.lines[most:]
    before = groups.together or Together(0, 0)
    people = None if before.people is None else before.people + sum(own.people for own in extra)
    more = Together(before.groups + len(extra), people)
    return replace(groups, lines=groups.lines[:most], together=more)


def representativeness(part: int, whole: int, part_of_all: int, all_: int) -> Decimal:
    """A group's share among participants over its share in the faculty at large.

    1 says that they take part as often as all others, 0.5 half as often as would be expected: the
    reach of RE-AIM. None of the four may be zero, but for `part`.
    """
    value = Decimal(part) / whole / (Decimal(part_of_all) / all_)
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
