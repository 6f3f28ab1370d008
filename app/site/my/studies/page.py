"""One of one's studies: what it is about, what one answered, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from markupsafe import Markup

from app.language import Text, _
from app.language.moments import date_time
from app.language.reasons import Reason
from app.packs.text.markdown import render
from app.site.my.studies.gone import removed
from app.site.my.studies.own import ArmCard, SurveysCard
from app.site.my.studies.questions import YES_NO, Said, ScopeQuestion, said, scope_questions
from app.site.my.studies.waves import own_wave
from app.site.parts.studies import DETERMINATIONS, MODES, WHO_LEARNS
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentScope, ConsentState, KeptData
from app.studies.models import ConsentText
from app.studies.queries import Studied
from app.studies.waves.planned.queries import PlannedWave
from app.web.forms import FormState
from app.web.parts import Badge, Fact, Option

PATH = "/my/studies"
KEPT: Sequence[tuple[str, Text, Text]] = (
    (KeptData.KEEP.value, _("They stay in the study"), _("No more answers are asked for.")),
    (
        KeptData.REMOVE.value,
        _("They are deleted"),
        _("What was evaluated and reported before cannot be taken back."),
    ),
)
STATES: Mapping[ConsentState, Badge] = {
    ConsentState.UNANSWERED: Badge(_("Not answered yet"), "warm"),
    ConsentState.GIVEN: Badge(_("You take part"), "good"),
    ConsentState.DECLINED: Badge(_("You do not take part"), "neutral"),
    ConsentState.WITHDRAWN: Badge(_("You have withdrawn"), "neutral"),
}


@dataclass(frozen=True)
class StudyPage:
    """What a study is about, and one's answer to it."""

    title: str
    cohort: str
    path: str
    state: Badge
    answered: Text | None
    """When, and to what."""
    facts: Sequence[Fact]
    text: Markup
    text_id: UUID
    language: str
    terms: str
    """What is told besides the text, by its fingerprint."""
    edition: int
    questions: Sequence[ScopeQuestion]
    yes_no: Sequence[Option]
    said: Sequence[Said]
    """What they allowed and what not; empty unless they take part."""
    agreement: str | None
    """Where the words stand that they answered; None before they did."""
    gone: Sequence[Text]
    """What became of their answers as they withdrew; empty unless they did."""
    waves: Sequence[Text]
    surveys: SurveysCard
    """What they were asked so far."""
    arm: ArmCard | None
    takes_part: bool
    can_decline: bool
    is_new_text: bool
    """Whether the text is another one than that which they answered."""
    names_mentee: bool
    why_not_name: Reason | None
    """Why they cannot name anybody yet, whom they may."""
    is_anonymous: bool
    kept: Sequence[tuple[str, Text, Text]]
    going: int
    """To how many surveys answers would be deleted with them."""
    told: Text
    """Who can see whether they take part."""
    form: FormState = field(default_factory=FormState)
    done: str | None = None


def study_page(
    place: Studied,
    text: ConsentText,
    stand: Stand,
    scopes: Sequence[ConsentScope],
    waves: Sequence[PlannedWave],
    form: FormState,
    *,
    surveys: SurveysCard,
    arm: ArmCard | None,
    going: int,
    terms: str,
    reader_zone: str,
    done: str | None = None,
    why_not_name: Reason | None = None,
) -> StudyPage:
    """`scopes`: what is offered. `waves`: what one would be asked, and when.

    `going`: to how many surveys answers would be deleted, were they to withdraw so.
    `why_not_name`: why mentees cannot be named yet.
    """
    project = place.project
    path = f"{PATH}/{project.key}"
    return StudyPage(
        title=project.title,
        cohort=place.cohort.title,
        path=path,
        state=STATES[stand.state],
        answered=answered(stand, reader_zone),
        facts=_facts(place),
        text=Markup(render(text.text, prefix="text")),  # noqa: S704 - sanitized
        text_id=text.id,
        language=text.language,
        terms=terms,
        edition=stand.edition,
        questions=scope_questions(scopes, project.mode, stand, form),
        yes_no=YES_NO,
        said=said(scopes, stand),
        agreement=f"{path}/agreement" if stand.edition else None,
        gone=removed(stand, project.mode, reader_zone),
        waves=[own_wave(wave, reader_zone) for wave in waves],
        surveys=surveys,
        arm=arm,
        takes_part=stand.is_given,
        can_decline=stand.state is ConsentState.UNANSWERED,
        is_new_text=stand.is_given and stand.text_id != text.id,
        names_mentee=stand.allows(ConsentScope.MENTEE) and ConsentScope.MENTEE in scopes,
        why_not_name=why_not_name,
        is_anonymous=project.mode.is_anonymous,
        kept=KEPT,
        going=going,
        told=WHO_LEARNS[project.mode],
        form=form,
        done=done,
    )


def _facts(place: Studied) -> list[Fact]:
    project = place.project
    name, about = DETERMINATIONS[project.determination]
    number = project.determination_number
    return [
        Fact(_("Who sees what"), MODES[project.mode][1]),
        Fact(_("Who sees whether you take part"), WHO_LEARNS[project.mode]),
        Fact(
            _("What it is"),
            _("{name}, number {number}. {about}", name=name, number=number, about=about)
            if number
            else _("{name}. {about}", name=name, about=about),
        ),
        Fact(
            _("Your course"),
            _("Nothing in it depends on your answer: not your certificate, and not your credit."),
        ),
    ]


def answered(stand: Stand, zone: str) -> Text | None:
    """When they answered, and what; None before they did. `zone`: the reader's."""
    if stand.at is None:
        return None
    when = date_time(stand.at, zone)
    if stand.is_given:
        return _("You agreed on {when}.", when=when)
    if stand.state is ConsentState.WITHDRAWN:
        return _("You withdrew on {when}. Nothing more is asked of you.", when=when)
    return _("You declined on {when}. You can change that at any time.", when=when)
