"""What another version of an activity does to its people, in words and numbers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.credit.changes.effects.rules import Effects, Touched
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ComponentKind, SystemRole
from app.credit.systems.rules import Designated
from app.language import Text, _, ngettext
from app.site.parts.credit import system_name

_WHAT = {
    ComponentKind.MODULE: _("Modules"),
    ComponentKind.SESSION: _("Live sessions"),
    ComponentKind.ENDURING: _("Sessions made up with a recording"),
}


def since_when(would_be: ApprovedActivity, before: ApprovedActivity | None) -> list[Text]:
    """What of it only counts what is done after the approval."""
    changed_at = would_be.activity.changed_at
    if before is None:
        return []
    if changed_at is None:
        return [
            _(
                "Another provider approves it, so it begins anew: what was done before the "
                "approval earns nothing by it."
            )
        ]
    return [*_corrected(would_be, before), *_since(would_be, before, changed_at)]


def _corrected(would_be: ApprovedActivity, before: ApprovedActivity) -> Iterator[Text]:
    was, now = before.activity.approved_at, would_be.activity.approved_at
    if now > was:
        yield _(
            "It was designated later than was entered: nothing that was done before that day earns "
            "credit, also where it was claimed."
        )
    elif now < was:
        yield _("It was designated earlier than was entered: what was done since counts.")


def _since(
    would_be: ApprovedActivity, before: ApprovedActivity, changed_at: datetime
) -> Iterator[Text]:
    for own in would_be.designated:
        if own.since == changed_at and own.system.role is SystemRole.ADDED:
            yield _(
                "{system}: they go with credit for what is done after the approval.",
                system=_name(own),
            )
        elif own.since == changed_at and own.system.role is SystemRole.CLAIMED:
            yield _(
                "{system}: only what is done after the approval counts. Who has earned more of "
                "what they claim in now stays with that.",
                system=_name(own),
            )
    known = {own.kind: own.minutes_each for own in before.components}
    for part in would_be.components:
        if known.get(part.kind) != part.minutes_each:
            yield _(
                "{what}: {minutes} minutes each, for what is done after the approval.",
                what=_WHAT[part.kind],
                minutes=part.minutes_each,
            )


def _name(own: Designated) -> Text:
    return system_name(own.system)


def what_it_does(found: Effects) -> list[Text]:
    """Whom it touches, in numbers, who is told, and what stays."""
    touched = found.touched
    lines = [*_numbers(touched), *_chances(touched), *_with_papers(touched)]
    if not touched:
        lines.append(_("Nobody’s number or time to claim changes by what is recorded so far."))
    below = sum(own.falls_below for own in touched)
    return [*lines, *_told(found), _below(below) if below else _stays()]


def _stays() -> Text:
    return _("Claims that were made and certificates that were issued stay as they are.")


def _below(count: int) -> Text:
    return ngettext(
        "{count} claim will be above what is earned. It stays, and so does its certificate, until "
        "you have looked at them.",
        "{count} claims will be above what is earned. They stay, and so do their certificates, "
        "until you have looked at them.",
        count=count,
    )


def _numbers(found: Sequence[Touched]) -> Iterator[Text]:
    same = [own for own in found if own.before.system.key == own.after.system.key]
    less = sum(own.after.quarters < own.before.quarters for own in same)
    more = sum(own.after.quarters > own.before.quarters for own in same)
    if less:
        yield ngettext(
            "{count} person will have earned less than now.",
            "{count} people will have earned less than now.",
            count=less,
        )
    if more:
        yield ngettext(
            "{count} person will have earned more than now.",
            "{count} people will have earned more than now.",
            count=more,
        )
    beside = sum(
        own.after.quarters == own.before.quarters and own.after.beside != own.before.beside
        for own in same
    )
    if beside:
        yield ngettext(
            "{count} person’s credit stays, and what goes with it for the same hours changes.",
            "{count} people’s credit stays, and what goes with it for the same hours changes.",
            count=beside,
        )
    if other := len(found) - len(same):
        yield ngettext(
            "{count} person will claim another kind of credit than now.",
            "{count} people will claim another kind of credit than now.",
            count=other,
        )


def _chances(found: Sequence[Touched]) -> Iterator[Text]:
    """Who can claim by both versions, and when."""
    shut = sum(own.is_shut_out for own in found)
    let_in = sum(own.then.why_not is None and own.was.why_not is not None for own in found)
    times = sum(own.was.until != own.then.until for own in found if own.can_claim)
    if shut:
        yield ngettext(
            "{count} person can claim now and cannot once it is approved.",
            "{count} people can claim now and cannot once it is approved.",
            count=shut,
        )
    if let_in:
        yield ngettext(
            "{count} person cannot claim now and can once it is approved.",
            "{count} people cannot claim now and can once it is approved.",
            count=let_in,
        )
    if times:
        yield ngettext(
            "{count} person has another last day to claim.",
            "{count} people have another last day to claim.",
            count=times,
        )


def _with_papers(found: Sequence[Touched]) -> Iterator[Text]:
    claimed = sum(own.claimed is not None for own in found)
    certified = sum(own.certified for own in found)
    if claimed:
        yield ngettext(
            "{count} of them has claimed.", "{count} of them have claimed.", count=claimed
        )
    if certified:
        yield ngettext(
            "{count} of them holds a certificate.",
            "{count} of them hold certificates.",
            count=certified,
        )


def _told(found: Effects) -> Iterator[Text]:
    """Everybody whom it concerns, whether their own number changes or not."""
    if found.told:
        yield ngettext(
            "{count} person is told by mail once it is approved, with your reason.",
            "{count} people are told by mail once it is approved, with your reason.",
            count=len(found.told),
        )
