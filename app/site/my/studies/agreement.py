"""The words that somebody answered, as they were then, and every answer that they gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.language import Text, _
from app.language.languages import LANGUAGES
from app.language.moments import date_time
from app.packs.text.markdown import render
from app.site.my.studies.questions import TAKING_PART, YES_NO, Said
from app.site.parts.studies import SCOPES
from app.studies.consent.queries import GivenAnswer
from app.studies.enums import ConsentScope
from app.studies.queries import Studied
from app.web.parts import Fact

NOT_KEPT = _(
    "These are the questions to which you said Yes: that your answers may be used was one of them "
    "then. Which others you were asked was not kept. You allowed none of those."
)


@dataclass(frozen=True)
class OwnAnswer:
    """One answer: what it was, and what was said to each question that was asked then."""

    what: Text
    about: Text | None
    """What the answers below are of; None for who declined."""
    said: Sequence[Said]


@dataclass(frozen=True)
class AgreementPage:
    """The newest answer with its words, and the answers of before."""

    title: str
    cohort: str
    path: str
    facts: Sequence[Fact]
    own: OwnAnswer
    text: Markup
    language: str
    before: Sequence[OwnAnswer]


def agreement_page(place: Studied, answers: Sequence[GivenAnswer], zone: str) -> AgreementPage:
    """`answers`: the newest first, one at least. `zone`: the reader's."""
    newest = answers[0]
    return AgreementPage(
        title=place.project.title,
        cohort=place.cohort.title,
        path=f"/my/studies/{place.project.key}",
        facts=_facts(newest, zone),
        own=_own(newest, zone),
        text=Markup(render(newest.text.text, prefix="text")),  # noqa: S704 - sanitized
        language=newest.text.language,
        before=[_own(answer, zone) for answer in answers[1:]],
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
    return _("You agreed on {when}.", when=given)


def _own(answer: GivenAnswer, zone: str) -> OwnAnswer:
    """A question that was not asked is no No: of before that was kept, only a Yes is certain."""
    consent, what = answer.consent, _what(answer, zone)
    if consent.given_at is None:
        return OwnAnswer(what, None, [])
    yes, no = (option.label for option in YES_NO)
    asked = consent.scopes if consent.offered is None else consent.offered
    said = [
        Said(SCOPES[scope], yes if scope.value in consent.scopes else no)
        for scope in ConsentScope
        if scope.value in asked
    ]
    return OwnAnswer(what, NOT_KEPT if consent.offered is None else TAKING_PART, said)
