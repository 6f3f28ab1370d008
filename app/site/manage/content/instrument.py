"""An instrument as whoever answers it sees it, and how its answers become scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.content.models import ContentVersion
from app.language import LazyText, Text, _, dotted, ngettext
from app.language.reasons import Reason
from app.packs.instruments.names import COMPOSITE
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData
from app.packs.text.quotes import curly_fields
from app.site.parts.questions import QuestionScreen, screens
from app.web.parts import Fact

PASSED_ON: Mapping[str, LazyText] = {
    "yes": _("The wording may be passed on"),
    "no": _("The wording may not be passed on"),
    "ask": _("The wording may be passed on only with its owner’s consent"),
}


@dataclass(frozen=True)
class ScoredQuestion:
    """A question of a score."""

    code: str
    text: str | None
    is_reversed: bool


@dataclass(frozen=True)
class ScoreLine:
    """One score: which questions it stands on, and how many of them have to be answered."""

    code: str
    title: str
    questions: Sequence[ScoredQuestion]
    """Of the composite none: its questions are those of all the others."""
    needed: Text


@dataclass(frozen=True)
class PreviewInstrumentPage:
    """An instrument whose answers are not sent anywhere."""

    eyebrow: str
    title: str
    language: str
    intro: Sequence[str]
    screens: Sequence[QuestionScreen]
    why_not_ask: Reason | None
    scores: Sequence[ScoreLine]
    source: str
    doi: str | None
    license: str
    facts: Sequence[Fact]


def instrument_preview(version: ContentVersion, program: str) -> PreviewInstrumentPage:
    """The preview of a version. `program`: its title."""
    language = str(version.data["language"])
    data = InstrumentData.model_validate(curly_fields(version.data, language))
    return PreviewInstrumentPage(
        eyebrow=dotted((program, _("Preview"))),
        title=data.title,
        language=language,
        intro=data.intro.split("\n"),
        screens=screens(data),
        why_not_ask=why_not_ask(data),
        scores=list(_scores(data)),
        source=data.source.text,
        doi=data.source.doi,
        license=data.license,
        facts=_facts(data),
    )


def _facts(data: InstrumentData) -> list[Fact]:
    minutes, count = data.minutes, len(data.items)
    return [
        Fact(
            _("Length"),
            dotted(
                (
                    ngettext("{count} question", "{count} questions", count=count),
                    ngettext("{count} screen", "{count} screens", count=len(data.groups)),
                    ngettext("about {count} minute", "about {count} minutes", count=minutes),
                )
            ),
        ),
        Fact(_("Passing it on"), PASSED_ON[data.redistribution]),
    ]


def _scores(data: InstrumentData) -> Iterator[ScoreLine]:
    for own in data.subscales:
        questions = [_scored(data, code) for code in own.items]
        yield ScoreLine(own.code, own.title, questions, _needed(own.needed, len(own.items)))
    if data.composite is not None:
        needed = _needed(data.composite_needed, len(data.scored))
        yield ScoreLine(COMPOSITE, data.composite.title, (), needed)


def _scored(data: InstrumentData, code: str) -> ScoredQuestion:
    item = data.by_code[code]
    return ScoredQuestion(code, item.text, item.reversed)


def _needed(needed: int, count: int) -> LazyText:
    return ngettext("{needed} of {count}", "{needed} of {count}", count=count, needed=needed)
