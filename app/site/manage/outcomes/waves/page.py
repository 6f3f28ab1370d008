"""The plan of a study's waves, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.enums import Name
from app.content.models import ContentVersion
from app.language import Text
from app.language.reasons import Reason
from app.packs.instruments.rules import why_not_ask, why_not_in_wave
from app.packs.instruments.schema import InstrumentData
from app.site.manage.outcomes.loaders import HOME
from app.site.parts.studies import wave_days, wave_title
from app.studies.enums import Respondent
from app.studies.models import Project
from app.studies.waves.queries import WavePlan
from app.web.forms import FormState
from app.web.parts import Option

Chosen = Mapping[str, Sequence[str]]
"""By field, the instruments that are chosen."""


@dataclass(frozen=True)
class WaveLine:
    """One wave of the plan."""

    title: Text
    days: Text
    instruments: str
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
    why_fixed: Reason | None
    saved: bool | None


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
    *,
    plan: WavePlan | None = None,
    chosen: Chosen | None = None,
    why_fixed: Reason | None = None,
    saved: bool | None = None,
) -> WavesPage:
    """`plan`: the wave that is changed. `chosen`: what was sent, else what is stored."""
    path = f"{HOME}/{project.key}"
    return WavesPage(
        title=project.title,
        path=path,
        lines=[_line(own, instruments, path) for own in plans],
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
        why_fixed=why_fixed,
        saved=saved,
    )


def _options(instruments: Mapping[str, InstrumentData], respondent: Respondent) -> list[Option]:
    return [
        Option(key, data.title)
        for key, data in instruments.items()
        if why_not_in_wave(data, respondent.value) is None
    ]


def _line(plan: WavePlan, instruments: Mapping[str, InstrumentData], path: str) -> WaveLine:
    wave = plan.wave
    titles = [
        instruments[own.instrument].title if own.instrument in instruments else own.instrument
        for own in plan.instruments
    ]
    return WaveLine(
        wave_title(wave.months),
        wave_days(wave.first_day, wave.last_day),
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
