"""What changed in people, and what their mentees say, in sentences: those of the leaders' report.

Where that report tells a change, it is worded by the same functions from the same row, so that
both say the same. Here its n and p are added, and what the report says nothing of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.language import Text, _, dotted, ngettext
from app.outcomes.charts.words import decimal
from app.outcomes.leadership.changes import change_of, view_of
from app.outcomes.leadership.sheet.competency import (
    moved_words,
    size_words,
    view_words,
)
from app.outcomes.leadership.sheet.waves import earlier_changes
from app.outcomes.projects.analyses.findings import changes_of, main_scale
from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind
from app.site.manage.outcomes.analysis.arms import Compared, Finding
from app.site.manage.outcomes.analysis.cells import moment, p_words, since, whose


def changes_found(known: Compared) -> list[Finding]:
    """Of each later wave, by arm."""
    return [_found(known, row) for row in changes_of(known.rows, main_scale(known.names))]


def within_arms(known: Compared) -> list[Finding]:
    """What the leaders' report tells of a trial: who had all of the program, to the last wave.

    What came out at the waves before stands beside it.
    """
    own = [
        row
        for row in changes_of(known.rows, main_scale(known.names))
        if row.people and "n" in row.people and "diff" in row.numbers
        if row.of["arm"] not in {"", known.record.reference}
    ]
    own.sort(key=lambda row: int(row.of["to_wave"]))
    last = {row.of["arm"]: row for row in own}
    return [_with_earlier(known, row, own) for row in last.values()]


def _with_earlier(known: Compared, last: Row, rows: Sequence[Row]) -> Finding:
    found = _found(known, last)
    before = [row for row in rows if row.of["arm"] == last.of["arm"] and row is not last]
    earlier = earlier_changes([change_of(row, known.names) for row in before])
    return replace(found, said=[*found.said, *earlier])


def _found(known: Compared, row: Row) -> Finding:
    return Finding(dotted([moment(row), whose(row)]), _change(known, row))


def _change(known: Compared, row: Row) -> list[Text]:
    if row.people is None:
        return [
            _(
                "Not shown: fewer than {count} people answered both times, or so few could be "
                "worked out from it.",
                count=known.record.least,
            )
        ]
    if "diff" not in row.numbers:
        return [_("Everybody answered alike, so that nothing can be compared.")]
    said = _paired(row, known.names) if "n" in row.people else _apart(row)
    return [*said, *since(row, known.zone)]


def _paired(row: Row, names: InstrumentNames) -> list[Text]:
    change, n = change_of(row, names), (row.people or {})["n"]
    if change.ci is None:
        return [_unsure(decimal(change.diff), n)]
    said = [moved_words(change)]
    if change.g is not None:
        said.append(size_words(change.g))
    return [*said, _("{p}, n = {n}.", p=p_words(row.numbers.get("p")), n=n)]


def _unsure(points: str, n: int) -> Text:
    return ngettext(
        "The mean of {count} person changed by {points} points; of so few no interval is told.",
        "The mean of {count} people changed by {points} points; of so few no interval is told.",
        count=n,
        points=points,
    )


def _apart(row: Row) -> list[Text]:
    """Of people who cannot be recognized: two groups."""
    known, people = row.numbers, row.people or {}
    first, second = people["first"], people["second"]
    if known.get("ci_low") is None:
        return [_unsure(decimal(float(known["diff"] or 0)), min(first, second))]
    points, low, high = (float(known[name] or 0) for name in ("diff", "ci_low", "ci_high"))
    said: list[Text] = [
        _(
            "The mean of the {second} people who answered later is {points} points from that of "
            "the {first} who answered first (95% CI {low} to {high}; {p}); who answered twice is "
            "not known.",
            second=second,
            first=first,
            points=decimal(points),
            low=decimal(low),
            high=decimal(high),
            p=p_words(known.get("p")),
        )
    ]
    return [*said, size_words(float(known["g"] or 0))]


def limits(known: Compared) -> list[Text]:
    """Where so many are at an end of the main scale that hardly more can be seen."""
    ceilings, floors = (list(_crowded(known, name)) for name in ("has_ceiling", "has_floor"))
    said: list[Text] = []
    if ceilings:
        said.append(
            _(
                "More than 15% have the highest score already ({places:list}), so little growth "
                "can show.",
                places=tuple(ceilings),
            )
        )
    if floors:
        said.append(
            _(
                "More than 15% have the lowest score already ({places:list}), so a fall can hardly "
                "show.",
                places=tuple(floors),
            )
        )
    return said


def _crowded(known: Compared, name: str) -> Iterator[str]:
    for row in known.rows:
        is_own = row.kind is RowKind.SCALE and row.of["scale"] == main_scale(known.names)
        if is_own and row.of["perspective"] == "now" and row.numbers.get(name):
            yield dotted([moment(row), whose(row)])


def mentees_found(known: Compared) -> Sequence[Finding]:
    """What mentees say in the main scale at the last wave, by arm."""
    own = [
        row
        for row in known.rows
        if row.kind is RowKind.SCALE
        and row.of["is_mentee"]
        and row.of["scale"] == main_scale(known.names)
        and row.of["perspective"] == "now"
    ]
    last = max((row.of["wave"] for row in own), default=None)
    return [
        Finding(dotted([moment(row), str(row.of["arm"])]), [*_view(known, row)])
        for row in own
        if row.of["wave"] == last
    ]


def _view(known: Compared, row: Row) -> Iterator[Text]:
    if row.people is None or "mean" not in row.numbers:
        count = known.record.least
        yield _(
            "Not shown: fewer than {count} mentees answered, or so few could be worked out from "
            "it.",
            count=count,
        )
        return
    yield view_words(view_of(row, known.names))
    yield from since(row, known.zone)
