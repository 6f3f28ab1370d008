"""The words that somebody answered, as they were then, and every answer that they gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.language import Text, _, ngettext
from app.language.languages import LANGUAGES
from app.language.moments import date_time
from app.packs.text.markdown import render
from app.site.my.studies.questions import YES_NO, Said
from app.site.parts.studies import SCOPES
from app.studies.consent.queries import GivenAnswer
from app.studies.enums import ConsentScope
from app.studies.queries import Studied
from app.web.parts import Fact


@dataclass(frozen=True)
class AgreementPage:
    """The newest answer with its words; the answers of before in a sentence each."""

    title: str
    cohort: str
    path: str
    facts: Sequence[Fact]
    said: Sequence[Said]
    """To each question; empty for who declined."""
    text: Markup
    language: str
    before: Sequence[Text]


def agreement_page(place: Studied, answers: Sequence[GivenAnswer], zone: str) -> AgreementPage:
    """`answers`: the newest first, one at least. `zone`: the reader's."""
    newest = answers[0]
    return AgreementPage(
        title=place.project.title,
        cohort=place.cohort.title,
        path=f"/my/studies/{place.project.key}",
        facts=_facts(newest, zone),
        said=_said(newest),
        text=Markup(render(newest.text.text, prefix="text")),  # noqa: S704 - sanitized
        language=newest.text.language,
        before=[_what(answer, zone) for answer in answers[1:]],
    )


def _facts(own: GivenAnswer, zone: str) -> list[Fact]:
    text = own.text
    version = _(
        "{language}, version {number}, in force since {when}",
        language=LANGUAGES[text.language].name,
        number=text.version,
        when=date_time(text.made_at, zone),
    )
    return [
        Fact(_("Your answer"), _what(own, zone)),
        Fact(_("The text"), version),
        Fact(_("Its fingerprint (SHA-256)"), text.hash),
    ]


def _what(own: GivenAnswer, zone: str) -> Text:
    consent, gone = own.consent, own.withdrawal
    if consent.declined_at is not None:
        return _("You declined on {when}.", when=date_time(consent.declined_at, zone))
    assert consent.given_at is not None  # one of both, says the database
    given = date_time(consent.given_at, zone)
    if gone is not None:
        until = date_time(gone.withdrawn_at, zone)
        return _("You agreed on {given}, and withdrew on {until}.", given=given, until=until)
    return ngettext(
        "You agreed on {given}, with a Yes to {count} question.",
        "You agreed on {given}, with a Yes to {count} questions.",
        count=len(consent.scopes),
        given=given,
    )


def _said(own: GivenAnswer) -> list[Said]:
    """What they said Yes to; a question that they were not asked is no No."""
    yes = YES_NO[0].label
    allowed = [scope for scope in ConsentScope if scope.value in own.consent.scopes]
    return [Said(SCOPES[scope], yes) for scope in allowed]
