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
from app.language.moments import long_date, long_moment
from app.language.reasons import Reason
from app.language.words import counted, joined
from app.site.manage.cohorts.pages import path_of

KINDS = {"module": "Module", "case": "Case", "guide": "Guide"}

Signed = Mapping[UUID, Mapping[UUID, int]]
"""How many live attestations rest on which version of a unit's module, by unit."""


@dataclass(frozen=True)
class TextOffer:
    """A text that is not the program's current one, or that can be moved back."""

    name: str
    """`Week 5 module`."""
    title: str
    used: str
    to: str
    """`Release 2, November 20, 2026 (3f2a9c1b), the program’s current version`."""
    signed: str | None
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

    kind: str
    version: str
    current: bool
    """Whether it is the program's current one."""


@dataclass(frozen=True)
class UnitTexts:
    """One unit with the versions that it uses."""

    label: str
    title: str
    texts: Sequence[TextLine]
    signed: str


@dataclass(frozen=True)
class Act:
    """Texts that were moved together."""

    reference: str
    when: str
    by: str
    reason: str
    texts: str


@dataclass(frozen=True)
class ContentPage:
    """The texts of a cohort."""

    eyebrow: str
    title: str
    cohort: str
    path: str
    offers: Sequence[TextOffer]
    units: Sequence[UnitTexts]
    acts: Sequence[Act]
    done: Act | None
    """What was moved just now."""
    note: Reason | None
    """Why nothing was moved."""

    @property
    def can_move(self) -> bool:
        """Whether there is anything to choose."""
        return any(offer.why_stays is None for offer in self.offers)

    @property
    def heading(self) -> str:
        """`3 texts can be moved`, `1 text can be moved back`."""
        open_ = [offer for offer in self.offers if offer.why_stays is None]
        onward = {offer.name for offer in open_ if not offer.back}
        if not open_:
            return "No text can be moved"
        if onward:
            return f"{counted(len(onward), 'text')} can be moved"
        return f"{counted(len({offer.name for offer in open_}), 'text')} can be moved back"


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
        title=f"Texts of {here.cohort.title}",
        cohort=here.cohort.title,
        path=path_of(here),
        offers=sorted(offers, key=lambda offer: offer.why_stays is not None),
        units=[_unit(here, unit, texts, signed.get(unit.id, {})) for unit in units],
        acts=[act for _, act in known],
        done=next((act for act_id, act in known if act_id == done), None),
        note=note,
    )


def behind_words(here: CohortContext, texts: Sequence[TextInUse], now: datetime) -> str | None:
    """`Fall 2026 uses other than the current versions of 3 texts`; None if none can be moved."""
    number = len(moves.can_be_brought_up_to_date(texts, closes_at=here.cohort.closes_at, now=now))
    if not number:
        return None
    versions = "another than the current version of"
    if number > 1:
        versions = "other than the current versions of"
    return f"{here.cohort.title} uses {versions} {counted(number, 'text')}"


def signed_words(this: int, other: int = 0) -> str:
    """How many people signed this version of a text and others, and what becomes of them."""
    stay = "They stay signed for the text they read."
    if not other:
        who = counted(this, "person has", "people have")
        return f"{who} signed this text. {stay}" if this else "Nobody has signed this text."
    rest = f"{counted(other, 'person', 'people')} signed another version of it"
    if not this:
        return f"{rest}, nobody this one. {stay}"
    return f"{counted(this, 'person', 'people')} signed this text, {rest}. {stay}"


def value_of(text: TextInUse, to: TextVersion) -> str:
    """A choice as its checkbox sends it."""
    return f"{text.position}:{text.kind}:{to.id}"


def read_choice(value: str) -> Choice:
    """Back from what the checkbox sent; raises `ValueError`."""
    position, kind, version_id = value.split(":")
    return Choice(int(position), kind, UUID(version_id))


def name_of(here: CohortContext, position: int, kind: str) -> str:
    """`Week 5 module`."""
    return f"{here.label(position)} {kind}"


def version_words(here: CohortContext, version: TextVersion) -> str:
    """`Release 2, August 3, 2026 (3f2a9c1b)`: what brought it, and the beginning of its hash."""
    loaded = long_date(version.loaded_at, here.cohort.zone)
    return f"Release {version.release}, {loaded} ({version.hash[:8]})"


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
            to=f"{version_words(here, other)}, {which_words(text, other)}",
            signed=said,
            value=value_of(text, other),
            check_path=f"{path_of(here)}/content/move?chosen={value_of(text, other)}",
            why_stays=why,
            back=other != text.current,
        )
        for other in text.others
    ]


def which_words(text: TextInUse, other: TextVersion) -> str:
    """Which of the versions that a text could have another one is."""
    current = text.current is not None and other.id == text.current.id
    return "the program’s current version" if current else "used here before"


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


def _who_signed(this: int, other: int) -> str:
    """`31 people`; `42 people, another version`; `31 people, and 42 another version`."""
    if not other:
        return counted(this, "person", "people") if this else "Nobody"
    if not this:
        return f"{counted(other, 'person', 'people')}, another version"
    return f"{counted(this, 'person', 'people')}, and {other} another version"


def _act(here: CohortContext, act: PastMove) -> Act:
    names = [name_of(here, text.position, text.kind) for text in act.texts]
    return Act(
        reference=act.act_id.hex[:8].upper(),
        when=long_moment(act.moved_at, here.cohort.zone),
        by=act.by,
        reason=act.reason,
        texts=joined(names, "and"),
    )
