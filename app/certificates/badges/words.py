"""What a pack says of badges (`certificates/badge.yaml`): the colors, and what each kind takes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from app.certificates.badges.rules import NO_WORDS
from app.certificates.printing.templates import PACK
from app.certificates.snapshot import CertificateKind
from app.credit.phrase import lint_credit_phrase
from app.printing.errors import RenderError

FILE = "badge.yaml"
COLORS = ("paper", "ink", "ring")
_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What was read."""

    colors: Mapping[str, str]
    criteria: Mapping[str, str]
    """What one has to do for each kind, in Markdown."""


def read_words(root: Path = PACK) -> Words:
    """The words of a pack.

    Raises:
        RenderError: Something in its file is missing or wrong.
    """
    try:
        told = yaml.safe_load((root / FILE).read_text(encoding="utf-8"))
        words = Words(
            {name: str(told["colors"][name]) for name in COLORS},
            {kind.value: str(told["criteria"][kind.value]).strip() for kind in CertificateKind},
        )
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise RenderError(NO_WORDS(detail=str(error))) from error
    if problem := next(_problems(words), None):
        raise RenderError(NO_WORDS(detail=problem))
    return words


def _problems(words: Words) -> Iterator[str]:
    yield from (color for color in words.colors.values() if not _COLOR.fullmatch(color))
    for sentence in words.criteria.values():
        yield from map(str, lint_credit_phrase(sentence, italics=True))
