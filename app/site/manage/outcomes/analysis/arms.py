"""What a trial found in one scale, in sentences: the arms, by the mixed model."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _, dotted
from app.outcomes.charts.words import decimal
from app.outcomes.leadership.answers import Controlled, Span
from app.outcomes.leadership.sheet.competency import COHENS_D, size_words
from app.outcomes.leadership.sheet.trial import Way, controlled_words, way_of
from app.outcomes.projects.analyses.findings import (
    ITT,
    PER_PROTOCOL,
    arms_of,
    main_scale,
    standardized,
    waves_of,
)
from app.outcomes.projects.analyses.records import AnalysisRecord, InstrumentNames, Row
from app.site.manage.outcomes.analysis.arms_words import (
    Facts,
    by_intention,
    by_protocol,
    fitted,
    no_model,
    too_few,
)
from app.site.manage.outcomes.analysis.cells import p_words, since


@dataclass(frozen=True)
class Finding:
    """What came out at one moment."""

    label: Text
    said: Sequence[Text]
    beside: Sequence[Text] = ()
    """The same of those who kept to the protocol."""


@dataclass(frozen=True)
class Compared:
    """The comparisons of one instrument, and what their sentences need besides."""

    record: AnalysisRecord
    names: InstrumentNames
    rows: Sequence[Row]
    zone: str


Moment = tuple[int, str]
"""Months of a later wave, and the arm that is compared with the reference."""


def arms_found(known: Compared) -> list[Finding]:
    """For each later wave and arm; nothing where there is no trial."""
    scale = main_scale(known.names)
    sets = [arms_of(known.rows, scale, population) for population in (ITT, PER_PROTOCOL)]
    moments = sorted({_moment(row) for own in sets for row in own if "wave" in row.of})
    if moments:
        return [_at(known, sets, moment) for moment in moments]
    if any(sets):
        return [Finding(_("Arms over waves"), *(_problem(known, own) for own in sets))]
    return []


def _moment(row: Row) -> Moment:
    return int(row.of["wave"]), str(row.of["arm"])


def _at(known: Compared, sets: Sequence[Sequence[Row]], moment: Moment) -> Finding:
    first, (second, arm) = waves_of(known.rows)[0], moment
    versus = _("{arm} and {reference}", arm=arm, reference=known.record.reference)
    label = dotted([_("Month {first} to {second}", first=first, second=second), versus])
    said = []
    for own in sets:
        row = next((row for row in own if "wave" in row.of and _moment(row) == moment), None)
        said.append(_compared(known, row) if row else _problem(known, own))
    return Finding(label, *said)


def _compared(known: Compared, row: Row) -> list[Text]:
    if row.people is None:
        return _problem(known, [row])
    way = way_of(float(row.numbers["ci_low"] or 0), float(row.numbers["ci_high"] or 0))
    if row.of["population"] == ITT:
        said = [controlled_words(_told(known, row)), by_intention(p_words(row.numbers["p"]))]
    else:
        said = [by_protocol(way, _numbers(row, way))]
    return [*said, _size(known, row, way), *fitted(row), *since(row, known.zone)]


def _numbers(row: Row, way: Way) -> Facts:
    """As they are said: of what is lower, how much lower."""
    known = row.numbers
    points, low, high = (float(known[name] or 0) for name in ("estimate", "ci_low", "ci_high"))
    if way is Way.LOWER:
        points, low, high = -points, -high, -low
    told = {"points": decimal(points), "low": decimal(low), "high": decimal(high)}
    return {**told, "p": p_words(known["p"]), "n": sum((row.people or {}).values())}


def _told(known: Compared, row: Row) -> Controlled:
    """The difference as the report to leaders tells it, so that both say the same."""
    points, low, high = (
        float(row.numbers[name] or 0) for name in ("estimate", "ci_low", "ci_high")
    )
    return Controlled(
        arm=str(row.of["arm"]),
        reference=known.record.reference,
        scale=known.names.scales[main_scale(known.names)],
        from_wave=waves_of(known.rows)[0],
        to_wave=int(row.of["wave"]),
        lowest=known.names.lowest,
        highest=known.names.highest,
        n=sum((row.people or {}).values()),
        diff=points,
        ci=Span(low, high),
    )


def _size(known: Compared, row: Row, way: Way) -> Text:
    d = standardized(row, known.rows, known.record.reference)
    if d is None:
        return _("No effect size is told: in an arm, fewer than 10 people answered both times.")
    if way is Way.OPEN:
        return _("{effect}: {value}.", effect=COHENS_D, value=decimal(d))
    return size_words(d, COHENS_D)


def _problem(known: Compared, own: Sequence[Row]) -> list[Text]:
    """Why nothing is said of a set of people; nothing where there is no such set."""
    if not own:
        return []
    if own[0].people is None:
        return [too_few(own[0], known.record.least)]
    if len(waves_of(known.rows)) < 2:
        return [_("So far there are answers of one wave, which say nothing of a change.")]
    return [no_model(own[0])]
