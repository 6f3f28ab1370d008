"""The small things that many pages show: named once, so that templates name their parts."""

from typing import NamedTuple

from markupsafe import Markup

from app.language import Text, _


class Fact(NamedTuple):
    """One line of a list of facts."""

    term: Text
    text: Text | Markup


class Link(NamedTuple):
    """Words that lead somewhere; None: the words alone, as where the reader is already."""

    text: Text
    href: str | None


Crumb = tuple[Text, str | None]
"""Like a link; templates and pages write some of a way as plain pairs."""


def below_cohort(title: str, path: str | None, *more: Crumb) -> list[Link]:
    """The way to a cohort and on below it, for who coordinates it; it begins alike on all pages."""
    above = (Link(_("Manage"), "/manage"), Link(_("Cohorts"), "/manage/cohorts"))
    return [*above, Link(title, path), *(Link(text, href) for text, href in more)]


class Chip(NamedTuple):
    """One of a row of links of which at most one is where the reader is."""

    text: Text
    href: str
    current: bool
    tone: str = "neutral"


class Badge(NamedTuple):
    """A short status in words, with its tone."""

    text: Text
    tone: str


class Option(NamedTuple):
    """One thing that a form offers to choose; `value` is what it sends."""

    value: str | int
    label: Text


class FieldError(NamedTuple):
    """A sentence for the summary on top of a form; None: no one field is to blame."""

    field: str | None
    text: Text
