"""A unit as its learner sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content.library import ModuleVersion
from app.credit.carried.queries import SignedUnits
from app.credit.ledger import Carried
from app.language import Text, _, dotted
from app.language.moments import in_cohort_zone, leading_zone, local
from app.language.reasons import Reason
from app.learning import rules
from app.learning.checks.rules import CheckLevel, check_level
from app.learning.queries import WorkDone
from app.learning.reflections.rules import Writing
from app.learning.rules import times_of
from app.packs.figures.files import shown_at
from app.packs.schema import KnowledgeCheck, ModuleData, Reading
from app.people.actors import Actor
from app.site.cohorts.units.writing import (
    ReflectionCard,
    reflection_card,
    reflection_form,
)
from app.site.parts.sessions import SessionTile, UnitStep, session_tile, steps
from app.web.forms import FormState


@dataclass(frozen=True)
class ReadingRow:
    """One reading with its tick."""

    reading: Reading
    done: bool
    action: str

    @property
    def note(self) -> str:
        """`Journal article · required`."""
        need = _("required") if self.reading.required else _("optional")
        return dotted((self.reading.type, need))


@dataclass(frozen=True)
class Signature:
    """An attestation as it was signed."""

    statement: str
    typed_name: str
    signed: datetime
    path: str
    """The page that shows the exact text it was made for."""
    updated: Reason | None
    """That the unit has another text by now."""


@dataclass(frozen=True)
class LockedUnitPage:
    """A unit that is not open: its title and when it opens, nothing else."""

    eyebrow: str
    title: str
    opens: datetime
    cohort_time: Text | None
    """On the cohort's clock, where it shows something else than the reader's."""
    then: Text
    """What will be here."""
    steps: Sequence[UnitStep]
    back: str


@dataclass(frozen=True)
class UnitPage:
    """An open unit: what to do, the module, the reflection, the attestation."""

    eyebrow: str
    title: str
    label: str
    path: str
    steps: Sequence[UnitStep]
    session: SessionTile | None
    module: ModuleData
    module_hash: str
    text_html: str
    readings: Sequence[ReadingRow]
    reflection: ReflectionCard
    minutes_left: int
    statement: str
    statement_version: str
    signer: str
    signature: Signature | None
    why_not_attest: Reason | None
    why_not_do: Reason | None
    saved: Text | None
    form: FormState = field(default_factory=FormState)
    level: CheckLevel | None = None
    """How much of the check must be right; None: it is for oneself only."""
    answered: int = 0
    """How many questions of the check have an answer."""
    up: str | None = None
    """The page of the whole cohort."""
    moved: Reason | None = None
    """That the text is another one since, for who has not signed."""
    signed_elsewhere: Text | None = None
    """That it was signed in a cohort whose work counts here, so it is not asked for again."""
    language: str = field(kw_only=True)
    """Of the module and the statement."""

    @property
    def check(self) -> KnowledgeCheck | None:
        """The module's knowledge check."""
        return self.module.check


def locked_page(
    learner: LearnerInCohort,
    units: Sequence[UnitRow],
    unit: UnitRow,
    attested: Collection[int],
    now: datetime,
    *,
    reader_zone: str,
) -> LockedUnitPage:
    """What may be shown of a unit before it opens."""
    zone = learner.cohort.zone
    return LockedUnitPage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=f"{learner.label(unit.position)}: {unit.title}",
        opens=local(unit.opens_at, leading_zone(unit.opens_at, zone, reader_zone)),
        cohort_time=in_cohort_zone(unit.opens_at, zone, reader_zone),
        then=_what_opens(unit),
        steps=steps(learner, units, attested, now, reader_zone=reader_zone),
        back=learner.path,
    )


def _what_opens(unit: UnitRow) -> Text:
    if unit.module_version_id is None:
        return _("Its case appears here then.")
    if unit.case_version_id is None:
        return _("Its module and readings appear here then.")
    return _("Its module, readings, and case appear here then.")


def unit_page(
    learner: LearnerInCohort,
    units: Sequence[UnitRow],
    unit: UnitRow,
    version: ModuleVersion,
    work: WorkDone,
    signed_units: SignedUnits,
    *,
    chosen: Mapping[str, int],
    reader: Actor,
    now: datetime,
    form: FormState | None = None,
    saved: Text | None = None,
) -> UnitPage:
    """The whole page of an open unit. `chosen`: the option of each question answered."""
    module = version.data
    level = check_level(module, chosen, learner.policy.check_percent)
    items = rules.items_of(module, work.readings, reflected=work.reflected, level=level)
    times = times_of(learner, unit)
    signed = work.attestation is not None
    elsewhere = signed_units.elsewhere(unit.position)
    path = f"{learner.path}/units/{unit.position}"
    writing = Writing(work.reflection, work.draft)
    shown = reflection_form(writing, form)
    return UnitPage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=f"{learner.label(unit.position)}: {unit.title}",
        label=learner.label(unit.position),
        path=path,
        steps=steps(
            learner,
            units,
            signed_units.positions,
            now,
            reader_zone=reader.zone,
            here_at=unit.position,
        ),
        session=session_tile(learner, unit, reader.zone, now),
        module=module,
        module_hash=version.hash,
        text_html=shown_at(version.html, path, version.figures),
        readings=_readings(module, work, path),
        reflection=reflection_card(path, writing, shown, reader=reader, now=now),
        minutes_left=0 if signed or elsewhere else rules.minutes_left(items),
        statement=_statement(learner, unit),
        statement_version=learner.cohort.attestation_version,
        signer=reader.certificate_name,
        signature=_signature(learner, unit, work),
        signed_elsewhere=_signed_elsewhere(elsewhere, learner.cohort.zone),
        why_not_attest=rules.why_not_attest(times, items, signed=signed, now=now),
        why_not_do=rules.why_not_do(times, now),
        saved=saved,
        form=shown,
        level=level,
        answered=len(chosen),
        up=learner.path,
        language=learner.program.language,
        moved=None if signed or elsewhere else _moved(learner, unit, work),
    )


def _statement(learner: LearnerInCohort, unit: UnitRow) -> str:
    text, label = learner.cohort.attestation_text, learner.label(unit.position)
    return rules.statement_for(text, unit=label, title=unit.title)


def _readings(module: ModuleData, work: WorkDone, path: str) -> list[ReadingRow]:
    return [
        ReadingRow(reading, reading.key in work.readings, f"{path}/readings/{reading.key}")
        for reading in module.readings
    ]


def _moved(learner: LearnerInCohort, unit: UnitRow, work: WorkDone) -> Reason | None:
    label = learner.label(unit.position)
    return rules.moved_text(work.moved_at, zone=learner.cohort.zone, unit=label)


def _signed_elsewhere(carried: Carried | None, zone: str) -> Text | None:
    if carried is None or carried.signed_at is None:
        return None
    return _(
        "You signed this in {cohort} on {signed:date}. It counts here too, so there is nothing to "
        "sign again.",
        cohort=carried.signed_in,
        signed=local(carried.signed_at, zone),
    )


def _signature(learner: LearnerInCohort, unit: UnitRow, work: WorkDone) -> Signature | None:
    if work.attestation is None:
        return None
    signed = work.attestation
    return Signature(
        statement=signed.statement,
        typed_name=signed.typed_name,
        signed=local(signed.signed_at, signed.zone),
        path=f"/my/record/attestations/{signed.id}",
        updated=rules.why_signed_text_differs(
            same=signed.module_version_id == unit.module_version_id,
            moved_at=work.moved_at,
            signed_at=signed.signed_at,
            zone=signed.zone,
            unit=learner.label(unit.position),
        ),
    )
