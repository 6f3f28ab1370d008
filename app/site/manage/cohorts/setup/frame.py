"""What the pages of a draft have in common: its name, and the four steps with how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _
from app.site.manage.cohorts.setup.loaders import Draft

STEPS = (
    ("dates", _("Dates")),
    ("leaders", _("Who leads")),
    ("seats", _("Seats and rules")),
    ("rehearsal", _("Clock rehearsal")),
)

LEADING = frozenset({"lead", "co_lead"})


@dataclass(frozen=True)
class Step:
    """One of the four pages."""

    label: str
    short: Text
    href: str
    status: str
    """`current`; `done`, as far as what is stored says; `open`."""
    note: Text = ""


@dataclass(frozen=True)
class Frame:
    """The frame around a page of a draft."""

    eyebrow: Text
    cohort: str
    path: str
    steps: Sequence[Step]
    next: str
    """Where the page leads on to."""


def frame_of(draft: Draft, current: str, now: datetime) -> Frame:
    """The frame of a page. Steps are done by what is true, not by having been looked at."""
    names = [name for name, _label in STEPS]
    number = names.index(current) + 1
    return Frame(
        eyebrow=_eyebrow(draft, number),
        cohort=draft.here.cohort.title,
        path=draft.path,
        steps=[
            Step(str(place), label, f"{draft.path}/{name}", _status(draft, name, current, now))
            for place, (name, label) in enumerate(STEPS, start=1)
        ],
        next=f"{draft.path}/{names[min(number, len(names) - 1)]}",
    )


def _eyebrow(draft: Draft, number: int) -> Text:
    return _(
        "{program}, {cohort}: step {number} of {count}",
        program=draft.here.program.title,
        cohort=draft.here.cohort.title,
        number=number,
        count=len(STEPS),
    )


def _status(draft: Draft, name: str, current: str, now: datetime) -> str:
    if name == current:
        return "current"
    return "done" if is_done(draft, name, now) else "open"


def is_done(draft: Draft, name: str, now: datetime) -> bool:
    """Whether nothing of a step is lacking, as far as what is stored says; never of the last."""
    starts = [unit.starts_at for unit in draft.units if unit.starts_at]
    facts = {
        "dates": bool(starts) and min(starts) > now,
        "leaders": bool(starts) and _is_led(draft),
        "seats": draft.here.cohort.capacity > 0,
    }
    return facts.get(name, False)


def _is_led(draft: Draft) -> bool:
    """Whether each session has somebody: by name, or else the facilitators of the cohort."""
    led = {row.session_id for row in draft.parts if row.part in LEADING}
    return draft.facilitators > 0 or all(unit.session_id in led for unit in draft.sessions)
