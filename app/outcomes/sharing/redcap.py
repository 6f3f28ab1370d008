"""A project for REDCap with its records: who may be in it, under which names; pure.

No record has a time, an institution or a name. Records of an identified project are named by a mark
that only this installation can make of a place: the same each time, so that REDCap knows who is
there already, and it leads nobody back. Who is in no arm of a trial is in an arm of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID

from app.language import Text, _
from app.outcomes.codebook.rows import Described
from app.outcomes.redcap.design import Wave
from app.outcomes.redcap.names import form_name
from app.outcomes.redcap.package import Given, Package, Plan, package_of
from app.outcomes.redcap.records import Project, Record
from app.outcomes.redcap.stored import typed
from app.outcomes.sharing.records import Held, Shared
from app.outcomes.sharing.rules import FILE_VERSION
from app.packs.instruments.schema import InstrumentData
from app.studies.enums import Respondent
from app.surveys.enums import IdentityMode

if TYPE_CHECKING:
    from app.studies.waves.queries import WavePlan

_PURPOSE = b"waypost redcap record 1"
_LETTERS = "bcdfghjkmnpqrstv"
"""Sixteen without vowels: one for each half of a byte."""
_LENGTH = 8
"""Bytes of a mark."""
ALL = "All"  # not shown
NOT_DRAWN = "No arm drawn"  # not shown


def plan_of(held: Held) -> Plan:
    """What learners are asked when, in the order in which it is asked first."""
    waves = [(own, _keys(own)) for own in held.waves]
    asked = {key: _described(held, key) for _own, keys in waves for key in keys}
    known = {key: described for key, described in asked.items() if described is not None}
    named = held.arms and not held.project.mode.is_anonymous
    return Plan(
        title=held.project.title,
        asked=tuple(known.values()),
        waves=tuple(_wave(own, keys, known) for own, keys in waves if known.keys() & set(keys)),
        arms=(*held.arms, NOT_DRAWN) if named else (ALL,),
    )


def _keys(plan: WavePlan) -> list[str]:
    learners = (own for own in plan.instruments if own.respondent is Respondent.LEARNER)
    return [own.instrument for own in learners]


def _described(held: Held, key: str) -> Described | None:
    """An instrument as it was asked; before that as the program has it."""
    for survey in held.asked:
        if survey.key == key:
            return Described(InstrumentData.model_validate(survey.data), survey.version)
    return held.current.get(key)


def _wave(plan: WavePlan, keys: Sequence[str], known: Mapping[str, Described]) -> Wave:
    own = plan.wave
    return Wave(
        title=_title(own.months),
        months=own.months,
        before=max(0, -own.first_day),
        after=max(0, own.last_day),
        forms=tuple(form_name(key) for key in keys if key in known),
    )


def _title(months: int) -> str:
    return f"{months} Month" if months else "Baseline"  # not shown


def package_shared(
    held: Held, sheets: Sequence[Shared], *, secret: str, chance: random.Random, now: datetime
) -> Package:
    """The project with the records of these sheets. `secret`: what marks are made with.

    Raises:
        RefusedError: Waves that REDCap cannot tell apart.
    """
    plan = plan_of(held)
    project = package_of(plan).project
    records = list(_records(held, sheets, project))
    package = package_of(plan, _given(held, sheets, records, secret, chance))
    return replace(package, readme=package.readme + _stamp(held, now).encode())


def _records(held: Held, sheets: Sequence[Shared], project: Project) -> Iterator[Record]:
    events = Events(held, project)
    unnamed = count(1)
    for sheet in sheets:
        survey, form = sheet.survey, form_name(sheet.survey.key)
        yield Record(
            record_id=_own(sheet) or f"sheet {next(unnamed)}",  # not shown
            event=events.of(sheet.place, survey.months),
            form=form,
            answers=typed(project.questions[form], sheet.answers),
        )


class Events:
    """What REDCap calls a wave for somebody."""

    def __init__(self, held: Held, project: Project) -> None:
        self._drawn = held.drawn
        self._numbers = {arm.name: arm.number for arm in project.design.arms}
        self._names = {(event.arm, event.title): event.name for event in project.design.events}

    def of(self, place: UUID | None, months: int) -> str:
        """The event by its unique name. `place`: None of anonymous sheets."""
        arm = self._drawn.get(place, NOT_DRAWN) if place else ALL
        return self._names[self._numbers.get(arm, 1), _title(months)]


def _own(sheet: Shared) -> str | None:
    """What is the same on all sheets of one person, as far as that is known here."""
    return str(sheet.place) if sheet.place else sheet.person


def _given(
    held: Held,
    sheets: Sequence[Shared],
    records: Sequence[Record],
    secret: str,
    chance: random.Random,
) -> Given:
    mode = held.project.mode
    if mode.is_anonymous:
        return Given(records, mode, chance=chance)
    names = {
        str(sheet.place): sheet.pseudonym or mark(secret, held.project.id, sheet.place)
        for sheet in sheets
        if sheet.place
    }
    return Given(records, IdentityMode.CONFIDENTIAL, pseudonyms=names)


def mark(secret: str, project_id: UUID, place: UUID) -> str:
    """What a record of an identified project is called; another one in every project."""
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    own = hmac.digest(key, project_id.bytes + place.bytes, hashlib.sha256)[:_LENGTH]
    return "".join(_LETTERS[int(digit, 16)] for digit in own.hex())


def _stamp(held: Held, now: datetime) -> str:
    """What stands below the steps: how the records were made."""
    said: list[Text] = [
        _("Only answers of people who allowed that they are passed on, and that waves are put "
          "together. What they wrote in their own words is not in it."),
        *stamp_lines(held, now),
    ]  # fmt: skip
    return "\n" + "\n".join(map(str, said)) + "\n"


def stamp_lines(held: Held, now: datetime) -> list[Text]:
    """What every file says of how it was made, a line each."""
    project = held.project
    lines: list[Text] = [
        _("Whose answers: {mode}", mode=project.mode.value),
        _("Version of the analysis plan: {version}", version=project.plan_version or "-"),
        _("Version of the software that makes these files: {version}", version=FILE_VERSION),
        _("Cut-off: {day}", day=now.date().isoformat()),
        _("Seed: none; names and order that are made by chance are not kept."),
    ]
    if project.is_synthetic:
        lines.append(_("SYNTHETIC: nobody in it is a person."))
    return lines
