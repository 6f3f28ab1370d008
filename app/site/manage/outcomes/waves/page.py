"""The plan of a study's waves, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.content.enums import Name
from app.content.models import ContentVersion
from app.language import Text
from app.language.reasons import Reason
from app.packs.instruments.rules import why_not_ask, why_not_in_wave
from app.packs.instruments.schema import InstrumentData
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.wave_when import WaveWhen, wave_when
from app.site.parts.lapses import LapseFields, lapse_fields
from app.site.parts.studies import wave_title
from app.studies.enums import Respondent
from app.studies.lapses.rules import NOTHING_TO_TELL, ToTell
from app.studies.models import Project
from app.studies.waves.queries import CohortStudied, WavePlan
from app.studies.waves.rules import FARTHEST
from app.web.forms import FormState
from app.web.parts import Option

Chosen = Mapping[str, Sequence[str]]
"""By field, the instruments that are chosen."""


@dataclass(frozen=True)
class WaveLine:
    """One wave of the plan."""

    title: Text
    when: WaveWhen
    instruments: str
    """Empty for one that lacks any."""
    path: str


@dataclass(frozen=True)
class WavesPage:
    """All waves, or one of them, with the form for it."""

    title: str
    path: str
    lines: Sequence[WaveLine]
    wave: Text | None
    """Which one is changed; None: the form adds one."""
    wave_path: str
    of_learners: Sequence[Option]
    """The instruments that learners can be asked, and those that mentees can."""
    of_mentees: Sequence[Option]
    looking_back: Sequence[Option]
    """Those that can ask about before, too."""
    chosen: Chosen
    form: FormState
    lapses: LapseFields
    removal: LapseFields
    """What is to be read before the wave is taken out."""
    why_fixed: Reason | None
    saved: bool | None
    when: WaveWhen | None
    """Of the wave that is changed."""
    adds: bool
    """Whether the form that adds one is open."""


def askable(versions: Mapping[Name, ContentVersion]) -> dict[str, InstrumentData]:
    """The instruments of a program that can be asked, by key."""
    found = {
        key: InstrumentData.model_validate(version.data)
        for (kind, key), version in versions.items()
        if kind == "instrument"
    }
    return {key: data for key, data in found.items() if why_not_ask(data) is None}


def waves_page(
    project: Project,
    plans: Sequence[WavePlan],
    instruments: Mapping[str, InstrumentData],
    form: FormState,
    cohorts: Sequence[CohortStudied],
    *,
    plan: WavePlan | None = None,
    chosen: Chosen | None = None,
    lapses: ToTell = NOTHING_TO_TELL,
    removal: ToTell = NOTHING_TO_TELL,
    why_fixed: Reason | None = None,
    saved: bool | None = None,
    zone: str,
    now: datetime,
) -> WavesPage:
    """`plan`: the wave that is changed. `chosen`: what was sent, else what is stored.

    `zone`: the reader's.
    """
    path = f"{HOME}/{project.key}"
    whens = {own.wave.id: wave_when(project, own.wave, cohorts, zone, now) for own in plans}
    return WavesPage(
        title=project.title,
        path=path,
        lines=[_line(own, whens[own.wave.id], instruments, path) for own in plans],
        wave=wave_title(plan.wave.months) if plan else None,
        wave_path=f"{path}/waves/{plan.wave.months}" if plan else f"{path}/waves",
        of_learners=_options(instruments, Respondent.LEARNER),
        of_mentees=_options(instruments, Respondent.MENTEE),
        looking_back=[
            Option(key, data.title)
            for key, data in instruments.items()
            if data.perspectives.now
            and data.perspectives.then
            and why_not_in_wave(data, Respondent.LEARNER.value) is None
        ],
        chosen=chosen if chosen is not None else _chosen(plan),
        form=form,
        lapses=lapse_fields(lapses, zone),
        removal=lapse_fields(removal, zone),
        why_fixed=why_fixed,
        saved=saved,
        when=whens[plan.wave.id] if plan else None,
        adds=bool(form.errors) or not plans,
    )


def _options(instruments: Mapping[str, InstrumentData], respondent: Respondent) -> list[Option]:
    return [
        Option(key, data.title)
        for key, data in instruments.items()
        if why_not_in_wave(data, respondent.value) is None
    ]


def _line(
    plan: WavePlan, when: WaveWhen, instruments: Mapping[str, InstrumentData], path: str
) -> WaveLine:
    wave = plan.wave
    titles = [
        instruments[own.instrument].title if own.instrument in instruments else own.instrument
        for own in plan.instruments
    ]
    return WaveLine(
        wave_title(wave.months),
        when,
        ", ".join(dict.fromkeys(titles)),
        f"{path}/waves/{wave.months}",
    )


def _chosen(plan: WavePlan | None) -> Chosen:
    asked = plan.instruments if plan else ()
    return {
        "learners": [own.instrument for own in asked if own.respondent is Respondent.LEARNER],
        "mentees": [own.instrument for own in asked if own.respondent is Respondent.MENTEE],
        "then": [own.instrument for own in asked if own.asks_then],
    }


AFTER_THAT = (0, 3, 6, 12, 24, 36, 48, 60, 72, 84, 96, 108, FARTHEST)
"""Months after which waves usually are."""


def next_wave(plans: Sequence[WavePlan]) -> FormState:
    """The form for one that comes after all others."""
    last = max((plan.wave.months for plan in plans), default=-1)
    months = next((number for number in AFTER_THAT if number > last), None)
    return FormState({} if months is None else {"months": str(months)})


def form_of(plan: WavePlan) -> FormState:
    """The form as a wave stands."""
    wave = plan.wave
    return FormState(
        {
            "months": str(wave.months),
            "first_day": str(wave.first_day),
            "last_day": str(wave.last_day),
        }
    )
