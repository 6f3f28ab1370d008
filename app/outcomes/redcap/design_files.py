"""Arms, events and mappings as files, written and read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.core.errors import RefusedError
from app.language.reasons import ReasonKind, reason
from app.outcomes.redcap.design import Arm, Design, Event, Mapped, event_name
from app.outcomes.redcap.misfits import Found, Misfit
from app.outcomes.redcap.tables import Line, Sheet, misnamed, sheet, table

ARMS = ("arm_num", "name")
EVENTS = ("event_name", "arm_num", "unique_event_name", "custom_event_label")
SCHEDULED = (
    *("event_name", "arm_num", "day_offset", "offset_min", "offset_max"),
    *("unique_event_name", "custom_event_label"),
)
"""The columns of events where REDCap's scheduling is on."""
MAPPINGS = ("arm_num", "unique_event_name", "form")

NO_NUMBER = ReasonKind("redcap.no_number", "“{cell}” is no whole number of at least {least}.")
NO_ARM = ReasonKind("redcap.no_arm", "There is no arm {number} among the arms.")
ARM_TWICE = ReasonKind("redcap.arm_twice", "There are two arms {number}.")
ARM_UNNAMED = reason("redcap.arm_unnamed", "The arm has no name.")
OTHER_NAME = ReasonKind(
    "redcap.other_name", "REDCap would call this event “{wanted}”, and not “{name}”."
)
DAY_TAKEN = ReasonKind(
    "redcap.day_taken",
    "Another event of this arm is on day {day}, too, so their order is unclear.",
)
NO_EVENT = ReasonKind("redcap.no_event", "There is no event “{name}” in this arm.")
NO_SUCH_FORM = ReasonKind("redcap.no_form", "There is no form “{form}” in the data dictionary.")
MAPPED_TWICE = reason("redcap.mapped_twice", "This form is asked at this event already.")
FIRST_FORM_LATER = ReasonKind(
    "redcap.first_form_later",
    "The first event of the arm, “{event}”, has to ask “{form}”, which holds the name of the "
    "record.",
)


@dataclass(frozen=True)
class DesignFiles:
    """The three files."""

    arms: bytes
    events: bytes
    mappings: bytes
    unscheduled: bytes = b""
    """The events as REDCap takes them without scheduling; empty if they have no days anyway."""


def design_files(design: Design) -> DesignFiles:
    """A design as files; with the columns of a schedule if its events have days."""
    scheduled = any(event.day is not None for event in design.events)
    arms = [(str(arm.number), arm.name) for arm in design.arms]
    events = [_event(event, scheduled=scheduled) for event in design.events]
    mapped = [(str(mapping.arm), mapping.event, mapping.form) for mapping in design.mapped]
    return DesignFiles(
        arms=table([ARMS, *arms]),
        events=table([SCHEDULED if scheduled else EVENTS, *events]),
        mappings=table([MAPPINGS, *mapped]),
        unscheduled=_unscheduled(design) if scheduled else b"",
    )


def _unscheduled(design: Design) -> bytes:
    return table([EVENTS, *(_event(event, scheduled=False) for event in design.events)])


def _event(event: Event, *, scheduled: bool) -> tuple[str, ...]:
    days = (event.day, event.before, event.after) if scheduled else ()
    cells = ("" if day is None else str(day) for day in days)
    return (event.title, str(event.arm), *cells, event.name, event.label)


def read_arms(content: bytes) -> Found[Arm]:
    """The arms of a project."""
    read, misfits = _read(content, ARMS)
    arms: list[Arm] = []
    for line in read.lines if not misfits else ():
        number = _number(line, "arm_num", misfits, least=1)
        if number in {arm.number for arm in arms}:
            misfits.append(line.misfit("arm_num", ARM_TWICE(number=number or 0)))
        if not line.cells["name"].strip():
            misfits.append(line.misfit("name", ARM_UNNAMED))
        arms.append(Arm(number or 0, line.cells["name"]))
    return Found(tuple(arms), tuple(misfits))


def read_events(content: bytes, arms: Iterable[Arm]) -> Found[Event]:
    """The events of a project with these arms; with or without a schedule."""
    known = {arm.number for arm in arms}
    header = sheet(content)
    columns = SCHEDULED if "day_offset" in header.columns else EVENTS
    read, misfits = _read(content, columns)
    events: list[tuple[Line, Event]] = []
    for line in read.lines if not misfits else ():
        arm = _number(line, "arm_num", misfits, least=1) or 0
        if arm not in known:
            misfits.append(line.misfit("arm_num", NO_ARM(number=arm)))
        days = [_day(line, name, misfits) for name in ("day_offset", "offset_min", "offset_max")]
        cells = line.cells
        name, label = cells["unique_event_name"], cells["custom_event_label"]
        event = Event(cells["event_name"], arm, name, days[0], days[1], days[2], label)
        events.append((line, event))
    if not misfits:
        misfits += _misnamed_events(events)
    return Found(tuple(event for _, event in events), tuple(misfits))


def _misnamed_events(placed: Sequence[tuple[Line, Event]]) -> Iterator[Misfit]:
    """Events that REDCap would call otherwise, or whose order it could not tell."""
    for arm in dict.fromkeys(event.arm for _, event in placed):
        own = [(line, event) for line, event in placed if event.arm == arm]
        own.sort(key=lambda at: at[1].day or 0)
        names: list[str] = []
        days: list[int] = []
        for line, event in own:
            yield from _misnamed(line, event, names)
            if event.day in days:
                yield line.misfit("day_offset", DAY_TAKEN(day=event.day or 0))
            days += [event.day] if event.day is not None else []


def _misnamed(line: Line, event: Event, names: list[str]) -> Iterator[Misfit]:
    """Whether REDCap would call an event otherwise; `names` are those before it."""
    try:
        wanted = event_name(event.title, event.arm, names)
    except RefusedError as error:
        yield line.misfit("event_name", error.reason)
        return
    names.append(wanted)
    if event.name != wanted:
        yield line.misfit("unique_event_name", OTHER_NAME(wanted=wanted, name=event.name))


def read_mappings(content: bytes, events: Sequence[Event], forms: Sequence[str]) -> Found[Mapped]:
    """Which form is asked at which event; `forms`: those of the dictionary, in its order."""
    read, misfits = _read(content, MAPPINGS)
    known = {(event.arm, event.name) for event in events}
    mapped: list[Mapped] = []
    for line in read.lines if not misfits else ():
        arm = _number(line, "arm_num", misfits, least=1) or 0
        mapping = Mapped(arm, line.cells["unique_event_name"], line.cells["form"])
        if (arm, mapping.event) not in known:
            misfits.append(line.misfit("unique_event_name", NO_EVENT(name=mapping.event)))
        if mapping.form not in forms:
            misfits.append(line.misfit("form", NO_SUCH_FORM(form=mapping.form)))
        if mapping in mapped:
            misfits.append(line.misfit("form", MAPPED_TWICE))
        mapped.append(mapping)
    if not misfits:
        misfits += _without_record(events, mapped, forms)
    return Found(tuple(mapped), tuple(misfits))


def _without_record(
    events: Sequence[Event], mapped: Sequence[Mapped], forms: Sequence[str]
) -> Iterator[Misfit]:
    """Arms whose first event does not ask the first form."""
    for arm in dict.fromkeys(event.arm for event in events):
        first = min((event for event in events if event.arm == arm), key=lambda at: at.day or 0)
        if Mapped(arm, first.name, forms[0]) not in mapped:
            why = FIRST_FORM_LATER(event=first.name, form=forms[0])
            yield Misfit(1, "form", why)


def _read(content: bytes, columns: Sequence[str]) -> tuple[Sheet, list[Misfit]]:
    read = sheet(content)
    return read, [*read.misfits, *(misnamed(read.columns, columns) if read.columns else ())]


def _day(line: Line, column: str, misfits: list[Misfit]) -> int | None:
    """Nothing where a project has no schedule, or says nothing of this."""
    if not line.cells.get(column):
        return None
    return _number(line, column, misfits, least=0)


def _number(line: Line, column: str, misfits: list[Misfit], *, least: int) -> int | None:
    cell = line.cells[column]
    if not (cell.isascii() and cell.isdigit() and len(cell) < 6 and int(cell) >= least):
        misfits.append(line.misfit(column, NO_NUMBER(cell=cell, least=least)))
        return None
    return int(cell)
