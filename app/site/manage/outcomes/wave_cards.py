"""The waves of a study, each with how many people stand how, as far as it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.enums import Name
from app.content.models import ContentVersion
from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.disclosure import cells as disclosed
from app.outcomes.disclosure.cells import TOO_FEW, Edition, cell
from app.outcomes.projects.turnout.queries import Told, Turnout
from app.outcomes.projects.turnout.rules import (
    ALL_ANSWERED,
    NOT_BEGUN,
    cell_of,
    half_of,
    over,
    under_way,
)
from app.site.manage.outcomes.wave_when import WaveWhen
from app.site.parts.studies import RESPONDENTS, wave_title
from app.studies.enums import Respondent, WaveState
from app.studies.waves.queries import WavePlan
from app.studies.waves.standing.rules import ANSWERED

FEW = _("Not shown")
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


DID_NOT = tuple(state for state in WaveState if state not in {*ANSWERED, *NOT_BEGUN})


@dataclass(frozen=True)
class StateLine:
    """How many people stand so, as far as that may be told."""

    label: Text
    number: Text
    is_part: bool = False
    """Whether they are among those of a line above."""


@dataclass(frozen=True)
class WaveCard:
    """One wave and who answers it."""

    title: Text
    respondent: Text
    when: WaveWhen
    instruments: Sequence[str]
    lines: Sequence[StateLine]
    as_of: Text
    """When they were counted; empty before the first time."""
    is_empty: bool
    """Whether it asks nothing."""
    path: str
    id: str


def wave_cards(
    plan: WavePlan,
    when: WaveWhen,
    told: Turnout,
    versions: Mapping[Name, ContentVersion],
    path: str,
    zone: str,
) -> list[WaveCard]:
    """A card for each who answers it; one for a wave that asks nothing. `zone`: the reader's."""
    asked = [own for own in Respondent if any(i.respondent is own for i in plan.instruments)]
    each: list[Respondent | None] = [*asked] or [None]
    return [_card(plan, own, when, told, versions, path, zone) for own in each]


def _card(
    plan: WavePlan,
    respondent: Respondent | None,
    when: WaveWhen,
    told: Turnout,
    versions: Mapping[Name, ContentVersion],
    path: str,
    zone: str,
) -> WaveCard:
    wave = plan.wave
    keys = [own.instrument for own in plan.instruments if own.respondent is respondent]
    shown = _newest(wave.months, respondent, told) if respondent else None
    steps = told.get(under_way(wave.months, respondent.value)) if respondent else None
    step = steps.edition[ALL_ANSWERED] if steps else TOO_FEW
    return WaveCard(
        title=wave_title(wave.months),
        respondent=RESPONDENTS[respondent] if respondent else "",
        when=when,
        instruments=[_title(key, versions) for key in keys],
        lines=wave_lines(shown.edition, step) if shown else [],
        as_of=date_time(shown.cut_off, zone) if shown else "",
        is_empty=respondent is None,
        path=f"{path}/waves/{wave.months}",
        id=f"wave-{wave.months}-{respondent.value if respondent else 'nobody'}",
    )


def _title(key: str, versions: Mapping[Name, ContentVersion]) -> str:
    version = versions.get(("instrument", key))
    return version.title if version else key


def _newest(months: int, respondent: Respondent, told: Turnout) -> Told | None:
    """What is told of a wave: the steps while it goes on, and all of it once it is over."""
    names = over(months, respondent.value), under_way(months, respondent.value)
    found = [told[name] for name in names if name in told]
    return max(found, key=lambda own: own.cut_off, default=None)


def wave_lines(edition: Edition, step: disclosed.Told) -> list[StateLine]:
    """The states that somebody is in, and all people; of a wave that goes on, who answered.

    `step`: about how many that is, for where the number itself is held back.
    """
    if ALL_ANSWERED in edition:
        return [StateLine(_("Answered so far, in whole or in part"), about(edition[ALL_ANSWERED]))]
    answered = edition[half_of(answered=True)]
    return [
        StateLine(_("People whom it asks"), number_told(edition[cell()])),
        StateLine(
            _("Answered, in whole or in part"),
            about(step) if answered is TOO_FEW else str(answered),
        ),
        *_within(edition, WaveState.PARTIAL),
        StateLine(_("Did not answer"), number_told(edition[half_of(answered=False)])),
        *_within(edition, *DID_NOT),
    ]


def _within(edition: Edition, *states: WaveState) -> list[StateLine]:
    """Of a half, the states that somebody is in."""
    return [
        StateLine(STATES[state], number_told(number), is_part=True)
        for state in states
        if (number := edition.get(cell_of(state)))
    ]


def number_told(number: disclosed.Told) -> Text:
    """A number of people, or that it is not told."""
    return FEW if number is TOO_FEW else str(number)


def about(number: disclosed.Told) -> Text:
    """A step as it is told of people who still come and go."""
    if number is TOO_FEW or not number:
        return FEW
    return _("About {count}", count=number)
