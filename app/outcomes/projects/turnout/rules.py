"""How many people agreed and answered, told so that no two looks tell of one of them; pure.

Choices:

- It is counted once a day and remembered (`shown_table`), and pages show what is remembered. So a
  hundred looks on a day see as much as one, and nobody else's look decides what is seen.
- While a wave goes on, and of consent always, it is told in steps of the study's smallest group,
  five or more: "about 15". A number follows only when it is a step or more from the one that is
  told, be it above or below. So a step says that several came or went since, and never how many.
  A step also leaves as many who did not answer, so that these are no few.
- A wave that is over for everybody is told in full, by state, as any table (`disclosure.rules`):
  small numbers are held back. Who was not to be asked is not in it. What is recorded later changes
  it only when nothing that was told would have to be held back for being too near to it. Till then
  it stands as it was told, as of its day: who is late, or withdraws, shows in no number.
  Where few did not answer, how many did is no number either; then the last step stands for it.
- What people allow is told in steps, too, of each question by itself: how many of those who take
  part said Yes. A step leaves as many who said No, so that nobody follows from "all but one".
- Waves are told apart: that fewer answered a later one is what a study finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Edition, cell
from app.outcomes.disclosure.rules import told
from app.studies.enums import ConsentScope, ConsentState, WaveState
from app.studies.waves.standing.rules import ANSWERED

if TYPE_CHECKING:
    from app.studies.consent.rules import Stand
    from app.studies.waves.standing.overview import ProjectOverview, WaveOverview

CONSENT = "project.consent"
ALLOWED = "project.consent-scopes"
"""The name of the table of what those who take part allow."""
SAID = (ConsentState.GIVEN, ConsentState.DECLINED, ConsentState.WITHDRAWN)
"""What is told of consent; who said nothing follows from no step."""
ALL_ANSWERED = cell(state="answered")
NOT_BEGUN = frozenset({WaveState.NOT_DUE, WaveState.INELIGIBLE})
SAID_NO = frozenset({WaveState.DECLINED, WaveState.WITHDRAWN})
"""Known of a wave whose time has not come: by these alone, nothing of it is told."""


class Counted(NamedTuple):
    """A table that is to be told."""

    name: str
    counts: Mapping[Cell, int]


def under_way(months: int, respondent: str) -> str:
    """The name of a wave's table while it goes on."""
    return f"project.wave-under-way:{months}:{respondent}"


def over(months: int, respondent: str) -> str:
    """The name of its table once it is over."""
    return f"project.wave-over:{months}:{respondent}"


def step_of(count: int, of: int, shown: int | None, *, least: int) -> int:
    """Which number of people is told: a multiple of `least`. 0: fewer than that.

    `of`: how many people they are among. `shown`: what is told of them until now, if anything.
    """
    if shown is not None and abs(count - shown) < least:
        return shown
    return max(0, min(count, of - least)) // least * least


def tables_to_tell(
    seen: ProjectOverview,
    before: Mapping[str, Sequence[Edition]],
    now: datetime,
    *,
    least: int,
    all_drawn: bool = False,
) -> Iterator[Counted]:
    """Every table that says something new and may. `before`: by name, the newest last.

    `all_drawn`: as of `is_over`.
    """
    counts = _consent(seen.stands, before.get(CONSENT, ()), least)
    if _differs(counts, before.get(CONSENT, ())):
        yield Counted(CONSENT, counts)
    given = counts[cell(state=ConsentState.GIVEN.value)]
    allowed = _allowed(seen.stands, given, before.get(ALLOWED, ()), least)
    if _differs(allowed, before.get(ALLOWED, ())):
        yield Counted(ALLOWED, allowed)
    for wave in seen.waves:
        yield from _of_wave(wave, before, least, ended=is_over(wave, now, all_drawn=all_drawn))


def _consent(stands: Sequence[Stand], before: Sequence[Edition], least: int) -> dict[Cell, int]:
    states = [stand.state for stand in stands]
    return {
        key: step_of(states.count(state), len(states), _shown(before, key), least=least)
        for state in SAID
        for key in (cell(state=state.value),)
    }


def allowing(scope: ConsentScope) -> Cell:
    """Where the number stands of those who take part and allow something."""
    return cell(scope=scope.value)


def _allowed(
    stands: Sequence[Stand], given: int, before: Sequence[Edition], least: int
) -> dict[Cell, int]:
    """`given`: how many are told to take part. What is told here says nothing more of that."""
    part = [stand for stand in stands if stand.is_given]
    return {
        key: step_of(
            sum(stand.allows(scope) for stand in part),
            given,
            _shown(before, key),
            least=least,
        )
        for scope in ConsentScope
        if scope is not ConsentScope.USE
        for key in (allowing(scope),)
    }


def _of_wave(
    wave: WaveOverview, before: Mapping[str, Sequence[Edition]], least: int, *, ended: bool
) -> Iterator[Counted]:
    begun = {own.state for own in wave.stands} - NOT_BEGUN
    if not begun or (not ended and begun <= SAID_NO):
        return
    of = wave.wave.months, wave.respondent.value
    steps = before.get(under_way(*of), ())
    counts = _answered(wave, steps, least)
    if _differs(counts, steps) and not (ended and steps):
        yield Counted(under_way(*of), counts)
    if ended and may_follow(_states(wave), before.get(over(*of), ()), least=least):
        yield Counted(over(*of), _states(wave))


def is_over(wave: WaveOverview, now: datetime, *, all_drawn: bool = False) -> bool:
    """Whether its time is over for everybody; not before anybody's is known.

    `all_drawn`: whether no arm is drawn any more. Then whoever has no time never gets one.
    """
    windows = [own.window for own in wave.stands]
    known = [window for window in windows if window is not None]
    if not known or (len(known) < len(windows) and not all_drawn):
        return False
    return all(window.closes_at <= now for window in known)


def _states(wave: WaveOverview) -> dict[Cell, int]:
    """By state within those who answered and within those who did not.

    So what is held back for the sake of a small state is another of its own half, and how many
    answered can be told beside it.
    """
    states = [own.state for own in wave.stands]
    return {cell_of(state): states.count(state) for state in WaveState if state not in NOT_BEGUN}


def cell_of(state: WaveState) -> Cell:
    """Where a state stands in the table of a wave that is over."""
    return half_of(answered=state in ANSWERED) | cell(state=state.value)


def half_of(*, answered: bool) -> Cell:
    """All who answered, in whole or in part, or all who did not."""
    return cell(answered="yes" if answered else "no")


def _answered(wave: WaveOverview, before: Sequence[Edition], least: int) -> dict[Cell, int]:
    count = sum(own.state in ANSWERED for own in wave.stands)
    shown = _shown(before, ALL_ANSWERED)
    return {ALL_ANSWERED: step_of(count, len(wave.stands), shown, least=least)}


def may_follow(counts: Mapping[Cell, int], before: Sequence[Edition], *, least: int) -> bool:
    """Whether a table can be told anew without holding back what the newest edition told."""
    now = told(counts, before, smallest=least)
    if not before:
        return True
    newest = before[-1]
    lost = any(number is TOO_FEW for key, number in now.items() if newest.get(key) is not TOO_FEW)
    return not lost and now != newest


def _shown(before: Sequence[Edition], key: Cell) -> int | None:
    number = before[-1].get(key) if before else None
    return number if isinstance(number, int) else None


def _differs(counts: Mapping[Cell, int], before: Sequence[Edition]) -> bool:
    return any(_shown(before, key) != count for key, count in counts.items())
