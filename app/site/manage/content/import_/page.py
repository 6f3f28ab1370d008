"""Sending a pack, and the check page before it is imported."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from app.cohorts.imports.rules import KEPT_AT_MOST, KEPT_FOR, NOTHING, Plan, Planned
from app.cohorts.models import Program
from app.content.models import ContentUpload
from app.language import LazyText, Text, _, dotted, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.packs.archive import MAX_ZIP
from app.packs.pack import PackReading
from app.packs.problems import Problem
from app.site.manage.content.loaders import HOME
from app.site.manage.content.wording import KINDS, WHATS, title_of
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
    most: Text = _("At most {megabytes} MB.", megabytes=MAX_ZIP // 1_000_000)
    """How big a zip may be."""
    kept: Text = _(
        "At most {most} packs wait here, each for {days} days. A new one takes the place of the "
        "oldest.",
        most=KEPT_AT_MOST,
        days=KEPT_FOR.days,
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

    what: Text
    tone: str
    kind: Text
    title: Text
    planned: Planned


@dataclass(frozen=True)
class RemovedLine:
    """One document that the zip does not hold."""

    kind: Text
    title: Text


@dataclass(frozen=True)
class ImportCheckPage:
    """What is in a zip: every problem, or what importing it would change."""

    title: Text
    """`Import into Mentor Development Program`; `Restore release 1 of …`."""
    language: str
    """Of the program."""
    restores: int | None
    """The older release that it is, if it is nothing that somebody sent."""
    file_name: str
    path: str
    pack_path: str | None
    """The program's page; None where there is no such program yet."""
    files: Text
    kept_until: datetime
    note: Reason | None
    """Why what was just asked did not happen."""
    errors: int
    warnings: int
    files_with_problems: Sequence[FileProblems]
    plan: Plan | None
    lines: Sequence[PlannedChangeLine]
    removed: Sequence[RemovedLine]
    after: int
    effect: Text
    """Who keeps the texts they have, and who gets these."""

    @property
    def nothing(self) -> Reason | None:
        """That there is nothing to import."""
        return NOTHING if self.plan and not self.plan.count else None

    @property
    def found(self) -> str:
        """`20 errors · 3 warnings`."""
        errors = ngettext("{count} error", "{count} errors", count=self.errors)
        warnings = ngettext("{count} warning", "{count} warnings", count=self.warnings)
        return dotted((errors if self.errors else None, warnings if self.warnings else None))

    @property
    def button(self) -> Text:
        """What the button does."""
        changes = self.plan.count if self.plan else 0
        if self.restores is None:
            return ngettext("Import {count} change", "Import {count} changes", count=changes)
        return ngettext(
            "Restore release {number} with {count} change",
            "Restore release {number} with {count} changes",
            count=changes,
            number=self.restores,
        )


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
                _(
                    "{file}, uploaded {sent:long_moment}",
                    file=upload.file_name,
                    sent=local(upload.sent_at, zone),
                ),
                f"{HOME}/import/{upload.id}",
            )
            for upload in uploads
        ],
        programs=[program.title for program in programs],
        may_begin=may_begin,
        form=form or FormState(),
    )


def import_check_page(
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
        language=program.language if program else "en",
        restores=upload.restores,
        file_name=upload.file_name,
        path=f"{HOME}/import/{upload.id}",
        pack_path=f"{HOME}/{program.key}" if program else None,
        files=ngettext("{count} file", "{count} files", count=reading.files),
        kept_until=local(upload.sent_at + KEPT_FOR, zone),
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


def _title(upload: ContentUpload, program: str) -> Text:
    if upload.restores is None:
        return _("Import into {program}", program=program)
    return _("Restore release {number} of {program}", number=upload.restores, program=program)


def _effect(cohorts: Sequence[str], *, new: bool) -> LazyText:
    """Who keeps the texts they have (`Fall 2026 keeps the texts used now.`), and who gets these."""
    if new:
        return _("This makes a new program. Cohorts that are set up later get these texts.")
    if not cohorts:
        return _("Cohorts that are set up later get these texts.")
    if len(cohorts) > NAMED:
        return ngettext(
            "The {count} cohort keeps the texts used now. Cohorts that are set up later get these.",
            "All {count} cohorts keep the texts used now. Cohorts that are set up later get these.",
            count=len(cohorts),
        )
    return ngettext(
        "{cohorts:and} keeps the texts used now. Cohorts that are set up later get these.",
        "{cohorts:and} keep the texts used now. Cohorts that are set up later get these.",
        count=len(cohorts),
        cohorts=tuple(cohorts),
    )


def _line(planned: Planned) -> PlannedChangeLine:
    what, tone = WHATS[planned.what]
    document = planned.document
    title = title_of(document.kind, document.title)
    return PlannedChangeLine(what, tone, KINDS[document.kind], title, planned)
