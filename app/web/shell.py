"""What the frame around every page shows; handlers say some of it, by the state of the request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from app.language import Text
from app.language.languages import Language


class Viewer(Protocol):
    """The signed-in person, as far as a page's frame shows them."""

    @property
    def display_name(self) -> str: ...
    @property
    def initials(self) -> str: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True)
class NavLink:
    """One link of the main navigation."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True)
class Refusal:
    """What is said of a form that was not taken, on top of the page that it came from."""

    text: Text | None
    """Why; None where the page says so itself."""
    written: Sequence[str] = ()
    """What somebody wrote into it and the page has no place for, to be copied."""
    at: str | None = None
    """The id of the field that it is about, where that is known."""


class Helper(NamedTuple):
    """Somebody who can be asked, and where mail reaches them."""

    name: str
    address: str

    @property
    def mail(self) -> str:
        """The address as a link."""
        return f"mailto:{quote(self.address, safe='@')}"


@dataclass(frozen=True)
class Whom:
    """Who can be asked about a cohort."""

    people: Sequence[Helper]
    coordinate: bool
    """Whether they coordinate it; else they are the administrators."""
    alone: bool = False
    """Whether there is only the reader, who needs not be told."""


@dataclass(frozen=True)
class Gone:
    """That records of the cohort that a page is about were deleted, and where the rest is."""

    text: Text
    left: Sequence[NavLink]
    day: date
    """When they were deleted, in the reader's zone."""


@dataclass(frozen=True)
class Shell:
    """What the frame around every page shows."""

    demo: bool
    viewer: Viewer | None
    nav: Sequence[NavLink]
    path: str
    address: str
    """Its path and query: where the footer leads back to."""
    language: Language
    languages: Sequence[Language]
    """What somebody who is not signed in can choose from."""
    refused: bool
    """Whether a form was not taken: then the tab says so, too."""
    refusal: Refusal | None
    source: str
    """Where the source of the running version is, or where that is said."""
    whom: Whom | None = None
    """Whom to ask about the cohort that the page is about."""
    gone: Gone | None = None
    """What of that cohort is there no more, so that nobody takes what is left for all of it."""


Navigation = Callable[[Any, str], Sequence[NavLink]]
