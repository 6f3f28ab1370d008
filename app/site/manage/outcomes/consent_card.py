"""How many people take part in a study, and how many of them allow what, as far as it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.disclosure.cells import TOO_FEW, cell
from app.outcomes.projects.turnout.queries import Turnout
from app.outcomes.projects.turnout.rules import ALLOWED, CONSENT, allowing
from app.site.manage.outcomes.wave_cards import StateLine, about
from app.site.parts.studies import LOST
from app.studies.enums import ConsentScope, ConsentState

SAID: Mapping[ConsentState, Text] = {
    ConsentState.GIVEN: _("Agreed to take part"),
    ConsentState.DECLINED: _("Declined"),
    ConsentState.WITHDRAWN: _("Withdrew"),
}
"""What a study tells the people it asks."""
ALLOW: Mapping[ConsentScope, Text] = {
    ConsentScope.LINK: _("Their answers of different times may be linked"),
    ConsentScope.RECONTACT: _("They may be asked about later studies"),
    ConsentScope.SHARE: _("Their answers may be passed on"),
    ConsentScope.MENTEE: _("Somebody whom they mentor may be asked"),
}
"""What those who take part said Yes to, besides taking part."""


@dataclass(frozen=True)
class ConsentCard:
    """How many people answered the consent, and how."""

    lines: Sequence[StateLine]
    as_of: Text
    """When they were counted; empty before the first time."""
    lost: Text | None
    """What an analysis loses with each No to linking; None where nobody is asked for that."""


def consent_card(
    told: Turnout, enrolled: int, asked: Sequence[ConsentScope], zone: str
) -> ConsentCard:
    """`asked`: what people are asked to allow. `zone`: the reader's."""
    shown = told.get(CONSENT)
    lines = [StateLine(_("Enrolled now"), str(enrolled))]
    lost = LOST[ConsentScope.LINK] if ConsentScope.LINK in asked else None
    if shown is None:
        return ConsentCard(lines, "", lost)
    for state, label in SAID.items():
        lines.append(StateLine(label, about(shown.edition[cell(state=state.value)])))
        if state is ConsentState.GIVEN:
            lines += _allowed(told, asked)
    return ConsentCard(lines, date_time(shown.cut_off, zone), lost)


def _allowed(told: Turnout, asked: Sequence[ConsentScope]) -> list[StateLine]:
    """Of those who take part; nothing before it was counted."""
    shown = told.get(ALLOWED)
    if shown is None:
        return []
    return [
        StateLine(ALLOW[scope], about(shown.edition.get(allowing(scope), TOO_FEW)), is_part=True)
        for scope in asked
        if scope in ALLOW
    ]
