"""Arms, events, and which form is asked when.

An event is a wave in one arm. REDCap makes its unique name of the wave's: small letters, hyphens
deleted, whatever else is neither letter nor digit an underscore, 18 characters at most, and the
number of the arm; `b`, `c` and so on follow a name that an earlier event of the arm has. Events
on the same day come in the order of the alphabet, so no two of ours are.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

from app.core.errors import require
from app.language.reasons import ReasonKind, reason

LONGEST_EVENT = 18
"""Characters of an event's name that go into its unique name."""
_DAYS_OF_A_YEAR, _DAYS_OF_A_MONTH = 365, 30
_OTHERS = re.compile(r"[^a-z0-9]+")

NO_WAVE = reason("redcap.no_wave", "A project needs one wave at least.")
SAME_DAY = ReasonKind(
    "redcap.same_day",
    "Two waves come {count} month after the start.",
    "Two waves come {count} months after the start.",
)
SAME_TITLE = ReasonKind("redcap.same_title", "Two waves are called “{title}”.")
NO_EVENT_NAME = ReasonKind(
    "redcap.no_event_name", "“{title}” has no letter or digit that REDCap can make a name of."
)
TOO_ALIKE = ReasonKind(
    "redcap.too_alike", "More than 26 waves would be called “{name}” in REDCap. Rename some."
)
NO_FORM = ReasonKind(
    "redcap.form_unknown", "The wave “{title}” asks “{form}”, which is no form of this project."
)
FIRST_FORM = ReasonKind(
    "redcap.first_form",
    "REDCap keeps the name of a record in the first form, so the first wave has to ask it. "
    "“{form}” is not asked in “{title}”; put an instrument first that is.",
)


@dataclass(frozen=True)
class Wave:
    """A time at which is asked."""

    title: str
    """Such as: 3 Month."""
    months: int
    """After the start."""
    before: int
    """Days that it may be asked early, 0 or more."""
    after: int
    """Days that it may be asked late, 0 or more."""
    forms: tuple[str, ...]
    """What is asked, by the forms' names."""

    @property
    def day(self) -> int:
        """Days after the start: years of 365 and months of 30, so that no two waves share one."""
        years, months = divmod(self.months, 12)
        return years * _DAYS_OF_A_YEAR + months * _DAYS_OF_A_MONTH


@dataclass(frozen=True)
class Arm:
    """A group whose members are asked in the same waves."""

    number: int
    name: str


@dataclass(frozen=True)
class Event:
    """A wave in one arm."""

    title: str
    arm: int
    name: str
    """The unique one."""
    day: int | None = None
    """None, as are the next two: the project has no schedule."""
    before: int | None = None
    after: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Mapped:
    """That a form is asked at an event."""

    arm: int
    event: str
    form: str


@dataclass(frozen=True)
class Design:
    """The three files between dictionary and records."""

    arms: tuple[Arm, ...]
    events: tuple[Event, ...]
    mapped: tuple[Mapped, ...]

    @property
    def forms_of(self) -> Mapping[str, Collection[str]]:
        """The forms that each event asks, by its unique name."""
        forms: dict[str, list[str]] = {event.name: [] for event in self.events}
        for mapping in self.mapped:
            forms.setdefault(mapping.event, []).append(mapping.form)
        return forms


def design_of(waves: Sequence[Wave], arms: Sequence[str], forms: Sequence[str]) -> Design:
    """The design of a project in which every arm has the same waves.

    `arms`: their names, in order. `forms`: all forms, in the order of the dictionary.

    Raises:
        RefusedError: Waves that REDCap cannot tell apart, or whose first lacks the first form.
        ValueError: A wave is before the start, or has less than no days early or late.
    """
    if any(min(wave.months, wave.before, wave.after) < 0 for wave in waves):
        raise ValueError("REDCap counts days from the start, and a window around them.")
    ordered = sorted(waves, key=lambda wave: wave.day)
    _check(ordered, forms)
    numbered = [Arm(number, name) for number, name in enumerate(arms, start=1)]
    events = tuple(event for arm in numbered for event in _events(arm, ordered))
    asked = {wave.title: [form for form in forms if form in wave.forms] for wave in ordered}
    mapped = [
        Mapped(event.arm, event.name, form) for event in events for form in asked[event.title]
    ]
    return Design(tuple(numbered), events, tuple(mapped))


def _events(arm: Arm, waves: Sequence[Wave]) -> Iterator[Event]:
    names = event_names([wave.title for wave in waves], arm.number)
    for wave, name in zip(waves, names, strict=True):
        yield Event(wave.title, arm.number, name, wave.day, wave.before, wave.after)


def event_names(titles: Sequence[str], arm: int) -> list[str]:
    """The unique names that REDCap makes of the titles of an arm's events, in their order.

    Raises:
        RefusedError: A title without letters or digits, or too many that are alike.
    """
    names: list[str] = []
    for title in titles:
        names.append(event_name(title, arm, names))
    return names


def event_name(title: str, arm: int, before: Collection[str]) -> str:
    """The unique name of one event of an arm, after those before it.

    Raises:
        RefusedError: A title without letters or digits, or too many that are alike.
    """
    base = _OTHERS.sub("_", title.lower().replace("-", "")).strip("_")[:LONGEST_EVENT]
    require(None if base else NO_EVENT_NAME(title=title))
    name = f"{base.rstrip('_')}_arm_{arm}"
    endings: list[str] = ["", *ascii_lowercase[1:]]
    free = [name + ending for ending in endings if name + ending not in before]
    require(None if free else TOO_ALIKE(name=name))
    return free[0]


def _check(waves: Sequence[Wave], forms: Sequence[str]) -> None:
    """Refuse what REDCap would take otherwise than it is meant."""
    require(None if waves else NO_WAVE)
    for wave, later in pairwise(waves):
        require(SAME_DAY(count=wave.months) if wave.day == later.day else None)
    titles = [wave.title for wave in waves]
    for wave in waves:
        require(SAME_TITLE(title=wave.title) if titles.count(wave.title) > 1 else None)
        for form in wave.forms:
            require(None if form in forms else NO_FORM(title=wave.title, form=form))
    is_kept = forms[0] in waves[0].forms
    require(None if is_kept else FIRST_FORM(form=forms[0], title=waves[0].title))
