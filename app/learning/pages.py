"""A unit as its learner sees it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.cohorts.loaders import Seat
from app.cohorts.pages import SessionTile, Step, session_tile, steps
from app.cohorts.queries import UnitRow
from app.content.library import ModuleVersion
from app.content.schema import KnowledgeCheck, ModuleData, Reading
from app.learning import rules
from app.learning.actions import times_of
from app.learning.queries import WorkDone
from app.people.actors import Actor
from app.web.forms import FormState
from app.web.times import date_time


@dataclass(frozen=True)
class ReadingRow:
    """One reading with its tick."""

    reading: Reading
    done: bool
    action: str

    @property
    def note(self) -> str:
        """`Journal article · required`."""
        need = "required" if self.reading.required else "optional"
        return f"{self.reading.type} · {need}"


@dataclass(frozen=True)
class Signature:
    """An attestation as it was signed."""

    statement: str
    typed_name: str
    signed: str


@dataclass(frozen=True)
class LockedUnitPage:
    """A unit that is not open: its title and when it opens, nothing else."""

    eyebrow: str
    title: str
    opens: str
    steps: Sequence[Step]
    back: str


@dataclass(frozen=True)
class UnitPage:
    """An open unit: what to do, the module, the reflection, the attestation."""

    eyebrow: str
    title: str
    label: str
    path: str
    steps: Sequence[Step]
    session: SessionTile | None
    module: ModuleData
    text_html: str
    readings: Sequence[ReadingRow]
    reflection_done: bool
    minutes_left: int
    statement: str
    statement_version: str
    signer: str
    signature: Signature | None
    why_not_attest: str | None
    why_not_do: str | None
    saved: str | None
    form: FormState = field(default_factory=FormState)

    @property
    def check(self) -> KnowledgeCheck | None:
        """The module's knowledge check."""
        return self.module.check


def locked_page(
    seat: Seat,
    units: Sequence[UnitRow],
    unit: UnitRow,
    attested: Collection[int],
    now: datetime,
) -> LockedUnitPage:
    """What may be shown of a unit before it opens."""
    return LockedUnitPage(
        eyebrow=f"{seat.program.title} · {seat.cohort.title}",
        title=f"{seat.label(unit.position)}: {unit.title}",
        opens=date_time(unit.opens_at, seat.cohort.zone),
        steps=steps(seat, units, attested, now),
        back=seat.path,
    )


def unit_page(
    seat: Seat,
    units: Sequence[UnitRow],
    unit: UnitRow,
    version: ModuleVersion,
    work: WorkDone,
    attested: frozenset[int],
    *,
    reader: Actor,
    now: datetime,
    form: FormState | None = None,
    saved: str | None = None,
) -> UnitPage:
    """The whole page of an open unit."""
    module = version.data
    items = rules.items_of(module, work.readings, reflected=work.reflection is not None)
    times = times_of(seat, unit)
    signed = work.attestation is not None
    path = f"{seat.path}/units/{unit.position}"
    return UnitPage(
        eyebrow=f"{seat.program.title} · {seat.cohort.title}",
        title=f"{seat.label(unit.position)}: {unit.title}",
        label=seat.label(unit.position),
        path=path,
        steps=steps(seat, units, attested, now, here_at=unit.position),
        session=session_tile(seat, unit, reader.zone, now),
        module=module,
        text_html=version.html,
        readings=[
            ReadingRow(reading, reading.key in work.readings, f"{path}/readings/{reading.key}")
            for reading in module.readings
        ],
        reflection_done=work.reflection is not None,
        minutes_left=rules.minutes_left(items),
        statement=rules.statement_for(
            seat.cohort.attestation_text, unit=seat.label(unit.position), title=unit.title
        ),
        statement_version=seat.cohort.attestation_version,
        signer=reader.certificate_name,
        signature=_signature(work),
        why_not_attest=rules.why_not_attest(times, items, signed=signed, now=now),
        why_not_do=rules.why_not_do(times, now),
        saved=saved,
        form=_form(form, work),
    )


def _form(submitted: FormState | None, work: WorkDone) -> FormState:
    """What was just typed; beside it what is stored of the reflection."""
    if submitted is not None and "text" in submitted.values:
        return submitted
    written = work.reflection
    values = {"text": written.text, "shared": "yes" if written.shared else ""} if written else {}
    if submitted is None:
        return FormState(values)
    return FormState({**values, **submitted.values}, submitted.errors)


def _signature(work: WorkDone) -> Signature | None:
    if work.attestation is None:
        return None
    signed = work.attestation
    when = date_time(signed.signed_at, signed.zone)
    return Signature(signed.statement, signed.typed_name, when)
