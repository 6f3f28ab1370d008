"""The form with which a cohort is asked something else."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.rules import to_utc, why_not_change
from app.language import Text, _, dotted, ngettext
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.packs.instruments.schema import InstrumentData
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.manage.cohorts.evaluation.words import MODES
from app.site.manage.cohorts.page import path_of
from app.site.parts.days import FIRST_YEAR, LAST_YEAR
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


class Reach(NamedTuple):
    """How many people can be asked."""

    everybody: int
    with_sessions: int
    """Of whom a live session begins before the survey closes."""

    def of(self, instrument: InstrumentData) -> int:
        """How many something is put to."""
        return self.with_sessions if instrument.about_session else self.everybody


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
    reach: Reach,
    form: FormState,
    now: datetime,
) -> AskPage:
    """The page. `reach`: how many people are asked, by what."""
    zone = here.cohort.zone
    reached = {id_: reach.of(own) for id_, own in instruments.items()}
    numbers = {*reached.values()} or {reach.everybody}
    return AskPage(
        cohort=here.cohort.title,
        path=path_of(here),
        here=evaluation_path(here),
        zone=zone_name(zone),
        instruments=[
            _instrument(id_, own, reached[id_] if len(numbers) > 1 else None)
            for id_, own in instruments.items()
        ],
        modes=[Choice(mode.value, words.name, words.means) for mode, words in MODES.items()],
        closes=usual_end(zone, now).isoformat(),
        can_ask_then=any(own.perspectives.then for own in instruments.values()),
        button=_button(numbers),
        why_not=why_not_change(here.cohort.archived_at) or (None if reach.everybody else NOBODY),
        form=form,
    )


def _button(numbers: Collection[int]) -> Text:
    """How many people are asked; where that depends on what is chosen, it stands beside that."""
    if len(numbers) > 1:
        return _("Ask these people")
    (count,) = numbers
    return ngettext("Ask {count} person", "Ask {count} people", count=count)


def _instrument(id_: UUID, own: InstrumentData, people: int | None) -> Choice:
    """`people`: how many it is put to, where that differs."""
    questions = len(own.items)
    hint = ngettext(
        "{count} question, about {time:minutes}",
        "{count} questions, about {time:minutes}",
        count=questions,
        time=own.minutes,
    )
    if people is None:
        return Choice(str(id_), own.title, hint)
    reached = ngettext("It asks {count} person.", "It asks {count} people.", count=people)
    return Choice(str(id_), own.title, dotted((hint, reached)))


def usual_end(zone: str, now: datetime) -> date:
    """The day on which a survey closes if nobody says otherwise."""
    return (local(now, zone) + USUAL).date()


def end_typed(form: FormState, zone: str, now: datetime) -> date:
    """The day on which it closes by what stands in the form."""
    with suppress(ValueError):
        day = date.fromisoformat(form.value("closes"))
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    return usual_end(zone, now)


def open_between(
    opens: date | None, closes: date, zone: str, now: datetime
) -> tuple[datetime, datetime]:
    """The moments that are meant by two days; none, and one that has begun, is at once."""
    begins = to_utc(opens, OPENS, zone) if opens else now
    return max(begins, now), to_utc(closes, CLOSES, zone)
