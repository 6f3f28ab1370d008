"""Sending a pack, and the check page before it is imported."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.cohorts.imports.rules import KEPT_AT_MOST, KEPT_FOR, NOTHING, Plan, Planned
from app.cohorts.models import Program
from app.content.models import ContentUpload
from app.language.moments import long_moment
from app.language.reasons import Reason
from app.language.words import counted, joined
from app.packs.archive import MAX_ZIP
from app.packs.pack import PackReading
from app.packs.problems import Problem
from app.site.manage.content.loaders import HOME
from app.site.manage.content.wording import KINDS, WHATS, date_of, title_of
from app.web.forms import FormState
from app.web.parts import Link

NAMED = 4
"""How many cohorts are named; of more, only the number is said."""


@dataclass(frozen=True)
class ImportPage:
    """Where a pack is sent."""

    waiting: Sequence[Link]
    """Zips that wait for their sender to decide."""
    programs: Sequence[str]
    """Titles of those whose packs the reader may import."""
    may_begin: bool
    """Whether they may import a pack of a new program."""
    most: str = f"{MAX_ZIP // 1_000_000} MB"
    """How big a zip may be."""
    kept: str = (
        f"At most {KEPT_AT_MOST} wait, each for {KEPT_FOR.days} days. "
        "The oldest makes room for a new one."
    )
    form: FormState = field(default_factory=FormState)


@dataclass(frozen=True)
class FileProblems:
    """What is wrong with one file, by line."""

    path: str
    problems: Sequence[Problem]


@dataclass(frozen=True)
class PlannedChangeLine:
    """One document that would change."""

    what: str
    tone: str
    kind: str
    title: str
    planned: Planned


@dataclass(frozen=True)
class RemovedLine:
    """One document that the zip does not hold."""

    kind: str
    title: str


@dataclass(frozen=True)
class ImportCheckPage:
    """What is in a zip: every problem, or what importing it would change."""

    title: str
    """`Import into Mentor Development Program`; `Restore release 1 of …`."""
    restores: bool
    """Whether it is an older release and nothing that somebody sent."""
    file_name: str
    path: str
    pack_path: str | None
    """The program's page; None where there is no such program yet."""
    files: str
    kept_until: str
    note: Reason | None
    """Why what was just asked did not happen."""
    errors: int
    warnings: int
    files_with_problems: Sequence[FileProblems]
    plan: Plan | None
    lines: Sequence[PlannedChangeLine]
    removed: Sequence[RemovedLine]
    after: int
    effect: str
    """Who keeps the texts they have, and who gets these."""

    @property
    def nothing(self) -> Reason | None:
        """That there is nothing to import."""
        return NOTHING if self.plan and not self.plan.count else None

    @property
    def found(self) -> str:
        """`20 errors, 3 warnings`."""
        both = (counted(self.errors, "error"), counted(self.warnings, "warning"))
        return ", ".join(both) if self.warnings else both[0]


def import_page(
    uploads: Sequence[ContentUpload],
    programs: Sequence[Program],
    *,
    may_begin: bool,
    zone: str,
    form: FormState | None = None,
) -> ImportPage:
    """The form, and what waits from before."""
    return ImportPage(
        waiting=[
            Link(
                f"{upload.file_name}, sent {long_moment(upload.sent_at, zone)}",
                f"{HOME}/import/{upload.id}",
            )
            for upload in uploads
        ],
        programs=[program.title for program in programs],
        may_begin=may_begin,
        form=form or FormState(),
    )


def check_page(
    upload: ContentUpload,
    program: Program | None,
    reading: PackReading,
    plan: Plan | None,
    *,
    after: int,
    cohorts: Collection[str],
    zone: str,
    note: Reason | None = None,
) -> ImportCheckPage:
    """Everything that is known of a zip before it is imported."""
    errors = sum(not problem.is_warning for problem in reading.problems)
    return ImportCheckPage(
        title=_title(upload, program.title if program else upload.program),
        restores=upload.restores is not None,
        file_name=upload.file_name,
        path=f"{HOME}/import/{upload.id}",
        pack_path=f"{HOME}/{program.key}" if program else None,
        files=counted(reading.files, "file"),
        kept_until=date_of(upload.sent_at + KEPT_FOR, zone),
        note=note,
        errors=errors,
        warnings=len(reading.problems) - errors,
        files_with_problems=[
            FileProblems(path, list(found))
            for path, found in groupby(reading.problems, key=lambda problem: problem.path)
        ],
        plan=plan,
        lines=[_line(change) for change in plan.changes] if plan else [],
        removed=[
            RemovedLine(KINDS[removed.kind], title_of(removed.kind, removed.title))
            for removed in (plan.removed if plan else ())
        ],
        after=after,
        effect=_effect(list(cohorts), new=program is None),
    )


def _title(upload: ContentUpload, program: str) -> str:
    if upload.restores is None:
        return f"Import into {program}"
    return f"Restore release {upload.restores} of {program}"


def _effect(cohorts: Sequence[str], *, new: bool) -> str:
    """Who keeps the texts they have (`Fall 2026 keeps the texts used now.`), and who gets these."""
    said = ["This makes a new program."] if new else []
    if cohorts:
        who = joined(cohorts, "and") if len(cohorts) <= NAMED else f"All {len(cohorts)} cohorts"
        said.append(f"{who} {'keeps' if len(cohorts) == 1 else 'keep'} the texts used now.")
    return " ".join([*said, "Cohorts that are set up later get these."])


def _line(planned: Planned) -> PlannedChangeLine:
    what, tone = WHATS[planned.what]
    document = planned.document
    title = title_of(document.kind, document.title)
    return PlannedChangeLine(what, tone, KINDS[document.kind], title, planned)
