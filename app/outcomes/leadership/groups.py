"""Everybody of a report by what they were, as far as others may be told. Pure.

Which numbers may be told, `shown.py` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from app.certificates.reports.records import Part
from app.outcomes.disclosure.cells import Edition
from app.outcomes.leadership.faculty import Faculty, folded
from app.outcomes.leadership.shown import UNKNOWN, Shown, Standing
from app.outcomes.leadership.told import GroupLine, Groups, Together


def groups_by(
    part: Part, shown: Shown, people: int, faculty: Faculty, aliases: Mapping[str, str]
) -> Groups:
    """Everybody by one part, as far as it may be told. `people`: how many all are.

    `aliases`: other names of a group.
    """
    told = {name: shown.of_people(**{part.value: name}) for name in _names(part, shown.people)}
    at_large = {aliases.get(name, name): count for name, count in faculty.of(part).items()}
    lines = {name: own for name, own in told.items() if name != UNKNOWN and own is not None}
    whole = _whole(lines, at_large, faculty, people)
    ordered = sorted(lines, key=lambda name: (-lines[name].number, folded(name)))
    others = [own for name, own in told.items() if name not in lines]
    return Groups(
        part,
        known=sum(1 for name in told if name != UNKNOWN),
        lines=[_line(name, lines[name], at_large, whole) for name in ordered],
        together=_together(others, list(lines.values()), shown.of_people()),
        has_faculty=bool(at_large),
    )


def _names(part: Part, edition: Edition) -> list[str]:
    """The groups of a part that have people."""
    cells = [(dict(own), number) for own, number in edition.items() if len(own) == 1]
    return sorted(own[part.value] for own, number in cells if part.value in own and number != 0)


def _together(
    others: Sequence[Standing | None], lines: Sequence[Standing], everybody: Standing | None
) -> Together | None:
    """The groups without a line: of them is told what follows from the sum, if all is of one time.

    One that is held back alone cannot be: the rules see to that.
    """
    if not others:
        return None
    if everybody is None or everybody.earlier or any(own.earlier for own in lines):
        return Together(len(others), None)
    return Together(len(others), everybody.number - sum(own.number for own in lines))


class _Whole(NamedTuple):
    """Of whom two shares are taken."""

    people: int
    faculty: int


def _whole(
    lines: Mapping[str, Standing], at_large: Mapping[str, int], faculty: Faculty, everybody: int
) -> _Whole:
    """Everybody, where it is said how many the faculty has; else the groups that both have shown.

    Never a sum in which some are held back: what they are would follow from the ratio.
    """
    if faculty.everybody is not None:
        return _Whole(everybody, faculty.everybody)
    both = [name for name in lines if folded(name) in at_large]
    return _Whole(sum(lines[name].number for name in both), sum(at_large[folded(n)] for n in both))


def _line(name: str, own: Standing, at_large: Mapping[str, int], whole: _Whole) -> GroupLine:
    count = at_large.get(folded(name))
    can_be = count and whole.people
    ratio = representativeness(own.number, *whole, count) if count and can_be else None
    return GroupLine(name, own.number, own.earlier, count, ratio)


def shortened(groups: Groups, most: int) -> Groups:
    """The same with so many lines at most; what is more stands together."""
    if len(groups.lines) <= most + (groups.together is None):  # one alone needs no less room
        return groups
    extra = groups.lines[most:]
    before = groups.together or Together(0, 0)
    people = None if before.people is None else before.people + sum(own.people for own in extra)
    more = Together(before.groups + len(extra), people)
    return replace(groups, lines=groups.lines[:most], together=more)


def representativeness(part: int, whole: int, all_: int, part_of_all: int) -> Decimal:
    """A group's share among participants over its share in the faculty at large.

    1 says that they take part as often as all others, 0.5 half as often as would be expected: the
    reach of RE-AIM. None of the four may be zero, but for `part`.
    """
    value = Decimal(part) / whole / (Decimal(part_of_all) / all_)
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
