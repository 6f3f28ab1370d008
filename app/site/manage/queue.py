"""A coordinator's queue: what waits, what comes next, and which texts are behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.overview.queries import Watched, WatchedCohort
from app.cohorts.context import CohortContext
from app.cohorts.moves.rules import TextInUse, can_be_brought_up_to_date
from app.language import Text, _, ngettext
from app.language.moments import told
from app.language.reasons import Reason
from app.people.snoozes.rules import PutOff
from app.site.manage.besides import Besides
from app.site.manage.cohorts.page import path_of
from app.site.manage.waiting import things_that_wait
from app.site.parts.waiting import Waiting, sorted_out
from app.web.parts import Link


@dataclass(frozen=True)
class QueuePage:
    """A coordinator's queue."""

    waits: Waiting
    coming: Sequence[Link]
    """The next session of each cohort that has one, the earliest first."""
    behind: Sequence[Link]
    """Cohorts that use earlier versions of texts, with where that is shown: a fact, no task."""
    mail: Reason | None = None
    """Why no mail gets out."""


def queue_page(
    watched: Watched,
    besides: Besides,
    put_off: Mapping[str, PutOff],
    now: datetime,
    *,
    by: UUID,
    zone: str,
    mail: Reason | None = None,
) -> QueuePage:
    """What waits for somebody in the cohorts that are watched. `put_off`: by subject.

    `zone`: the reader's. `mail`: why none gets out.
    """
    items = things_that_wait(watched, besides, now, by)
    return QueuePage(
        waits=sorted_out(items, put_off, "/manage", zone, now),
        mail=mail,
        coming=_coming(watched.cohorts, zone),
        behind=_behind(watched.cohorts, now),
    )


def _coming(cohorts: Sequence[WatchedCohort], zone: str) -> list[Link]:
    found = [(cohort.row.here, cohort.coming) for cohort in cohorts if cohort.coming]
    found.sort(key=lambda pair: pair[1].starts_at)
    return [
        Link(
            _(
                "{unit} of {cohort}, {starts:moment}",
                unit=here.label(session.position),
                cohort=here.cohort.title,
                starts=told(session.starts_at, here.cohort.zone, zone),
            ),
            f"/teach/{here.cohort.slug}/sessions/{session.position}",
        )
        for here, session in found
    ]


def _behind(cohorts: Sequence[WatchedCohort], now: datetime) -> list[Link]:
    said = [
        (cohort.row.here, _behind_words(cohort.row.here, cohort.texts, now)) for cohort in cohorts
    ]
    return [Link(words, f"{path_of(here)}/content") for here, words in said if words]


def _behind_words(here: CohortContext, texts: Sequence[TextInUse], now: datetime) -> Text | None:
    """`Fall 2026 does not use the current versions of 3 texts.`; None if none can be moved."""
    number = len(can_be_brought_up_to_date(texts, closes_at=here.cohort.closes_at, now=now))
    if not number:
        return None
    return ngettext(
        "{cohort} does not use the current version of {count} text.",
        "{cohort} does not use the current versions of {count} texts.",
        count=number,
        cohort=here.cohort.title,
    )
