"""What must fit together within a guide: its plan, and its text by the steps of that."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import ValidationError

from app.language import _
from app.packs.files import Source
from app.packs.guides import GuidePart, guide_parts, part_of, times_of
from app.packs.located import Place
from app.packs.problems import Problem
from app.packs.schema import PlanStep
from app.packs.text.markdown import render
from app.packs.text.tokens import plain_text


def of_guide(source: Source) -> Iterator[Problem]:
    """All findings in a guide, besides its fields and its text."""
    yield from _plan(source)
    places = source.entries("plan")
    steps = [(place, step) for place in places if (step := _step(source, place)) is not None]
    if len(steps) < len(places):
        return
    yield from _headings(source, [step for _place, step in steps])
    parts = guide_parts(render(source.body.text, prefix="guide"))
    for place, step in steps:
        yield from _of_step(source, place, step, parts)


def _step(source: Source, place: Place) -> PlanStep | None:
    try:
        return PlanStep.model_validate(source.front.get(*place))
    except ValidationError:
        return None


def _plan(source: Source) -> Iterator[Problem]:
    before = 0
    for step in source.entries("plan"):
        start, end = source.front.number(*step, "from"), source.front.number(*step, "to")
        if start is None or end is None:
            return
        if end <= start:
            sentence = _("This step ends ({end}) before it begins ({start}).", end=end, start=start)
            yield source.error(sentence, *step)
        if start != before:
            sentence = _(
                "This step begins at minute {start}, and the one before ends at {before}.",
                start=start,
                before=before,
            )
            yield source.error(sentence, *step)
        before = end


def _headings(source: Source, steps: Sequence[PlanStep]) -> Iterator[Problem]:
    """Times in a heading are those of a step: otherwise nobody sees its text in the session."""
    planned, seen = {(step.start, step.end) for step in steps}, set()
    for opening, inline in pairwise(source.body.tokens):
        if opening.type != "heading_open" or opening.tag != "h2":
            continue
        times, line = times_of(plain_text(inline)), source.body.line(opening)
        if times is not None and times not in planned:
            begin, end = times
            sentence = _(
                "The plan has no step from minute {begin} to minute {end}.", begin=begin, end=end
            )
            yield Problem(source.path, line, sentence)
        elif times is not None and times in seen:
            yield Problem(source.path, line, _("Another heading has these minutes already."))
        seen.add(times)


def _of_step(
    source: Source, place: Place, step: PlanStep, parts: Sequence[GuidePart]
) -> Iterator[Problem]:
    part = part_of(parts, step)
    if part is None and any(own.minutes for own in parts):
        sentence = _("No heading of the text has the minutes of this step.")
        yield source.warning(sentence, *place)
    if step.at is not None and (step.disclosure is None or not step.start <= step.at < step.end):
        sentence = _("`at` is the minute of a disclosure, within its step.")
        yield source.error(sentence, *place, "at")
    number = step.disclosure
    if number is not None and (part is None or part.disclosure(number) is None):
        sentence = _(
            "Nothing is quoted as disclosure {number} below the heading with this step’s minutes. "
            "Name it there with its number in bold, and quote it below.",
            number=number,
        )
        yield source.error(sentence, *place, "disclosure")
