"""The waves of a study, each with how many people stand how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.enums import Name
from app.content.models import ContentVersion
from app.language import Text, _
from app.outcomes.disclosure.cells import TOO_FEW, Told, cell
from app.outcomes.disclosure.rules import told
from app.site.parts.studies import RESPONDENTS, wave_days, wave_title
from app.studies.enums import WaveState
from app.studies.waves.queries import WavePlan
from app.studies.waves.standing.overview import WaveOverview

FEW = _("Too few to show")
STATES: Mapping[WaveState, Text] = {
    WaveState.NOT_DUE: _("Not due yet"),
    WaveState.DUE: _("Due, not invited yet"),
    WaveState.INVITED: _("Invited"),
    WaveState.OPENED: _("Begun"),
    WaveState.PARTIAL: _("Answered in part"),
    WaveState.COMPLETE: _("Answered"),
    WaveState.DECLINED: _("Declined to take part"),
    WaveState.WITHDRAWN: _("Withdrew"),
    WaveState.LOST: _("No answer in time"),
    WaveState.INELIGIBLE: _("Not to be asked"),
    WaveState.LEFT_INSTITUTION: _("Left the institution"),
}


@dataclass(frozen=True)
class StateLine:
    """How many people stand so, as far as that may be told."""

    label: Text
    number: Text


@dataclass(frozen=True)
class WaveCard:
    """One wave and who answers it."""

    title: Text
    respondent: Text
    days: Text
    instruments: Sequence[str]
    lines: Sequence[StateLine]
    is_empty: bool
    """Whether it asks nothing."""
    path: str
    id: str


def wave_cards(
    plan: WavePlan,
    waves: Sequence[WaveOverview],
    versions: Mapping[Name, ContentVersion],
    path: str,
    least: int,
) -> list[WaveCard]:
    own = [wave for wave in waves if wave.wave.id == plan.wave.id]
    if not own:
        return [_card(plan, None, versions, path, least)]
    return [_card(plan, wave, versions, path, least) for wave in own]


def _card(
    plan: WavePlan,
    seen: WaveOverview | None,
    versions: Mapping[Name, ContentVersion],
    path: str,
    least: int,
) -> WaveCard:
    wave = plan.wave
    keys = seen.instruments if seen else ()
    return WaveCard(
        title=wave_title(wave.months),
        respondent=RESPONDENTS[seen.respondent] if seen else "",
        days=wave_days(wave.first_day, wave.last_day),
        instruments=[_title(key, versions) for key in keys],
        lines=_lines(seen, least) if seen else [],
        is_empty=seen is None,
        path=f"{path}/waves/{wave.months}",
        id=f"wave-{wave.months}-{seen.respondent.value if seen else 'nobody'}",
    )


def _title(key: str, versions: Mapping[Name, ContentVersion]) -> str:
    version = versions.get(("instrument", key))
    return version.title if version else key


def _lines(seen: WaveOverview, least: int) -> list[StateLine]:
    """The states that somebody is in, and all people; small ones held back."""
    states = [own.state for own in seen.stands]
    counts = {cell(state=state.value): states.count(state) for state in WaveState}
    shown = told(counts, smallest=least)
    lines = [StateLine(_("People"), number_told(shown[cell()]))]
    return lines + [
        StateLine(STATES[state], number_told(number))
        for state in WaveState
        if (number := shown[cell(state=state.value)])
    ]


def number_told(number: Told) -> Text:
    """A number of people, or that they are too few."""
    return FEW if number is TOO_FEW else str(number)
