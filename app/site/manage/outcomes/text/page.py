"""The texts that a study shows the people it asks: those in force, and those of before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from app.language import Text, _
from app.language.languages import LANGUAGES, Language
from app.language.moments import date_time
from app.packs.text.markdown import render
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.missing import missing_of
from app.site.parts.lapses import LapseFields, lapse_fields
from app.site.parts.studies import LOST, RESPONDENTS, SCOPES, about_scope
from app.studies.consent.rules import offered
from app.studies.lapses.rules import NOTHING_TO_TELL, ToTell
from app.studies.models import ConsentText, Project
from app.studies.opening.rules import Opening
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class TextCard:
    """One version of a text."""

    title: Text
    kept: Text
    hash: str
    language: str
    html: Markup
    is_newest: bool


class ScopeAsked(NamedTuple):
    """What people say Yes or No to beside the text."""

    words: Text
    """As they are asked."""
    about: Text
    """What they are told of it."""
    lost: Text
    """What an analysis loses with each No."""


@dataclass(frozen=True)
class TextPage:
    """All texts, what is asked beside them, and a form for the next version of one."""

    title: str
    path: str
    texts: Sequence[TextCard]
    scopes: Sequence[ScopeAsked]
    respondents: Sequence[Option]
    languages: Sequence[Option]
    form: FormState
    missing: Sequence[Text]
    """Without what nobody is asked to take part; empty once they are."""
    lapses: LapseFields
    saved: bool | None


def text_page(
    project: Project,
    texts: Sequence[ConsentText],
    languages: Sequence[Language],
    form: FormState,
    zone: str,
    lapses: ToTell = NOTHING_TO_TELL,
    *,
    opening: Opening,
    saved: bool | None = None,
) -> TextPage:
    """`texts`: the newest of each kind first. `languages`: those of the installation."""
    newest: set[tuple[str, str]] = set()
    cards = []
    for text in texts:
        kind = text.respondent.value, text.language
        cards.append(_card(text, zone, is_newest=kind not in newest))
        newest.add(kind)
    return TextPage(
        title=project.title,
        path=f"{HOME}/{project.key}",
        texts=cards,
        scopes=[
            ScopeAsked(SCOPES[scope], about_scope(scope, project.mode), LOST[scope])
            for scope in offered(project.mode, has_mentees=True)
        ],
        respondents=[Option(kind.value, words) for kind, words in RESPONDENTS.items()],
        languages=[Option(language.code, language.name) for language in languages],
        form=form,
        missing=missing_of(opening),
        lapses=lapse_fields(lapses, zone),
        saved=saved,
    )


def _card(text: ConsentText, zone: str, *, is_newest: bool) -> TextCard:
    return TextCard(
        title=_(
            "{who}, {language}, version {number}",
            who=RESPONDENTS[text.respondent],
            language=LANGUAGES[text.language].name,
            number=text.version,
        ),
        kept=_("In force since {when}", when=date_time(text.made_at, zone))
        if is_newest
        else _("Kept on {when}", when=date_time(text.made_at, zone)),
        hash=text.hash[:12],
        language=text.language,
        html=Markup(render(text.text, prefix=_prefix(text))),  # noqa: S704 - sanitized
        is_newest=is_newest,
    )


def _prefix(text: ConsentText) -> str:
    """Begins the ids within a text, apart from those of the others: letters only."""
    return "text-" + "".join(chr(ord("a") + int(digit, 16)) for digit in text.id.hex[:6])
