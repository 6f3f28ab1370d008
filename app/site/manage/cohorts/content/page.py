"""The texts of a cohort: which versions it uses, and which others there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.moves import rules as moves
from app.cohorts.moves.queries import PastMove
from app.cohorts.moves.rules import Choice, TextInUse, TextVersion
from app.cohorts.queries import UnitRow
from app.language import LazyText, Text, _, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.texts import Fact
from app.site.manage.cohorts.page import path_of

KINDS = {"module": _("Module"), "case": _("Case"), "guide": _("Guide")}

Signed = Mapping[UUID, Mapping[UUID, int]]
"""How many live attestations rest on which version of a unit's module, by unit."""


@dataclass(frozen=True)
class TextOffer:
    """A text that is not the program's current one, or that can be moved back."""

    name: Text
    """`Week 5 module`."""
    title: str
    used: Text
    to: Text
    """`Release 2, November 20, 2026 (3f2a9c1b), the program’s current version`."""
    signed: Text | None
    value: str
    """As the checkbox sends it."""
    check_path: str
    """Where it is said what would change."""
    why_stays: Reason | None
    back: bool
    """Whether it is one that was used before."""


@dataclass(frozen=True)
class TextLine:
    """One text of a unit."""

    kind: Text
    version: Text
    current: bool
    """Whether it is the program's current one."""


@dataclass(frozen=True)
class UnitTexts:
    """One unit with the versions that it uses."""

    label: str
    title: str
    texts: Sequence[TextLine]
    signed: Text


@dataclass(frozen=True)
class MoveLine:
    """Texts that were moved together."""

    reference: str
    moved: datetime
    """In the cohort's zone."""
    by: str
    reason: str
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class ContentPage:
    """The texts of a cohort."""

    eyebrow: str
    title: Text
    cohort: str
    path: str
    offers: Sequence[TextOffer]
    units: Sequence[UnitTexts]
    acts: Sequence[MoveLine]
    done: MoveLine | None
    """What was moved just now."""
    note: Reason | None
    """Why nothing was moved."""

    @property
    def can_move(self) -> bool:
        """Whether there is anything to choose."""
        return any(offer.why_stays is None for offer in self.offers)

    @property
    def heading(self) -> Text:
        """`3 texts can be moved`, `1 text can be moved back`."""
        open_ = [offer for offer in self.offers if offer.why_stays is None]
        onward = {offer.name for offer in open_ if not offer.back}
        if not open_:
            return _("No text can be moved")
        if onward:
            return ngettext(
                "{count} text can be moved", "{count} texts can be moved", count=len(onward)
            )
        back = len({offer.name for offer in open_})
        return ngettext(
            "{count} text can be moved back", "{count} texts can be moved back", count=back
        )


def content_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    texts: Sequence[TextInUse],
    signed: Signed,
    acts: Sequence[PastMove],
    now: datetime,
    *,
    done: UUID | None = None,
    note: Reason | None = None,
) -> ContentPage:
    """Which versions a cohort uses, and what it can be moved to."""
    known = [(act.act_id, _act(here, act)) for act in acts]
    offers = [offer for text in texts for offer in _offers(here, text, signed, now)]
    return ContentPage(
        eyebrow=here.program.title,
        title=_("Texts of {cohort}", cohort=here.cohort.title),
        cohort=here.cohort.title,
        path=path_of(here),
        offers=sorted(offers, key=lambda offer: offer.why_stays is not None),
        units=[_unit(here, unit, texts, signed.get(unit.id, {})) for unit in units],
        acts=[act for _id, act in known],
        done=next((act for act_id, act in known if act_id == done), None),
        note=note,
    )


def signed_words(this: int, other: int = 0) -> Text:
    """How many people signed this version of a text and others, and what becomes of them."""
    if other:
        return _signed_others(this, other)
    if not this:
        return _("Nobody has signed this text.")
    return ngettext(
        "{count} person has signed this text. They stay signed for the text they read.",
        "{count} people have signed this text. They stay signed for the text they read.",
        count=this,
    )


def _signed_others(this: int, other: int) -> Text:
    if not this:
        return ngettext(
            "{count} person has signed another version of it, nobody this one. "
            "They stay signed for the text they read.",
            "{count} people have signed another version of it, nobody this one. "
            "They stay signed for the text they read.",
            count=other,
        )
    return ngettext(
        "{count} person has signed this text, and {others} another version of it. "
        "They stay signed for the text they read.",
        "{count} people have signed this text, and {others} another version of it. "
        "They stay signed for the text they read.",
        count=this,
        others=other,
    )


def value_of(text: TextInUse, to: TextVersion) -> str:
    """A choice as its checkbox sends it."""
    return f"{text.position}:{text.kind}:{to.id}"


def read_choice(value: str) -> Choice:
    """Back from what the checkbox sent; raises `ValueError`."""
    position, kind, version_id = value.split(":")
    return Choice(int(position), kind, UUID(version_id))


def name_of(here: CohortContext, position: int, kind: str) -> LazyText:
    """`Week 5 module`."""
    unit = here.label(position)
    return {
        "module": _("{unit} module", unit=unit),
        "case": _("{unit} case", unit=unit),
        "guide": _("{unit} guide", unit=unit),
    }[kind]


def version_words(here: CohortContext, version: TextVersion) -> Text:
    """`Release 2, August 3, 2026 (3f2a9c1b)`: what brought it, and the beginning of its hash."""
    return _(
        "Release {release}, {loaded:date} ({hash})",
        release=version.release,
        loaded=local(version.loaded_at, here.cohort.zone),
        hash=version.hash[:8],
    )


def other_version_words(here: CohortContext, text: TextInUse, other: TextVersion) -> Text:
    """The same of a version that a text could have, with which of those it is."""
    facts: dict[str, Fact] = {
        "release": other.release,
        "loaded": local(other.loaded_at, here.cohort.zone),
        "hash": other.hash[:8],
    }
    if text.current is not None and other.id == text.current.id:
        return _(
            "Release {release}, {loaded:date} ({hash}), the program’s current version", **facts
        )
    return _("Release {release}, {loaded:date} ({hash}), used here before", **facts)


def count_signed(signed: Signed, text: TextInUse) -> int:
    """How many live attestations rest on the version in use."""
    return signed.get(text.unit_id, {}).get(text.version.id, 0)


def _offers(here: CohortContext, text: TextInUse, signed: Signed, now: datetime) -> list[TextOffer]:
    why = moves.why_stays(text, closes_at=here.cohort.closes_at, now=now)
    name = name_of(here, text.position, text.kind)
    used = version_words(here, text.version)
    this = count_signed(signed, text)
    other = sum(signed.get(text.unit_id, {}).values()) - this
    said = signed_words(this, other) if text.kind == "module" else None
    if why == moves.GONE:
        return [TextOffer(name, text.version.title, used, "–", said, "", "", why, back=False)]
    return [
        TextOffer(
            name=name,
            title=text.version.title,
            used=used,
            to=other_version_words(here, text, other),
            signed=said,
            value=value_of(text, other),
            check_path=f"{path_of(here)}/content/move?chosen={value_of(text, other)}",
            why_stays=why,
            back=other != text.current,
        )
        for other in text.others
    ]


def _unit(
    here: CohortContext, unit: UnitRow, texts: Sequence[TextInUse], signed: Mapping[UUID, int]
) -> UnitTexts:
    own = [text for text in texts if text.unit_id == unit.id]
    now_signed = signed.get(unit.module_version_id, 0) if unit.module_version_id else 0
    before = sum(signed.values()) - now_signed
    return UnitTexts(
        label=here.label(unit.position),
        title=unit.title,
        texts=[
            TextLine(
                KINDS[text.kind],
                version_words(here, text.version),
                current=not text.is_behind and text.current is not None,
            )
            for text in own
        ],
        signed=_who_signed(now_signed, before) if unit.module_version_id else "–",
    )


def _who_signed(this: int, other: int) -> Text:
    """`31 people`; `42 people, another version`; `31 people, and 42 another version`."""
    if not this and not other:
        return _("Nobody")
    if not other:
        return ngettext("{count} person", "{count} people", count=this)
    if not this:
        return ngettext(
            "{count} person, another version", "{count} people, another version", count=other
        )
    return ngettext(
        "{count} person, and {others} another version",
        "{count} people, and {others} another version",
        count=this,
        others=other,
    )


def _act(here: CohortContext, act: PastMove) -> MoveLine:
    return MoveLine(
        reference=act.act_id.hex[:8].upper(),
        moved=local(act.moved_at, here.cohort.zone),
        by=act.by,
        reason=act.reason,
        texts=tuple(name_of(here, text.position, text.kind) for text in act.texts),
    )
