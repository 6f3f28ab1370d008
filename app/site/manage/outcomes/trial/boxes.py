"""The flow of people through a trial in boxes, as CONSORT draws it."""

from app.language import Text, _
from app.outcomes.charts.flow import Arm, Counted, Step, flow
from app.outcomes.charts.shapes import Chart
from app.outcomes.disclosure.cells import Told
from app.outcomes.trials.rows import AtWaveFact, Fact
from app.outcomes.trials.rules import FlowTold, GroupTold
from app.site.manage.outcomes.trial.flow import (
    ALLOCATED,
    ANSWERED,
    AT_WAVE,
    ENROLLED,
    EXCLUDED,
    FACTS,
    GONE,
    NOT_DRAWN,
    RANDOMIZED,
    RECEIVED,
    at_wave,
    waves_begun,
)

TITLE = _("Flow of people through the trial")
ABOUT = _(
    "From the top: who was asked, for whom no arm was drawn and who was randomized; then a column "
    "for each arm with who was allocated, who answered each wave and who is analyzed. The table "
    "below has the same numbers."
)
ABOUT_OPEN = _(
    "From the top: who was asked, for whom no arm was drawn, and who was randomized so far. The "
    "table below has the same numbers."
)


def flow_boxes(told: FlowTold) -> Chart:
    """The diagram; by arm once no arm is drawn any more."""
    excluded = [
        _counted(EXCLUDED, told.not_drawn),
        *(_counted(NOT_DRAWN[why], number) for why, number in told.reasons.items()),
    ]
    before = [
        Step(_counted(ENROLLED, told.enrolled), [_counted(ANSWERED, told.answered)], excluded),
        Step(_counted(RANDOMIZED, told.randomized)),
    ]
    waves = waves_begun(told)
    arms = [Arm(own.title, _steps(own, waves)) for own in told.arms]
    return flow(str(TITLE), str(ABOUT if arms else ABOUT_OPEN), before, arms)


def _steps(own: GroupTold, waves: list[int]) -> list[Step]:
    received = [_fact(own, fact) for fact in RECEIVED]
    gone = [_fact(own, fact) for fact in GONE]
    return [
        Step(_counted(ALLOCATED, own.allocated), received, gone),
        *(_wave(own, months) for months in waves),
        Step(_fact(own, Fact.ANALYZED), [_fact(own, Fact.PER_PROTOCOL)]),
    ]


def _wave(own: GroupTold, months: int) -> Step:
    told, first = own.waves[months], AtWaveFact.RESPONDED
    others = [_counted(words, told[fact]) for fact, words in AT_WAVE.items() if fact is not first]
    return Step(_counted(at_wave(months, first), told[first]), others)


def _fact(own: GroupTold, fact: Fact) -> Counted:
    return _counted(FACTS[fact], own.facts[fact])


def _counted(words: Text, told: Told) -> Counted:
    return Counted(str(words), told)
