"""One's reflections and tools as they go to the press."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.cohorts.context import LearnerInCohort
from app.content.booklets.booklet import BookletFigure
from app.content.shown import ModuleVersion
from app.content.tools import tools_in
from app.language import dotted
from app.language.languages import current
from app.language.moments import local
from app.learning.reflections import booklet
from app.people.actors import Actor
from app.site.cohorts.reflections.page import OwnUnit


def figures_of_tools(modules: Mapping[int, ModuleVersion]) -> dict[str, str]:
    """The hashes of the pictures that tools show, by the name under which they are printed.

    `modules`: by the position of their unit.
    """
    return {
        _named(position, name): hash_
        for position, module in modules.items()
        for name, hash_ in module.figures.items()
        if any(f"figure:{name}" in tool.html for tool in tools_in(module.html))
    }


def _named(position: int, name: str) -> str:
    """Two modules may have different pictures of one name."""
    return f"{position}-{name}"


def order_of(
    learner: LearnerInCohort,
    units: Sequence[booklet.OwnUnit],
    figures: Mapping[str, BookletFigure],
    reader: Actor,
    now: datetime,
) -> booklet.OwnOrder:
    """What is printed, in the language of who reads it."""
    return booklet.OwnOrder(
        reader=current().code,
        content=learner.program.language,
        program=learner.program.title,
        cohort=learner.cohort.title,
        name=reader.display_name,
        made_on=local(now, reader.zone).date(),
        units=units,
        figures=figures,
    )


def printed_unit(own: OwnUnit, module: ModuleVersion) -> booklet.OwnUnit:
    """A unit of the page as it is printed: its tools ask for their pictures by other names."""
    html = "".join(tool.html for tool in tools_in(module.html))
    for name in module.figures:
        html = html.replace(f"figure:{name}", f"figure:{_named(own.position, name)}")
    state = dotted((str(own.state.badge), str(own.state.when or "")))
    return booklet.OwnUnit(own.heading, own.prompt, own.text, state, html)
