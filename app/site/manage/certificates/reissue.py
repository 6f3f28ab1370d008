"""Before a certificate is issued anew: what would change, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.certificates.corrections.comparing import Compared, why_not_begin
from app.certificates.names.rules import NameToCheck
from app.certificates.rules import CertificateState, full_name
from app.language import Text, dotted
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with
from app.site.manage.certificates.steps import Step, steps_of
from app.site.parts.differences import Change, changes_of
from app.site.parts.wishes import value_of
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class NewName:
    """A name that nobody stands for yet, beside what is known of it."""

    printed: str
    entered: str
    signed: Sequence[str]


@dataclass(frozen=True)
class WouldChange:
    """What another certificate would say that this one does not."""

    changes: Sequence[Change]
    grown: bool
    """Whether that is only what came after its issue: it is right as it is."""
    why_not: Reason | None
    """Why no other could be issued now."""
    unsupported: bool
    """Whether that is because the records no longer bear it out, and not who asks or who left."""
    revoked: bool
    """Whether it was revoked, and would be issued anew after all."""
    replaced: bool
    running: str | None
    """The job that issues it anew at this moment."""
    name: NewName | None
    renames: bool
    can_hide: bool
    """Whether the name on it, or on one before it, can be told no longer."""
    steps: Sequence[Step]
    """What is due where it rests on a claim as another profession; of the reader's own nothing."""
    other_kind: Text | None
    """Of which kind another one would be, where that is another."""
    due_again: bool
    """Whether it was revoked, and somebody has to decide whether another one is issued."""
    in_force: bool
    """Whether it is compared with what the activity says by now."""
    has_newer_words: bool
    """Whether that is something else than what was claimed under."""
    seen: str
    is_gone: bool = False
    """Whether the records went with which it would be compared."""


@dataclass(frozen=True)
class Also:
    """The other certificate of the same place, which would be another, too."""

    kind: Text
    number: str
    value: str
    """What its box sends."""
    changes: Sequence[Change]


@dataclass(frozen=True)
class ReissuePage:
    """One certificate before another takes its place."""

    eyebrow: str
    number: str
    kind: Text
    name: str
    path: str
    above: list[Link]
    """The way to the cohort’s certificates."""
    language: str
    """That of the program, and so of what stands on the certificate."""
    change: WouldChange
    why_not: Reason | None
    """Why it cannot be ordered at all: the cohort is archived, or nothing can be signed here."""
    has_address: bool
    also: Also | None
    form: FormState

    @property
    def chooses_also(self) -> bool:
        """Whether the other one is issued anew along; it is, unless somebody says otherwise."""
        return not self.form.values or bool(self.form.value("also"))

    @property
    def hides_name(self) -> bool:
        """Whether the former name would be hidden; one that changes is, unless somebody says no.

        Degrees that change hide nothing by themselves, nor does a name that was left to be told.
        """
        if not self.form.values:
            return self.change.renames
        return self.form.value("hides_name") not in {"", "false", "no"}


def would_change(
    found: Compared, slug: str, *, by: UUID, running: UUID | None = None
) -> WouldChange:
    """The comparison in words.

    `slug`: of its cohort. `running`: the job that issues it anew at this moment.
    """
    state = found.filed.state
    return WouldChange(
        changes=changes_of(found.differences),
        grown=bool(found.differences) and not found.astray,
        why_not=why_not_begin(found, by=by),
        unsupported=found.is_unsupported,
        revoked=state is CertificateState.REVOKED,
        replaced=state is CertificateState.REPLACED,
        running=f"/manage/jobs/{running}" if running else None,
        name=_new_name(found.name),
        renames=found.renames,
        can_hide=found.can_hide,
        steps=_steps(found, slug, by),
        other_kind=found.kind.words if found.kind is not found.filed.kind else None,
        due_again=found.is_due_again and not why_not_deal_with([found.filed.person_id], by=by),
        in_force=found.in_force,
        has_newer_words=found.has_newer_words,
        seen=found.seen,
    )


def not_anew(change: WouldChange, why_not: Reason) -> WouldChange:
    """Nothing of it can be said, since what it would be compared with is not there anymore."""
    return replace(
        change,
        changes=(),
        grown=False,
        why_not=why_not,
        is_gone=True,
        unsupported=False,
        steps=(),
        other_kind=None,
        due_again=False,
        has_newer_words=False,
    )


def _steps(found: Compared, slug: str, by: UUID) -> Sequence[Step]:
    filed = found.filed
    if found.otherwise is None or why_not_deal_with([filed.person_id], by=by):
        return ()
    return steps_of(found.otherwise, slug, filed.person_id, f"/manage/certificates/{found.number}")


def _new_name(name: NameToCheck | None) -> NewName | None:
    if name is None:
        return None
    entered = full_name(name.entered_name, name.entered_degrees)
    return NewName(full_name(name.name, name.degrees), entered, name.signed)


def reissue_page(
    found: Compared,
    change: WouldChange,
    form: FormState,
    above: list[Link],
    *,
    language: str,
    why_not: Reason | None,
    has_address: bool,
    other: Compared | None = None,
) -> ReissuePage:
    """The page of a reissue, or why there can be none."""
    snapshot = found.filed.snapshot
    return ReissuePage(
        eyebrow=dotted((snapshot.program_title, snapshot.cohort_title)),
        number=snapshot.number,
        kind=snapshot.name,
        name=snapshot.full_name,
        path=f"/manage/certificates/{snapshot.number}",
        above=above,
        language=language,
        change=change,
        why_not=why_not,
        has_address=has_address,
        also=_also(other) if other else None,
        form=form,
    )


def _also(other: Compared) -> Also:
    kind = other.filed.snapshot.name
    return Also(kind, other.number, value_of(other), changes_of(other.differences))
