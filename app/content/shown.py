"""A module as people read it: front matter, headings, and typographic marks in its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple
from uuid import UUID

from app.content.models import ContentVersion
from app.packs.schema import ModuleData
from app.packs.text.quotes import curly_fields, curly_html


class Heading(NamedTuple):
    """A heading of a text: its id in the text, and what it says."""

    id: str
    text: str


@dataclass(frozen=True)
class ModuleVersion:
    """One version of a module, read and checked, in the marks of the language it is written in."""

    id: UUID
    hash: str
    html: str
    figures: Mapping[str, str]
    """Name and hash of the pictures that it shows."""
    data: ModuleData
    headings: Sequence[Heading]
    """The headings of its text, for a list of its contents."""


def as_shown(version: ContentVersion, language: str) -> ModuleVersion:
    """A module's version as people read it. `language`: of its program."""
    html = curly_html(version.html, language)
    return ModuleVersion(
        id=version.id,
        hash=version.hash,
        html=html,
        figures=version.figures,
        data=ModuleData.model_validate(curly_fields(version.data, language)),
        headings=[
            Heading(found[1], unescape(_TAGS.sub("", found[2])))
            for found in _HEADING.finditer(html)
        ],
    )


def heading_tag(heading: str) -> str:
    """How a heading begins in the HTML of a text."""
    return f'<h2 id="{heading}">'


_HEADING = re.compile(heading_tag("([a-z0-9-]+)") + "(.*?)</h2>", re.DOTALL)
_TAGS = re.compile(r"<sup.*?</sup>|<[^>]*>")
