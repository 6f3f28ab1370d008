"""What one instrument says, on top of the page: sentences, and the picture beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text
from app.outcomes.charts.shapes import Chart
from app.outcomes.projects.analyses.findings import asks_learners, main_scale
from app.site.manage.outcomes.analysis.arms import Compared, Finding, arms_found
from app.site.manage.outcomes.analysis.changes import (
    changes_found,
    limits,
    mentees_found,
    within_arms,
)
from app.site.manage.outcomes.analysis.plots import means_of


@dataclass(frozen=True)
class Summary:
    """What came out in the main scale of one instrument."""

    scale: str
    findings: Sequence[Finding]
    within: Sequence[Finding]
    """Of a trial: what the report to leaders tells of it."""
    limits: Sequence[Text]
    pictures: Sequence[Chart]


def summary_of(known: Compared) -> Summary:
    """Of a trial, its arms; else what changed; of mentees, what they say."""
    names = known.names
    scale = names.scales[main_scale(names)]
    if not asks_learners(known.rows):
        return Summary(scale, mentees_found(known), (), (), ())
    arms = arms_found(known)
    return Summary(
        scale,
        arms or changes_found(known),
        within_arms(known) if arms else (),
        limits(known),
        list(means_of(known.rows, names, known.record.reference)),
    )
