"""Whatever happens in whatever order, a calendar ends as it is to be: by the pure rule alone."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages.calendar.mailed.rules import Entry, Wanted, to_tell

ACTS = (
    *("move", "cancel or restore", "join or leave", "another link"),
    *("tell", "tell, and die", "tell, and lose it", "choose anew", "ask again"),
)


@dataclass
class World:
    """One session, one person, what is noted of them, and their calendar behind the mail."""

    sequence: int = 0
    canceled: bool = False
    theirs: bool = True
    entry: Entry | None = None
    held: Entry | None = None
    """The newest mail that the calendar took up."""
    arrived: list[Entry] = field(default_factory=list)
    idle: int = 0
    """Mails that changed nothing although nothing had gone wrong and nobody had asked."""

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.sequence, shown=self.theirs and not self.canceled)

    @property
    def shows(self) -> int | None:
        """The number of the session as the calendar shows it."""
        return self.held.sequence if self.held and self.held.shown else None

    def tell(self, *, asked: bool = False, arrives: bool = True, recorded: bool = True) -> bool:
        told = to_tell(self.entry, self.wanted, asked=asked)
        if told is None:
            return False
        unsure = self.entry is not None and (not self.entry.sure or self.entry.forgotten)
        self.entry = told
        if arrives:
            before = self.shows
            self.receive(told)
            self.idle += self.shows == before and not asked and not unsure
        if recorded:
            self.entry = replace(told, sure=True)
        return True

    def receive(self, told: Entry) -> None:
        """As Outlook and Google do: what has a lower number is old."""
        for other in self.arrived:
            assert told.number > other.number or told == other, "one number, two contents"
        self.arrived.append(told)
        if self.held is None or told.number >= self.held.number:
            self.held = told

    def act(self, what: str) -> None:
        match what:
            case "move" | "another link":
                self.sequence += 1
            case "cancel or restore":
                self.canceled, self.sequence = not self.canceled, self.sequence + 1
            case "join or leave":
                self.theirs = not self.theirs
            case "choose anew":
                if self.entry and self.entry.shown:
                    self.entry = replace(self.entry, forgotten=True)
            case "ask again":
                self.tell(asked=True)
            case _:
                went_well = what == "tell"
                self.tell(arrives=what != "tell, and lose it", recorded=went_well)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=14))
def test_a_calendar_ends_as_it_is_to_be(acts: list[str]) -> None:
    world = World()
    for what in acts:
        world.act(what)
    world.tell()
    assert world.shows == (world.sequence if world.wanted.shown else None)
    assert not world.tell(), "nothing is left to tell"
    assert world.idle == 0


def entry(number: int, sequence: int, *, shown: bool = True, sure: bool = True) -> Entry:
    return Entry(number, sequence, shown, sure)


@pytest.mark.parametrize(
    ("told", "wanted", "expected"),
    [
        pytest.param(None, Wanted(3, True), entry(3, 3, sure=False), id="the first time"),
        pytest.param(None, Wanted(3, False), None, id="nothing was ever there"),
        pytest.param(entry(0, 0), Wanted(0, True), None, id="as it is"),
        pytest.param(entry(0, 0), Wanted(2, True), entry(2, 2, sure=False), id="moved twice"),
        pytest.param(
            entry(0, 0), Wanted(0, False), entry(1, 0, shown=False, sure=False), id="left"
        ),
        pytest.param(
            entry(1, 0, shown=False), Wanted(0, True), entry(2, 0, sure=False), id="came back"
        ),
        pytest.param(entry(2, 0), Wanted(1, True), entry(3, 1, sure=False), id="moved then"),
        pytest.param(entry(1, 0, shown=False), Wanted(5, False), None, id="gone is gone"),
        pytest.param(
            entry(1, 1, sure=False), Wanted(1, True), entry(1, 1, sure=False), id="the same again"
        ),
        pytest.param(
            entry(1, 1, sure=False),
            Wanted(1, False),
            entry(2, 1, shown=False, sure=False),
            id="it may be there",
        ),
    ],
)
def test_what_is_told(told: Entry | None, wanted: Wanted, expected: Entry | None) -> None:
    assert to_tell(told, wanted) == expected
