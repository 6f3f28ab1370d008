"""A unit as its learner sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.content.shown import ModuleVersion, heading_tag
from app.language import Text, _, dotted
from app.language.reasons import Reason
from app.learning import rules
from app.learning.items.rules import TEXT_KEY, ItemKind, UnitWork
from app.packs.figures.files import shown_at
from app.packs.schema import KnowledgeCheck, ModuleData
from app.site.cohorts.units.done import UnitDone, unit_done
from app.site.cohorts.units.facts import UnitFacts
from app.site.cohorts.units.room import Room, Stopped, room
from app.site.cohorts.units.signing import Signing, signing
from app.site.cohorts.units.writing import ReflectionCard, reflection_card, reflection_form
from app.site.parts.readings import ReadingRow, Tick, reading_rows
from app.site.parts.sessions import SessionTile, session_tile
from app.web.forms import FormState


class UnitHead(NamedTuple):
    """What a unit is called, and where it is."""

    eyebrow: str
    title: Text
    label: str
    """`Week 5`."""
    path: str
    language: str
    """Of the module and the statement."""
    up: str | None = None
    """The page of the whole cohort."""


class ShownText(NamedTuple):
    """The module's text; in two where its reader stopped."""

    before: str
    after: str = ""


@dataclass(frozen=True)
class UnitPage:
    """An open unit: the module, its readings, the reflection, the attestation."""

    head: UnitHead
    room: Room
    session: SessionTile | None
    module: ModuleData
    text: ShownText
    readings: Sequence[ReadingRow]
    reflection: ReflectionCard
    signing: Signing
    why_not_do: Reason | None
    form: FormState
    saved: Text | None = None
    done: UnitDone | None = None
    """What comes next, right after it was signed."""

    @property
    def title(self) -> Text:
        """What the page is about: the unit, or that it is done."""
        return self.done.title if self.done else self.head.title

    @property
    def path(self) -> str:
        """The unit's address."""
        return self.head.path

    @property
    def language(self) -> str:
        """Of the module and the statement."""
        return self.head.language

    @property
    def work(self) -> UnitWork:
        """How far the unit is."""
        return self.room.work

    @property
    def check(self) -> KnowledgeCheck | None:
        """The module's knowledge check."""
        return self.module.check

    @property
    def text_tick(self) -> Tick:
        """That the text was read, to be ticked at its end."""
        done = any(item.done for item in self.work.items if item.kind is ItemKind.TEXT)
        return Tick(done, f"{self.path}/readings/{TEXT_KEY}")


def unit_page(facts: UnitFacts, form: FormState | None = None, just: str | None = None) -> UnitPage:
    """The whole page of an open unit. `form`: what was refused. `just`: what was done right now."""
    shown, text, beside = reflection_form(facts.writing, form), facts.module, room(facts)
    return UnitPage(
        head=_head(facts),
        room=beside,
        session=session_tile(facts.learner, facts.unit, facts.reader.zone, facts.now),
        module=text.data,
        text=shown_text(text, facts.path, beside.stopped),
        readings=reading_rows(text.data, facts.recorded.readings, facts.path),
        reflection=_reflection(facts, shown),
        signing=signing(facts),
        why_not_do=rules.why_not_do(facts.times, facts.now),
        form=shown,
        saved=_("Your reflection is saved.") if just == "reflection" else None,
        done=unit_done(facts) if just == "attestation" and facts.work.signed else None,
    )


def _head(facts: UnitFacts) -> UnitHead:
    learner = facts.learner
    return UnitHead(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=f"{facts.label}: {facts.unit.title}",
        label=facts.label,
        path=facts.path,
        language=learner.program.language,
        up=learner.path,
    )


def _reflection(facts: UnitFacts, shown: FormState) -> ReflectionCard:
    return reflection_card(facts.path, facts.writing, shown, reader=facts.reader, now=facts.now)


def shown_text(module: ModuleVersion, path: str, stopped: Stopped | None = None) -> ShownText:
    """A module's text with its pictures. `path`: below which these are."""
    html = shown_at(module.html, path, module.figures)
    if stopped is None:
        return ShownText(html)
    before, tag, after = html.partition(heading_tag(stopped.heading.id))
    return ShownText(before, tag + after)
