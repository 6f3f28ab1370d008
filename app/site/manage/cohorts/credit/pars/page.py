"""The page of reporting a cohort to PARS: who lacks what, the next file, and those before it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.certificates.pars.enums import FileMark, RecordAction, RowState
from app.certificates.pars.models import ReportingFile
from app.certificates.pars.queries import MadeFile
from app.certificates.pars.rules import NO_PERMISSION, Line, why_not_make, why_not_number
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.credit.phrase import credits_fact
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import date_time, long_date
from app.language.reasons import Reason
from app.language.styles import number
from app.site.manage.cohorts.credit.crumbs import crumbs_to
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState
from app.web.parts import Badge, Crumb

STATES: Mapping[RowState, Badge] = {
    RowState.LACKING: Badge(_("Not reported"), ""),
    RowState.TO_ADD: Badge(_("In the next file: Add"), "accent"),
    RowState.REPORTED: Badge(pgettext("of credit", "Reported"), "good"),
    RowState.TO_CORRECT: Badge(_("Changed since: Delete and Add"), "warm"),
    RowState.TO_DELETE: Badge(_("May not stand there any more: Delete"), "warm"),
}
REVOKED = Badge(pgettext("of a certificate", "Revoked"), "warm")
NOT_UPLOADED = Badge(_("In a file that is not uploaded yet"), "accent")
MARKS: Mapping[FileMark, Badge] = {
    FileMark.WAITING: Badge(_("Not uploaded yet"), "accent"),
    FileMark.UPLOADED: Badge(pgettext("of a file", "Uploaded"), "good"),
    FileMark.REFUSED: Badge(pgettext("of a file", "Refused"), "warm"),
}


@dataclass(frozen=True)
class PersonLine:
    """One physician."""

    name: str
    path: str | None
    """Of the person, for who coordinates."""
    credit: Text
    state: Badge
    lacks: Sequence[Text]
    told: Text | None
    """In which file PARS was told of them."""


@dataclass(frozen=True)
class FileLine:
    """One file."""

    name: Text
    path: str
    made: str
    by: str
    rows: Text
    mark: Badge
    note: str
    waits: bool
    """Whether it can be downloaded, and is to be marked."""
    is_newest: bool


@dataclass(frozen=True)
class ParsPage:
    """What the template shows."""

    cohort: str
    path: str
    """Of the cohort."""
    crumbs: Sequence[Crumb]
    accme_id: str
    why_not_number: Reason | None
    form: FormState
    saved: bool
    """Whether the number of the activity was just kept."""
    people: Sequence[PersonLine]
    next_file: Text | None
    """What it asks for; None: nothing."""
    why_not: Reason | None
    files: Sequence[FileLine]
    can_ask: int
    """How many have not said whether they allow it."""
    ask: Text
    why_not_ask: Reason | None


def pars_page(
    here: CohortContext,
    lines: Sequence[Line],
    accme_id: str | None,
    files: Sequence[MadeFile],
    added: Mapping[UUID, ReportingFile],
    form: FormState,
    zone: str,
    *,
    coordinates: bool,
    saved: bool = False,
) -> ParsPage:
    """The page, with moments in the reader's zone; nothing of what learners gave is on it.

    `coordinates`: whether the reader writes messages to people, and sees their pages.
    """
    newest = files[0].reporting_file if files else None
    rows = [row for line in lines for row in line.rows]
    asking = unasked(lines) if coordinates else []
    return ParsPage(
        cohort=here.cohort.title,
        path=path_of(here),
        crumbs=crumbs_to(here, _("PARS"), coordinates=coordinates),
        accme_id=accme_id or "",
        why_not_number=why_not_number(is_draft=here.cohort.is_draft),
        form=form,
        saved=saved and accme_id is not None,
        people=[_person(here, line, added, coordinates=coordinates) for line in lines],
        next_file=_told(Counter(row.action for row in rows)) if rows else None,
        why_not=why_not_make(newest.mark if newest else None, newest.number if newest else 0, rows),
        files=[_file(here, own, newest, zone) for own in files],
        can_ask=len(asking),
        ask=ngettext("Write to {count} person", "Write to {count} people", count=len(asking)),
        why_not_ask=why_not_change(here.cohort.archived_at),
    )


def unasked(lines: Sequence[Line]) -> list[UUID]:
    """Who has a certificate of credit that holds, and has not said whether they allow it."""
    return [line.candidate.person_id for line in lines if list(line.lacks) == [NO_PERMISSION]]


def _person(
    here: CohortContext, line: Line, added: Mapping[UUID, ReportingFile], *, coordinates: bool
) -> PersonLine:
    own, file = line.candidate, added.get(line.candidate.enrollment_id)
    is_told = line.state not in {RowState.LACKING, RowState.TO_ADD}
    waits = line.state is RowState.REPORTED and file is not None and file.mark is FileMark.WAITING
    return PersonLine(
        name=own.name,
        path=f"{path_of(here)}/people/{own.person_id}" if coordinates else None,
        credit="–" if own.revoked else number(credits_fact(own.quarters)),
        state=_state(line, waits=waits),
        lacks=line.lacks,
        told=_(
            "In file {number:numeral} of {day}",
            number=file.number,
            day=long_date(file.made_at, here.cohort.zone),
        )
        if file and is_told
        else None,
    )


def _state(line: Line, *, waits: bool) -> Badge:
    if line.candidate.revoked and line.state is RowState.LACKING:
        return REVOKED
    return NOT_UPLOADED if waits else STATES[line.state]


def _told(counts: Mapping[RecordAction, int]) -> Text:
    adds, deletes = counts.get(RecordAction.ADD, 0), counts.get(RecordAction.DELETE, 0)
    said: list[Text] = []
    if deletes:
        said.append(ngettext("{count} row Delete", "{count} rows Delete", count=deletes))
    if adds:
        said.append(ngettext("{count} row Add", "{count} rows Add", count=adds))
    return dotted(said)


def _file(here: CohortContext, own: MadeFile, newest: ReportingFile | None, zone: str) -> FileLine:
    file = own.reporting_file
    return FileLine(
        name=_("File {number:numeral}", number=file.number),
        path=f"{pars_path(here)}/files/{file.id}",
        made=date_time(file.made_at, zone),
        by=own.person.display_name,
        rows=_told({RecordAction.ADD: own.adds, RecordAction.DELETE: own.deletes}),
        mark=MARKS[file.mark],
        note=file.note,
        waits=file.mark is FileMark.WAITING,
        is_newest=newest is not None and file.id == newest.id,
    )


def pars_path(here: CohortContext) -> str:
    """Where reporting a cohort is."""
    return f"{path_of(here)}/credit/pars"


def file_name(here: CohortContext, file: ReportingFile) -> str:
    """What a file is called in somebody's downloads."""
    return f"{here.cohort.slug}-pars-{file.number}.xlsx"
