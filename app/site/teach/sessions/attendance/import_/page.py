"""The check page of a meeting's files, before anything is written: choices first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.imports.enums import Format
from app.casework.imports.facts import Decision
from app.casework.imports.models import AttendanceImport
from app.casework.imports.reviewing import Reviewed, fingerprint
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _, ngettext
from app.language.reasons import Reason, reason
from app.people.actors import Actor
from app.site.parts.attendance import WORDS
from app.site.parts.zones import zone_options
from app.site.teach.parts import SessionHead
from app.site.teach.sessions.attendance.import_ import told
from app.site.teach.sessions.attendance.import_.lists import (
    SHOWN,
    ChoiceCard,
    FileLine,
    Lists,
    PersonLine,
)
from app.site.teach.sessions.attendance.import_.sending import import_head, why_not_import
from app.site.teach.sessions.attendance.import_.zoom import ZoomCard
from app.web.parts import Link, Option

NOTHING = reason(
    "attendance_import.nothing", "These files change no mark, and nothing waits to be applied."
)


@dataclass(frozen=True)
class ReviewPage:
    """What would become of the files."""

    head: SessionHead
    path: str
    position: int
    summary: Text
    files: Sequence[FileLine]
    cards: Sequence[ChoiceCard]
    open: int
    aside: Sequence[PersonLine]
    absent: Sequence[PersonLine]
    is_series: bool
    odd: Sequence[PersonLine]
    """Matched, and not plainly."""
    plain: Sequence[PersonLine]
    rows: Sequence[Option]
    people: Sequence[Option]
    policy: Text
    marks: Text
    stays: Sequence[Text]
    why_not: Reason | None
    seen: str
    zones: Sequence[Option]
    zone: str
    waits: bool
    """Whether one of the files was not applied yet."""
    zoom: ZoomCard | None
    waits_file: bool
    """Whether one of those that wait is a file that somebody sent."""
    note: Text | None

    @property
    def zoom_way(self) -> Link | None:
        """From Zoom's list to where a file is sent."""
        return Link(_("Send a file as well"), f"{self.path}?show=send") if self.zoom else None

    @property
    def matched(self) -> int:
        """How many people are matched."""
        return len(self.odd) + len(self.plain)


def review_page(
    here: CohortContext,
    unit: UnitRow,
    units: int,
    reviewed: Reviewed,
    reader: Actor,
    now: datetime,
    *,
    waits: Sequence[AttendanceImport],
    zoom: ZoomCard | None = None,
    note: Text | None = None,
) -> ReviewPage:
    """`waits`: what was not applied yet."""
    review, zone = reviewed.review, here.cohort.zone
    lists = Lists(reviewed, zone)
    blocked = why_not_import(here, unit, now)
    nothing = None if waits or review.changes else NOTHING
    head = import_head(here, unit, units, reader)
    return ReviewPage(
        head=head,
        path=f"{head.path}/attendance/import",
        position=unit.position,
        summary=_summary(reviewed),
        files=lists.files(),
        cards=[lists.card(question) for question in review.questions],
        open=len(review.open_questions),
        aside=[lists.aside(aside) for aside in (*review.hosts, *review.unknown)][:SHOWN],
        absent=[lists.absent(decision) for decision in review.absent],
        is_series=here.cohort.is_series,
        odd=[lists.match(match) for match in review.matched if not lists.is_plain(match)],
        plain=[lists.match(match) for match in review.matched if lists.is_plain(match)],
        rows=lists.rows(),
        people=lists.people(),
        policy=_policy(here),
        marks=_marks(review.changes),
        stays=_stays(review.decisions.values()),
        why_not=blocked or nothing,
        seen=fingerprint(reviewed),
        zones=zone_options(),
        zone=next((sent.zone for sent in reviewed.files if sent.zone), ""),
        waits=bool(waits),
        zoom=zoom,
        waits_file=any(file.format != Format.ZOOM_LIST for file in waits),
        note=note,
    )


def _summary(reviewed: Reviewed) -> Text:
    review = reviewed.review
    if review.roster.is_series:
        return ngettext(
            "{count} person is matched.", "{count} people are matched.", count=len(review.matched)
        )
    return ngettext(
        "{matched} of {count} person is matched.",
        "{matched} of {count} people are matched.",
        count=len(review.roster.people),
        matched=len(review.matched),
    )


def _policy(here: CohortContext) -> Text:
    return _(
        "Policy: present from {present} minutes; late after {late} minutes.",
        present=here.policy.present_minutes,
        late=here.policy.late_after_minutes,
    )


def _marks(changes: Sequence[Decision]) -> Text:
    if not changes:
        return _("No mark changes.")
    counts = Counter(decision.becomes for decision in changes)
    parts = tuple(told.tally(status, counts[status]) for status in WORDS if counts[status])
    return ngettext(
        "{count} mark: {parts:and}.", "{count} marks: {parts:and}.", count=len(changes), parts=parts
    )


def _stays(decisions: Iterable[Decision]) -> list[Text]:
    whys = (decision.why_stays for decision in decisions)
    counts = Counter(why for why in whys if why is not None)
    return [
        ngettext(
            "{count} person keeps what they have. {why}",
            "{count} people keep what they have. {why}",
            count=count,
            why=why,
        )
        for why, count in counts.items()
    ]
