"""Whatever is done in whatever order, and whatever the mail does meanwhile, calendars end right.

The real acts, the real outbox, a real mail server that loses mail, workers that are killed.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from app.cohorts.changes import actions
from app.core.errors import WaypostError
from app.messages.calendar.actions import choose_invitations
from app.messages.delivery import Delivery
from tests.cast import Cast
from tests.cohorts.changes.changing import WHY, cancel, fall, let_lead, move, unit
from tests.messages.calendar.acts import LOST, SENT, come_back, leave, restore
from tests.messages.calendar.term import PEOPLE, Term

LENGTH = 14
RECORD = Delivery._record


class Chance:
    """Acts on session 3 and on Ada's place, and deliveries, as a seed draws them."""

    def __init__(self, term: Term, patch: pytest.MonkeyPatch, seed: int) -> None:
        self.term, self.patch, self.rng = term, patch, Random(seed)
        self.did: list[str] = []

    @property
    def cast(self) -> Cast:
        return self.term.cast

    def move(self) -> None:
        move(self.cast, 3, date(2026, 12, self.rng.randint(1, 9)))

    def cancel(self) -> None:
        cancel(self.cast, 3)

    def restore(self) -> None:
        restore(self.cast, 3)

    def withdraw(self) -> None:
        leave(self.cast)

    def take_back(self) -> None:
        come_back(self.cast)

    def change_link(self) -> None:
        asked: dict[str, Any] = {"seen": unit(self.cast, 3).sequence, "reason": WHY}
        link = f"https://zoom.example/{self.rng.randint(1, 99)}"
        by, now = self.cast.id("cora"), self.term.now
        actions.change_link(
            self.cast.session, fall(self.cast), 3, link, "one", by=by, now=now, **asked
        )

    def change_leaders(self) -> None:
        let_lead(self.cast, 3, "lead", *self.rng.choice([("fay",), ("lee",), ("fay", "lee"), ()]))

    def choose_anew(self) -> None:
        for wanted in (False, True):
            choose_invitations(
                self.cast.session, self.cast.id("ada"), wanted=wanted, now=self.term.now
            )

    def deliver(self) -> None:
        self.patch.setattr(Delivery, "_record", RECORD)
        self.term.does.data = SENT
        self.term.now += timedelta(hours=3)  # after every pause of what failed
        self.term.deliver()

    def lose(self) -> None:
        self.term.does.data = LOST
        self.term.deliver()

    def die(self) -> None:
        self.term.does.data = SENT
        self.patch.setattr(Delivery, "_record", _die)
        self.term.deliver()

    def act(self, *choices: Callable[[], None]) -> None:
        what = self.rng.choice(choices)
        try:
            what()
        except WaypostError as refused:  # such as to cancel what is canceled
            self.cast.session.rollback()
            self.did.append(f"{what.__name__}: {refused}")
        else:
            self.cast.session.commit()
            self.did.append(what.__name__)


def _die(*_asked: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("seed", range(8))
def test_calendars_end_as_they_are_to_be(
    term: Term, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Chance(term, monkeypatch, seed)
    term.invite_everybody()
    acts = [chance.move, chance.cancel, chance.restore, chance.withdraw, chance.take_back]
    acts += [chance.change_link, chance.change_leaders, chance.deliver]
    fails = bool(seed % 2)
    acts += [chance.lose, chance.die] if fails else []
    for _act in range(LENGTH):
        chance.act(*acts, *([chance.choose_anew] if fails else []))
    chance.deliver()
    chance.deliver()
    for name in PEOPLE:
        term.shown(name)
    if not fails:
        idle = {name: term.mailed[name].idle for name in PEOPLE}
        assert idle == {name: [] for name in PEOPLE}, chance.did
    term.now += timedelta(hours=3)
    assert term.deliver() == {}, chance.did
