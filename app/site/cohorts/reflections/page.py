"""All that a learner wrote in a cohort, with the tools of its modules; for its writer alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content.shown import ModuleVersion
from app.content.tools import Tool, tools_in
from app.language import Text, _, dotted
from app.language.moments import local
from app.learning.reflections.rules import Writing
from app.packs.figures.files import shown_at
from app.site.parts.sessions import unit_opens
from app.web.parts import Chip, Link


class State(NamedTuple):
    """Whether something is written, and who may read it."""

    badge: Text
    tone: str
    when: Text | None = None
    """When it was saved or kept; None: nothing is written."""


@dataclass(frozen=True)
class OwnUnit:
    """One unit: what was asked, what was written, and its tools."""

    position: int
    heading: str
    path: str
    prompt: str
    text: str
    """The newest version; the draft as long as nothing is saved."""
    state: State
    goes_on: bool
    """Whether a draft says more than what is saved."""
    tools: Sequence[Tool]


@dataclass(frozen=True)
class ReflectionsPage:
    """One's reflections and tools of all units that are open."""

    eyebrow: str
    title: Text
    path: str
    up: str
    language: str
    """Of prompts and tools."""
    units: Sequence[OwnUnit]
    opens: Text | None
    """What will be here next."""
    cohorts: Sequence[Chip]

    @property
    def contents(self) -> list[Link]:
        """Where on the page each unit is."""
        return [Link(unit.heading, f"#unit-{unit.position}") for unit in self.units]


def own_units(
    learner: LearnerInCohort,
    units: Sequence[UnitRow],
    modules: Mapping[int, ModuleVersion],
    writings: Mapping[UUID, Writing],
    zone: str,
) -> list[OwnUnit]:
    """The units that are open, in order. `modules`: by position. `zone`: of who reads it."""
    return [
        _own_unit(learner, unit, modules[unit.position], writings[unit.id], zone)
        for unit in units
        if unit.position in modules
    ]


def _own_unit(
    learner: LearnerInCohort, unit: UnitRow, module: ModuleVersion, writing: Writing, zone: str
) -> OwnUnit:
    path = f"{learner.path}/units/{unit.position}"
    words = writing.saved_words or writing.draft_words
    return OwnUnit(
        position=unit.position,
        heading=f"{learner.label(unit.position)}: {unit.title}",
        path=path,
        prompt=module.data.reflection.prompt,
        text=words.text if words else "",
        state=_state(writing, zone),
        goes_on=writing.saved is not None and writing.draft_words is not None,
        tools=_tools(module, path),
    )


def _tools(module: ModuleVersion, path: str) -> list[Tool]:
    """With their pictures, which are asked for below the unit's address."""
    return [
        Tool(tool.title, shown_at(tool.html, path, module.figures))
        for tool in tools_in(module.html)
    ]


def _state(writing: Writing, zone: str) -> State:
    if (saved := writing.saved) is not None:
        badge = _("Shared with facilitators") if saved.shared else _("Private")
        return State(
            badge, "neutral", _("Saved {saved:moment}.", saved=local(saved.saved_at, zone))
        )
    if writing.draft is not None and writing.draft_words is not None:
        at = local(writing.draft.kept_at, zone)
        when = _("Draft kept {kept:moment}. Save it when it is done.", kept=at)
        return State(_("Draft"), "warm", when)
    return State(_("To do"), "neutral")


def reflections_page(
    learner: LearnerInCohort,
    own: Sequence[OwnUnit],
    opens: Text | None,
    places: Sequence[LearnerInCohort],
) -> ReflectionsPage:
    """The page. `places`: all that its writer has."""
    return ReflectionsPage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=_("My reflections and tools"),
        path=f"{learner.path}/reflections",
        up=learner.path,
        language=learner.program.language,
        units=own,
        opens=opens,
        cohorts=[_chip(place, learner) for place in places],
    )


def _chip(place: LearnerInCohort, here: LearnerInCohort) -> Chip:
    return Chip(place.cohort.title, f"{place.path}/reflections", place.path == here.path)


def opens_next(
    learner: LearnerInCohort, units: Sequence[UnitRow], reader_zone: str, now: datetime
) -> Text | None:
    """When the next unit opens; None: all have."""
    locked = (unit for unit in units if unit.module_version_id and not unit.is_open(now))
    if (unit := next(locked, None)) is None:
        return None
    return unit_opens(learner, unit, reader_zone, now)
