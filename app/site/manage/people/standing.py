"""How a person stands in one cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.credit.completion.progress import progress
from app.credit.status.rules import CreditStatus
from app.credit.track.rules import track_of
from app.language import Text, _, dotted
from app.language.reasons import Reason
from app.site.manage.people.record import Record
from app.site.manage.people.weeks import Week, weeks
from app.site.parts.tracks import BADGES
from app.web.parts import Badge


@dataclass(frozen=True)
class StandingCard:
    """How somebody stands in one cohort, in the sentences that they read themselves."""

    cohort: str
    badge: Badge
    headline: Reason
    sentences: Sequence[Reason]
    unit_label: str
    is_series: bool
    weeks: Sequence[Week]


def standing_card(record: Record, now: datetime) -> StandingCard | None:
    """In the cohort that the page is about, if they are enrolled there."""
    place = record.current
    standing = record.standings.get(place.enrollment.id) if place else None
    if place is None or standing is None:
        return None
    lines = progress(standing.completion, own=False)
    headline = lines[1 if standing.completion.sessions_needed and len(lines) > 1 else 0]
    return StandingCard(
        cohort=dotted((place.program.title, place.cohort.title)),
        badge=outlook(standing),
        headline=headline,
        sentences=[line for line in lines if line is not headline],
        unit_label=place.cohort.unit_label,
        is_series=place.cohort.is_series,
        weeks=weeks(place, record.units, standing, now),
    )


def outlook(standing: CreditStatus) -> Badge:
    """Whether somebody is on track, in the words of the page that says who is."""
    verdict = standing.completion
    if verdict.asks_nothing:
        return Badge(_("Comes as they like"), "neutral")
    return BADGES[track_of(standing.ledger, verdict, standing.judged_at)]


def why_no_standing(record: Record) -> Text:
    """What stands there in its place."""
    if not record.coordinates:
        return _("Only the coordinators of their cohorts see how they are doing.")
    if record.current is not None:
        return _("Not enrolled in {cohort} now.", cohort=record.current.cohort.title)
    return _("No place in a cohort that you coordinate.")
