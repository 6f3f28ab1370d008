"""The preview before certificates are issued: who, what, and why the others are not."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.names.rules import NameToCheck
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.site.manage.cohorts.certificates.issue.line import IssueLine, issue_line, preview_path
from app.site.manage.cohorts.certificates.issue.names import NameLine, name_line
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import people_words
from app.web.listing import Asked, Column, Empty, Filter, Listing
from app.web.parts import Link
from app.web.shell import Whom
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class Told:
    """What a page is shown with, besides what holds: what was chosen, and what came of it."""

    picked: Collection[UUID] | None = None
    """None chooses everybody who is listed and ready."""
    note: Reason | None = None
    """Why what was asked for was not begun."""
    names_note: Reason | None = None
    """Why no name was confirmed."""
    seen: frozenset[str] = frozenset()
    """The names that were ticked."""
    confirmed: int = 0
    """How many names were just confirmed."""


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class IssuePage:
    """What would be issued, and to whom."""

    eyebrow: str
    cohort: str
    path: str
    is_series: bool
    people: Shown[IssueLine]
    certificates: int
    chosen: int
    """To how many people they go."""
    left_out: int
    missing: int
    counted_twice: int
    """How many of these are among those ready or already issued, too."""
    ready: Text | None
    """How many are ready, where some of them have a certificate already."""
    preview: str | None
    """Where the first certificate that is ready is shown as it would be."""
    names: Sequence[NameLine]
    under_way: Sequence[Link]
    """Jobs that are issuing some of these at this moment."""
    why_not: Reason | None
    """Why nothing at all can be issued by this installation."""
    oneself: Whom | None
    """Who confirms and issues what is the reader's own; None: nothing waits for that."""
    told: Told = field(default=NOTHING_TOLD)

    @property
    def summary(self) -> Text:
        """What the button will do."""
        return ngettext(
            "{count} certificate for {people} will be issued",
            "{count} certificates for {people} will be issued",
            count=self.certificates,
            people=people_words(self.chosen),
        )

    @property
    def errors(self) -> list[tuple[str, Reason]]:
        """What was refused, each with where it was asked for."""
        found = (("act", self.told.note), ("names", self.told.names_note))
        return [(where, note) for where, note in found if note]

    @property
    def confirmed(self) -> Text:
        """`2 names are confirmed`."""
        count = self.told.confirmed
        return ngettext("{count} name is confirmed", "{count} names are confirmed", count=count)


def issue_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    candidates: Sequence[Candidate],
    jobs: Collection[UUID],
    addresses: Mapping[UUID, str],
    now: datetime,
    *,
    asked: Asked,
    told: Told = NOTHING_TOLD,
    why_not: Reason | None = None,
    by: UUID,
    oneself: Whom | None = None,
) -> IssuePage:
    """The preview: what is listed and ticked is what the button issues, by whom.

    `jobs`: of every order under way. `addresses`: by person.
    """
    lines = _lines(here, candidates, told, by)
    people = shown(_list(here, again=any(line.due_again for line in lines)), lines, asked)
    ready = [line for line in people.rows if line.certificates]
    chosen = [line for line in ready if line.chosen]
    return IssuePage(
        eyebrow=dotted((here.cohort.title, _until(units, here.cohort.zone, now))),
        cohort=here.cohort.title,
        path=path_of(here),
        is_series=here.cohort.is_series,
        people=people,
        certificates=sum(line.certificates for line in chosen),
        chosen=len(chosen),
        left_out=len(ready) - len(chosen),
        missing=sum(bool(line.missing) for line in lines),
        counted_twice=sum(bool(line.missing and (line.ready or line.issued)) for line in lines),
        ready=_ready(lines),
        preview=next((line.kinds[0].href for line in people.rows if line.kinds), None),
        names=_names(here, candidates, addresses, told, by),
        under_way=_under_way(jobs),
        why_not=why_not,
        oneself=oneself,
        told=told,
    )


def _lines(
    here: CohortContext, candidates: Sequence[Candidate], told: Told, by: UUID
) -> list[IssueLine]:
    picked = told.picked
    return [
        issue_line(here, it, by, chosen=picked is None or it.enrollment_id in picked)
        for it in candidates
    ]


def _names(
    here: CohortContext,
    candidates: Sequence[Candidate],
    addresses: Mapping[UUID, str],
    told: Told,
    by: UUID,
) -> list[NameLine]:
    """Those that keep something from being issued; an attestation is previewed, which all get."""
    return [
        name_line(
            name, _attestation(here, name), addresses.get(name.person_id), by=by, chosen=told.seen
        )
        for name in (candidate.name_to_check for candidate in candidates)
        if name is not None
    ]


def _attestation(here: CohortContext, name: NameToCheck) -> str:
    return preview_path(here, name.enrollment_id, CertificateKind.COMPLETION)


def _ready(lines: Sequence[IssueLine]) -> Text | None:
    """`11 people ready, 3 of them for a second kind`: they are among those already issued, too."""
    ready = [line for line in lines if line.ready]
    second = sum(bool(line.issued) for line in ready)
    if not second:
        return None
    return ngettext(
        "{people} ready, {count} of them for a second kind.",
        "{people} ready, {count} of them for a second kind.",
        count=second,
        people=people_words(len(ready)),
    )


def _until(units: Sequence[UnitRow], zone: str, now: datetime) -> Text:
    starts = [unit.starts_at for unit in units if unit.starts_at and not unit.canceled]
    if not starts:
        return _("No sessions planned")
    last = local(max(starts), zone)
    if last < now:
        return _("last session {last:date}", last=last)
    return _("runs until {last:date}", last=last)


def _list(here: CohortContext, *, again: bool) -> Listing[IssueLine]:
    """`again`: whether something is due again; seldom, so nobody is asked about it else."""
    is_series = here.cohort.is_series
    left_out = {"missing"} if is_series else set()
    left_out |= set() if again else {"again"}
    return Listing(
        path=f"{path_of(here)}/certificates/issue",
        columns=(
            Column(_("Name on certificate")),
            Column(_("Kind")),
            Column(_("Credit")),
            Column(_("Next step") if is_series else _("Why not yet")),
        ),
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _("People who complete the program appear here, with what can be issued."),
        ),
        filters=[own for own in FILTERS if own.key not in left_out],
    )


FILTERS: Sequence[Filter[IssueLine]] = (
    Filter("ready", pgettext("of people", "Ready"), lambda line: line.ready, "good"),
    Filter("missing", _("Not ready yet"), lambda line: bool(line.missing)),
    Filter("issued", _("Already issued"), lambda line: bool(line.issued)),
    Filter("again", _("Revoked, and due again"), lambda line: line.due_again, "warm"),
)


def _under_way(jobs: Collection[UUID]) -> list[Link]:
    return [
        Link(
            ngettext(
                "{count} certificate being issued now",
                "{count} certificates being issued now",
                count=count,
            ),
            f"/manage/jobs/{job_id}",
        )
        for job_id, count in Counter(jobs).items()
    ]
