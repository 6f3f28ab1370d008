"""The check page of a file of people, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cohorts.context import CohortContext
from app.cohorts.intake.enums import Meaning, Outcome
from app.cohorts.intake.facts import Here, KnownInstitution, Plan, PlannedRow
from app.cohorts.intake.models import PeopleImport
from app.cohorts.intake.rules import KEPT_FOR, held_until, why_not_apply
from app.cohorts.intake.sheets import WORKBOOK
from app.language import Text, _, ngettext
from app.language.moments import local, zone_name
from app.language.names import list_name
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.import_.columns import MEANINGS, ColumnLine, column_lines
from app.site.manage.cohorts.people.import_.effects import effects
from app.site.manage.cohorts.people.import_.questions import ChoiceCard, choice_cards
from app.site.parts.people import PROFESSIONS
from app.site.parts.zones import NAMED, usual_name
from app.web.forms import FormState
from app.web.parts import Link

SHOWN = 300
"""Rows of one outcome that a page lists."""
WORDS: Sequence[tuple[Outcome, Text, Text]] = (
    (
        Outcome.ENROLL,
        _("will be enrolled"),
        _("They have an account, and a seat from the moment you apply."),
    ),
    (
        Outcome.INVITE,
        _("will be invited"),
        _("They are new to Waypost. Each holds a seat until they answer, or until the day below."),
    ),
    (
        Outcome.WAITLIST,
        _("will go on the waitlist"),
        _("No seat is left for them. They wait in the order of the file."),
    ),
    (Outcome.ALREADY, _("already in"), _("They stay as they are.")),
    (Outcome.REFUSE, _("cannot be brought in"), _("Correct the file and send it again, or go on.")),
    (Outcome.LEAVE, _("left out"), _("You chose to.")),
)


@dataclass(frozen=True)
class RowLine:
    """One row."""

    line: int
    name: str
    why: Sequence[Text]


@dataclass(frozen=True)
class Fold:
    """All rows of one outcome."""

    count: int
    title: Text
    text: Text
    rows: Sequence[RowLine]
    more: Text | None
    file: str | None
    """Where its rows can be downloaded, to be mended."""


@dataclass(frozen=True)
class CheckPage:
    """What a file would do."""

    cohort: str
    path: str
    own: str
    eyebrow: Text
    choices: Sequence[ChoiceCard]
    counts: Sequence[tuple[int, Text]]
    seats: Text
    folds: Sequence[Fold]
    effects: Sequence[Text]
    why_not: Reason | None
    waits_for: Sequence[Link]
    until: str
    zone: str
    seen: str
    institutions: Sequence[tuple[str, str]]
    zones: Sequence[tuple[str, Text]]
    read_as: Text
    columns: Sequence[ColumnLine]
    meanings: Sequence[tuple[str, Text]]
    kept_until: datetime
    note: Text | None
    form: FormState

    @property
    def made(self) -> list[ChoiceCard]:
        """The choices that were made; they can be made otherwise."""
        return [card for card in self.choices if not card.is_open]

    @property
    def others(self) -> int:
        """How many rows need no choice."""
        return sum(fold.count for fold in self.folds)


def check_page(
    here: CohortContext,
    upload: PeopleImport,
    plan: Plan,
    known: Here,
    opens_at: datetime | None,
    now: datetime,
    *,
    form: FormState | None,
    note: Text | None,
) -> CheckPage:
    """Choices first, everything else folded, and what *Apply* does."""
    cohort, own = here.cohort, f"{path_of(here)}/people/import/{upload.id}"
    until = local(held_until(now, cohort.zone, opens_at if cohort.is_draft else None), cohort.zone)
    cards = choice_cards(plan, known)
    taken = known.seats.taken + plan.counts[Outcome.ENROLL] + plan.counts[Outcome.INVITE]
    return CheckPage(
        cohort=cohort.title,
        path=path_of(here),
        own=own,
        eyebrow=ngettext(
            "{cohort} · {file} · {count} row",
            "{cohort} · {file} · {count} rows",
            count=len(plan.rows),
            cohort=cohort.title,
            file=upload.file_name,
        ),
        choices=cards,
        counts=_counts(plan),
        seats=_("{taken} of {all} seats taken after this", taken=taken, all=cohort.capacity),
        folds=_folds(plan, own),
        effects=effects(here, plan, opens_at),
        why_not=why_not_apply(cohort, plan, now),
        waits_for=[
            Link(_("row {line}", line=card.row.line), f"#choice-{card.field}")
            for card in cards
            if card.is_open
        ],
        until=until.date().isoformat(),
        zone=zone_name(cohort.zone),
        seen=plan.fingerprint,
        institutions=[(str(known.id), known.name) for known in known.institutions],
        zones=_zones(cohort.zone, known.institutions),
        read_as=_read_as(upload),
        columns=column_lines(upload),
        meanings=[(meaning.value, text) for meaning, text in MEANINGS.items()],
        kept_until=local(upload.sent_at + KEPT_FOR - timedelta(seconds=1), cohort.zone),
        note=note,
        form=form or FormState(),
    )


def _counts(plan: Plan) -> list[tuple[int, Text]]:
    choices = plan.counts[Outcome.CHOOSE]
    labels = (
        (Outcome.CHOOSE, ngettext("needs a choice", "need a choice", count=choices)),
        (Outcome.ENROLL, _("enroll")),
        (Outcome.INVITE, _("invite")),
        (Outcome.WAITLIST, _("waitlist")),
        (Outcome.ALREADY, _("already in")),
        (Outcome.REFUSE, _("cannot be brought in")),
    )
    return [(plan.counts[outcome], label) for outcome, label in labels if plan.counts[outcome]]


def _folds(plan: Plan, own: str) -> list[Fold]:
    folds = []
    for outcome, title, text in WORDS:
        rows = plan.with_outcome(outcome)
        if rows:
            more = len(rows) - SHOWN
            words = ngettext("And {count} more row.", "And {count} more rows.", count=max(more, 0))
            lines = [_line(planned) for planned in rows[:SHOWN]]
            file = f"{own}/refused.csv" if outcome is Outcome.REFUSE else None
            folds.append(Fold(len(rows), title, text, lines, words if more > 0 else None, file))
    return folds


def _line(planned: PlannedRow) -> RowLine:
    name = planned.row.name
    called = list_name(name.given, name.family)
    return RowLine(
        planned.row.line,
        called or next(iter(planned.row.addresses), "–"),
        [*planned.reasons, *_profession(planned)],
    )


def _profession(planned: PlannedRow) -> list[Text]:
    """What somebody new will be, where the file does not say it in so many words."""
    row = planned.row
    if not (planned.is_new and row.is_by_degrees):
        return []
    profession, degrees = PROFESSIONS[row.profession], row.name.degrees
    return [_("{profession}, by the degrees {degrees}.", profession=profession, degrees=degrees)]


def _zones(own: str, institutions: Sequence[KnownInstitution]) -> list[tuple[str, Text]]:
    """The usual ones by name, and the codes of others that are in use here."""
    others = {own, *(institution.zone for institution in institutions)} - {*NAMED}
    return [(zone, usual_name(zone)) for zone in NAMED] + [(zone, zone) for zone in sorted(others)]


def _read_as(upload: PeopleImport) -> Text:
    count = sum(column not in {Meaning.ANSWER, Meaning.NOTHING} for column in upload.columns)
    if upload.written_as == WORKBOOK:
        return ngettext(
            "How Waypost read the file: a workbook, {count} column recognized",
            "How Waypost read the file: a workbook, {count} columns recognized",
            count=count,
        )
    return ngettext(
        "How Waypost read the file: {delimiter}, {letters}, {count} column recognized",
        "How Waypost read the file: {delimiter}, {letters}, {count} columns recognized",
        count=count,
        delimiter=_DELIMITERS.get(upload.delimiter, upload.delimiter),
        letters=_LETTERS.get(upload.written_as, upload.written_as),
    )


_DELIMITERS = {
    ",": _("commas"),
    ";": _("semicolons"),
    "\t": _("tabs"),
    "|": _("vertical bars"),
}
_LETTERS = {
    "utf-8": _("text in UTF-8"),
    "utf-16-le": _("text in UTF-16"),
    "utf-16-be": _("text in UTF-16"),
    "cp1252": _("text in a Windows encoding"),
}
