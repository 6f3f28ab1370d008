"""Mentors and their mentees about the same: how far they agree, and who says more.

A mentor with several mentees counts once, with the mean of theirs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from app.outcomes.analysis.agreement import Agreement, agreement
from app.outcomes.analysis.pairs import Change, changed
from app.outcomes.analysis.project.records import Instrument, Sheet, Study


@dataclass(frozen=True)
class DyadAgreement:
    """One scale at one wave: mentees beside their mentors."""

    scale: str
    wave: int
    n: int | None
    """Pairs; None: too few to show."""
    agreement: Agreement | None
    difference: Change | None
    """What mentees say minus what mentors say of themselves."""


def dyads(study: Study, mentors: Instrument, mentees: Instrument) -> list[DyadAgreement]:
    """Every scale that both instruments have, at every wave that both were asked."""
    return list(_dyads(study, mentors, mentees)) if study.can_pair else []


def _dyads(study: Study, mentors: Instrument, mentees: Instrument) -> Iterator[DyadAgreement]:
    shared = {scale.code for scale in mentees.scales}
    for scale in (scale.code for scale in mentors.scales if scale.code in shared):
        own, theirs = _means(mentors, scale, False), _means(mentees, scale, True)
        for wave in sorted(own.keys() & theirs.keys()):
            yield _dyad(scale, wave, own[wave], theirs[wave], study.least)


def _means(
    instrument: Instrument, scale: str, is_mentee: bool
) -> Mapping[int, Mapping[str, float]]:
    """By wave and by whom they are about."""
    found: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for sheet in instrument.sheets:
        if _counts(sheet, is_mentee) and sheet.person and scale in sheet.scores:
            found[sheet.wave][sheet.person].append(sheet.scores[scale])
    return {
        wave: {person: fmean(scores) for person, scores in own.items()}
        for wave, own in found.items()
    }


def _counts(sheet: Sheet, is_mentee: bool) -> bool:
    return sheet.is_mentee is is_mentee and sheet.perspective == "now"


def _dyad(
    scale: str, wave: int, own: Mapping[str, float], theirs: Mapping[str, float], least: int
) -> DyadAgreement:
    both = sorted(own.keys() & theirs.keys())
    if len(both) < max(least, 2):
        return DyadAgreement(scale, wave, None, None, None)
    pairs = [(own[each], theirs[each]) for each in both]
    mentors, mentees = zip(*pairs, strict=True)
    return DyadAgreement(scale, wave, len(both), agreement(pairs), changed(mentors, mentees))
