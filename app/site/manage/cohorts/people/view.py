"""How a list of a cohort's people is looked at: filtered, sorted, searched by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.certificates.rules import NOT_CLAIMED
from app.language.reasons import Reason
from app.language.words import counted, normalize_for_search
from app.people.models import Person


@dataclass(frozen=True)
class PersonLine:
    """One person of a cohort. `modules` and `sessions`: how many count, how many are needed."""

    person: Person
    institution: str
    modules: tuple[int, int]
    sessions: tuple[int, int]
    missing: Sequence[Reason]
    claimed: str
    """`11.50`; empty where nothing is claimed."""
    certificates: Sequence[str]
    """The numbers of the live ones."""
    ready: bool
    """Whether a certificate can be issued now."""
    under_way: bool
    """Whether one is being issued at this moment."""

    @property
    def modules_text(self) -> str:
        """`7 of 8 modules`."""
        return _counted(*self.modules, "module")

    @property
    def sessions_text(self) -> str:
        """`5 of 6 sessions`; `7 sessions, 6 needed`."""
        return _counted(*self.sessions, "session")

    @property
    def progress(self) -> float:
        """The share of what is needed that is done, for sorting."""
        both = (self.modules, self.sessions)
        return sum(min(pair) for pair in both) / max(1, sum(needed for _, needed in both))


def _counted(done: int, needed: int, noun: str) -> str:
    if done > needed:
        return f"{counted(done, noun)}, {needed} needed"
    return f"{done} of {counted(needed, noun)}"


def _by_name(line: PersonLine) -> Any:
    return line.person.family_name.casefold(), line.person.given_name.casefold()


def _by_institution(line: PersonLine) -> Any:
    return line.institution.casefold(), *_by_name(line)


def _by_progress(line: PersonLine) -> Any:
    return line.progress, *_by_name(line)


SORTS: Mapping[str, Callable[[PersonLine], Any]] = {
    "name": _by_name,
    "institution": _by_institution,
    "progress": _by_progress,
}
FILTERS: Mapping[str, Callable[[PersonLine], bool]] = {
    "all": lambda _: True,
    "ready": lambda line: line.ready,
    "missing": lambda line: bool(line.missing),
    "unclaimed": lambda line: tuple(line.missing) == (NOT_CLAIMED,),
    "issued": lambda line: bool(line.certificates),
}
CHIPS = (
    ("all", "Everybody", "neutral"),
    ("ready", "Ready", "good"),
    ("missing", "Missing something", "warm"),
    ("unclaimed", "Only the claim is missing", "warm"),
    ("issued", "Certificate issued", "neutral"),
)


@dataclass(frozen=True)
class View:
    """What of the list is asked for; what is unknown falls back to everybody by name."""

    show: str = "all"
    sort: str = "name"
    """A key of `SORTS`; with a minus sign, the other way round."""
    query: str = ""

    @classmethod
    def of(cls, show: str, sort: str, query: str) -> "View":
        """What an address asks for."""
        known = sort.removeprefix("-") in SORTS
        return cls(
            show if show in FILTERS else "all", sort if known else "name", query.strip()[:80]
        )

    def address(self, **changes: str) -> str:
        """The address of this view with something else in it."""
        other = replace(self, **changes)
        asked = {"show": other.show, "sort": other.sort, "q": other.query}
        plain = {"show": "all", "sort": "name", "q": ""}
        return "?" + urlencode({key: value for key, value in asked.items() if value != plain[key]})

    def apply(self, lines: Sequence[PersonLine]) -> list[PersonLine]:
        """The lines asked for, in the order asked for."""
        wanted = [line for line in lines if FILTERS[self.show](line)]
        backwards = self.sort.startswith("-")
        return sorted(wanted, key=SORTS[self.sort.removeprefix("-")], reverse=backwards)

    def found(self, lines: Sequence[PersonLine]) -> list[PersonLine]:
        """Those whose name has every word of the query, whatever its case and accents."""
        words = normalize_for_search(self.query).split()
        return [
            line
            for line in lines
            if all(w in normalize_for_search(line.person.display_name) for w in words)
        ]


@dataclass(frozen=True)
class Header:
    """A column; with a link where the list can be sorted by it."""

    label: str
    href: str | None = None
    sort: str | None = None
