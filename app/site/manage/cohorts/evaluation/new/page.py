"""The form with which a cohort is asked something else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.rules import to_utc, why_not_change
from app.language import Text, ngettext
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.packs.instruments.schema import InstrumentData
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.manage.cohorts.evaluation.words import MODES
from app.site.manage.cohorts.page import path_of
from app.surveys.asking.rules import NOBODY
from app.web.forms import FormState

OPENS, CLOSES = time(6), time(17)
"""At which hours a survey opens and closes, on the cohort's clocks."""
USUAL = timedelta(days=14)
"""How long one is open if nobody says otherwise."""


class Choice(NamedTuple):
    """Something to choose, with what it means."""

    value: str
    label: Text
    hint: Text


@dataclass(frozen=True)
class AskPage:
    """What can be asked, and how."""

    cohort: str
    path: str
    here: str
    zone: str
    instruments: Sequence[Choice]
    modes: Sequence[Choice]
    closes: str
    can_ask_then: bool
    button: Text
    why_not: Reason | None
    form: FormState


def ask_page(
    here: CohortContext,
    instruments: Mapping[UUID, InstrumentData],
    people: int,
    form: FormState,
    now: datetime,
) -> AskPage:
    """The page. `people`: how many are enrolled."""
    zone = here.cohort.zone
    return AskPage(
        cohort=here.cohort.title,
        path=path_of(here),
        here=evaluation_path(here),
        zone=zone_name(zone),
        instruments=[_instrument(id_, own) for id_, own in instruments.items()],
        modes=[Choice(mode.value, words.name, words.means) for mode, words in MODES.items()],
        closes=(local(now, zone) + USUAL).date().isoformat(),
        can_ask_then=any(own.perspectives.then for own in instruments.values()),
        button=ngettext("Ask {count} person", "Ask {count} people", count=people),
        why_not=why_not_change(here.cohort.archived_at) or (None if people else NOBODY),
        form=form,
    )


def _instrument(id_: UUID, own: InstrumentData) -> Choice:
    questions = len(own.items)
    hint = ngettext(
        "{count} question, about {time:minutes}",
        "{count} questions, about {time:minutes}",
        count=questions,
        time=own.minutes,
    )
    return Choice(str(id_), own.title, hint)


def open_between(
    opens: date | None, closes: date, zone: str, now: datetime
) -> tuple[datetime, datetime]:
    """The moments that are meant by two days; none, and one that has begun, is at once."""
    begins = to_utc(opens, OPENS, zone) if opens else now
    return max(begins, now), to_utc(closes, CLOSES, zone)
