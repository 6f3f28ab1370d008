"""What a learner may do with a unit, and why not; pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.rules import is_open, why_not_work
from app.language.words import joined, normalize_for_search
from app.learning.checks.rules import CheckLevel
from app.packs.schema import ModuleData

ALREADY_SIGNED = "You have signed this already."
CERTIFIED = "A certificate rests on it. Ask your coordinator."


@dataclass(frozen=True)
class Item:
    """One thing to do in a unit. `noun` is what reasons call it: "reading"."""

    noun: str
    minutes: int
    required: bool
    done: bool


@dataclass(frozen=True)
class UnitTimes:
    """The moments that decide what may be done in a unit."""

    opens_at: datetime
    opened_early: bool
    closes_at: datetime


def items_of(
    module: ModuleData,
    readings: Collection[str],
    *,
    reflected: bool,
    level: CheckLevel | None = None,
) -> list[Item]:
    """What a unit asks for, and what of it is done: readings, reflection, check if it counts."""
    asked = [
        Item("reading", reading.minutes, reading.required, reading.key in readings)
        for reading in module.readings
    ]
    items = [*asked, Item("reflection", module.reflection.minutes, True, reflected)]
    if module.check is not None and level is not None:
        items.append(Item("knowledge check", module.check.minutes, True, level.reached))
    return items


def why_not_do(times: UnitTimes, now: datetime) -> str | None:
    """Why nothing can be recorded in a unit at this moment."""
    if not is_open(times.opens_at, now, opened_early=times.opened_early):
        return "This unit is not open yet."
    return why_not_work(times.closes_at, now)


def why_not_attest(
    times: UnitTimes, items: Sequence[Item], *, signed: bool, now: datetime
) -> str | None:
    """Why a unit cannot be attested: "Two readings and the reflection are still open."."""
    if signed:
        return ALREADY_SIGNED
    return why_not_do(times, now) or _still_open(items)


def why_not_untick(*, signed: bool) -> str | None:
    """Why a tick cannot be taken back."""
    if signed:
        return "You signed that this is done. Withdraw the attestation first."
    return None


def why_not_withdraw(
    *, signed: bool, claimed: bool, issued: int, closes_at: datetime, now: datetime
) -> str | None:
    """Why an attestation cannot be withdrawn. `issued`: how many certificates rest on it."""
    if not signed:
        return "There is nothing to withdraw: this unit is not signed."
    if issued:
        return CERTIFIED
    if claimed:
        return "You have claimed credit that rests on it. Take back the claim first."
    return why_not_work(closes_at, now)


def why_not_this_name(typed: str, accepted: Iterable[str]) -> str | None:
    """Why a typed name is not the signer's own; letter case, accents and spaces do not matter."""
    names = list(accepted)
    if _plain(typed) in {_plain(name) for name in names}:
        return None
    return f"Type your name as it stands in your profile: {names[0]}."


def statement_for(text: str, *, unit: str, title: str) -> str:
    """The statement a learner signs, by plain substitution of its two placeholders."""
    return text.replace("{unit}", unit).replace("{title}", title)


def minutes_left(items: Iterable[Item]) -> int:
    """Estimated minutes of the required items that are still open."""
    return sum(item.minutes for item in items if item.required and not item.done)


def _still_open(items: Sequence[Item]) -> str | None:
    nouns = [item.noun for item in items if item.required and not item.done]
    if not nouns:
        return None
    parts = [_counted(noun, nouns.count(noun)) for noun in dict.fromkeys(nouns)]
    listed = joined(parts, "and")
    verb = "is" if len(nouns) == 1 else "are"
    return f"{listed[0].upper()}{listed[1:]} {verb} still open."


def _counted(noun: str, count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    if count == 1:
        return f"the {noun}" if noun != "reading" else f"one {noun}"
    return f"{words[count] if count < len(words) else count} {noun}s"


def _plain(name: str) -> str:
    return "".join(letter for letter in normalize_for_search(name) if letter.isalnum())


def why_not_this_statement(shown: str, current: str) -> str | None:
    """Why a signature cannot be taken: the statement changed while the page was open."""
    if shown != current:
        return "The statement was changed while your page was open. Please read it again and sign."
    return None


def why_not_this_text(shown: str, current: str, *, unit: str) -> str | None:
    """Why a text cannot be signed or answered: another one was on the page. By their hashes."""
    if shown == current:
        return None
    text = f"The text of {unit[:1].lower()}{unit[1:]} was updated while this page was open."
    return f"{text} Read it again first."


def moved_text(moved: str | None, unit: str) -> str | None:
    """What is said to who has not signed a unit whose text was replaced on that day."""
    if moved is None:
        return None
    return f"The text of {unit[0].lower()}{unit[1:]} was updated on {moved}. Look at it again."


def why_signed_text_differs(*, same: bool, moved: str | None, signed: str, unit: str) -> str | None:
    """What is said to who signed a text that their unit no longer has. Moments as days in words."""
    if same or moved is None:
        return None
    unit = f"{unit[:1].lower()}{unit[1:]}"
    return (
        f"The text of {unit} was updated on {moved}, after you signed. "
        f"You signed the text of {signed}, and that stays."
    )
