"""What is written down of providers, and when two names are one, or nearly one; pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType

from app.language.reasons import Reason, ReasonKind, reason

KNOWN = reason("provider.known", "There is already a provider of this name.")
WAS_MERGED = ReasonKind(
    "provider.was_merged", "{provider} was merged into {target}, and is known as that."
)
MERGED_MEANWHILE = ReasonKind(
    "provider.merged_meanwhile", "{provider} was merged into another one meanwhile. Look again."
)
NEARLY_KNOWN = reason(
    "provider.nearly_known",
    "A provider of nearly this name is known here. Choose whether it is the same.",
)
_LEFT_OUT = frozenset({"the", "of", "for", "and", "at", "in", "a"})
_LONG: Mapping[str, str] = MappingProxyType(
    {
        "assn": "association",
        "cce": "continuing clinical education",  # not shown
        "centre": "center",
        "cme": "continuing medical education",  # not shown
        "cne": "continuing nursing education",  # not shown
        "cpd": "continuing professional development",  # not shown
        "cpe": "continuing pharmacy education",  # not shown
        "ctr": "center",
        "dept": "department",
        "hosp": "hospital",
        "inst": "institute",
        "med": "medical",
        "medicine": "medical",
        "natl": "national",
        "soc": "society",
        "univ": "university",
    }
)
"""What is often written short, or otherwise."""
_FEW = 8
"""Names of fewer letters are nearly one with one letter of difference, others with two."""


@dataclass(frozen=True)
class ProviderFacts:
    """What people write down of one."""

    name: str
    zone: str
    accreditor_number: str


def why_not_call(name: str, own: str | None, known: Mapping[str, str]) -> Reason | None:
    """Why a provider is not called so: it is a name of another one, or of one that was merged.

    `own`: what it is called now, None of a new one; `known`: every name, with what its provider is
    called now.
    """
    others = (other for other in known if other != own and compared(other) == compared(name))
    taken = next(others, None)
    if taken is None or name == own:
        return None
    return KNOWN if known[taken] == taken else WAS_MERGED(provider=taken, target=known[taken])


def compared(name: str) -> str:
    """A name as names of providers are compared: no difference of case or of spaces."""
    return " ".join(name.split()).casefold()


def nearly_called(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that may be meant, the likest first; none where one of them is this name."""
    names = list(known)
    if not name.strip() or any(compared(own) == compared(name) for own in names):
        return ()
    apart = [(own, _apart(_words(name), _words(own))) for own in names]
    found = [(letters, own) for own, letters in apart if letters is not None]
    return tuple(own for _letters, own in sorted(found))


def offered(name: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """What may be meant by a name, as each of them is called now.

    `known`: every name, with what its provider is called now.
    """
    return tuple(dict.fromkeys(known[own] for own in nearly_called(name, known)))


def named_by(name: str, said: str, known: Mapping[str, str]) -> str | None:
    """The name that is meant; None where it has to be asked.

    `said`: what was chosen when it was asked, which is one of the known, or this name for another
    provider. What was chosen for a name that was typed before says nothing of this one.
    """
    nearly = offered(name, known)
    if not nearly or compared(said) == compared(name):
        return name
    return said if said in nearly else None


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    written = re.findall(r"\w+", re.sub(r"[.'’]", "", letters))
    long = " ".join(_LONG.get(word, word) for word in written).split()
    return [word for word in long if word not in _LEFT_OUT] or written


def _apart(one: list[str], other: list[str]) -> int | None:
    """By how many letters two names differ, in whichever order their words are; None: by many.

    Names with different numbers are not alike, however few digits that takes.
    """
    if sorted(filter(str.isdigit, one)) != sorted(filter(str.isdigit, other)):
        return None
    orders = ((one, other), (sorted(one), sorted(other)))
    letters = min(_differences("".join(own), "".join(its)) for own, its in orders)
    few = min(len("".join(one)), len("".join(other))) < _FEW
    return letters if letters <= (1 if few else 2) else None


def _differences(one: str, other: str) -> int:
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in steps if kind != "equal")
