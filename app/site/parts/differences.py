"""What would change on a certificate, in words: as it was issued, and as it would be now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.certificates.corrections.differences import Difference, Value
from app.certificates.rules import FACTS
from app.certificates.snapshot import CertificateKind, LedSession, Signatory
from app.credit.phrase import credits_text
from app.language import LazyText, Text, _, pgettext
from app.language.styles import long_date

NAMED: Mapping[str, LazyText] = {
    **FACTS,
    "kind": pgettext("of a certificate", "Kind"),
    "claimed_quarters": _("Credit claimed"),
    "designated_quarters": _("Credit designated"),
    "hours_text": _("Participation"),
    "hours_led": _("Teaching"),
    "completed_on": pgettext("of a certificate", "Completed"),
    "dates_text": _("Dates"),
    "policy_version": _("Version of the policy"),
    "modules_offered": _("Modules offered"),
    "modules_attested": _("Modules completed"),
    "sessions_held": _("Sessions held"),
    "sessions_counted": _("Sessions counted"),
    "sessions_led": _("Sessions led"),
}
"""What each fact is called that can differ."""


@dataclass(frozen=True)
class Change:
    """One fact of a certificate, as it was issued and as it would be now."""

    name: Text
    before: Text | None
    """None: it says nothing of it."""
    after: Text | None
    as_printed: bool
    """Whether these are the words on the paper, in its language; else they are ours."""


def changes_of(found: Iterable[Difference]) -> Sequence[Change]:
    """What differs, in words."""
    return [
        Change(
            NAMED[own.fact],
            _said(own.fact, own.before),
            _said(own.fact, own.after),
            own.fact not in OURS,
        )
        for own in found
    ]


def _said(fact: str, value: Value) -> Text | None:
    if value is None or value in ("", ()):
        return None
    return _AS.get(fact, str)(value)


def _credits(value: Value) -> str:
    assert isinstance(value, int)
    return credits_text(value)


def _day(value: Value) -> str:
    assert isinstance(value, date)
    return long_date(value)


def _listed(value: Value) -> str:
    assert isinstance(value, tuple)
    return "; ".join(map(_item, value))


def _item(own: str | Signatory | LedSession) -> str:
    if isinstance(own, LedSession):
        return f"{long_date(own.day)} {own.title} ({own.part}, {own.minutes} min)"  # not shown
    return f"{own.name}, {own.role}" if isinstance(own, Signatory) else own


def _kind(value: Value) -> Text:
    assert isinstance(value, CertificateKind)
    return value.words


OURS = frozenset({"kind", "completed_on"})
"""Facts that are told in the reader's language."""
_AS: Mapping[str, Callable[[Value], Text]] = {
    "kind": _kind,
    "claimed_quarters": _credits,
    "designated_quarters": _credits,
    "completed_on": _day,
    "joint_providers": _listed,
    "signatories": _listed,
    "notes": _listed,
    "sessions_led": _listed,
}
