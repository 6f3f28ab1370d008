"""What a study has asked of somebody, and the group that was drawn for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _, dotted, pgettext
from app.language.moments import date_time
from app.site.parts.studies import wave_title
from app.studies.own.queries import OwnSurvey
from app.studies.trials.drawn.rules import OwnArm
from app.studies.trials.enums import ArmMeans
from app.surveys.tokens import token_for
from app.web.parts import Badge, Link

OPEN = Badge(pgettext("of a survey", "Open"), "warm")
MISSED = Badge(pgettext("of a survey", "Missed"), "neutral")
ANSWERED = Badge(pgettext("of a survey", "Answered"), "good")


@dataclass(frozen=True)
class SurveyLine:
    """A survey of a study that somebody was asked."""

    title: str
    language: str
    state: Badge
    note: Text
    """Of which wave it is, and how long it is open."""
    href: str | None
    """Of their own form, which asks for no sign-in; None where nothing is left to be answered."""


@dataclass(frozen=True)
class SurveysCard:
    """All of them, and the one to begin with."""

    lines: Sequence[SurveyLine]
    next: Link | None
    """To the one that closes first."""
    coming: Text | None
    """When the next wave opens; None for who takes no part."""


@dataclass(frozen=True)
class ArmCard:
    """The group that was drawn for somebody."""

    title: str
    """As the study calls it."""
    means: Text
    drawn: Text


def surveys_card(
    surveys: Sequence[OwnSurvey],
    coming: Text | None,
    *,
    may_answer: bool,
    secret: str,
    reader_zone: str,
    now: datetime,
) -> SurveysCard:
    """`may_answer`: False for who has said no. `secret`: `SECRET_KEY`."""
    lines = [_line(own, secret, reader_zone, now) for own in surveys if own.is_done or may_answer]
    first = next((line for line in lines if line.state is OPEN), None)
    button = Link(_("Answer now: {title}", title=first.title), first.href) if first else None
    return SurveysCard(lines, button, coming)


def _line(own: OwnSurvey, secret: str, zone: str, now: datetime) -> SurveyLine:
    wave, closes = wave_title(own.months), date_time(own.closes_at, zone)
    if own.is_done:
        return SurveyLine(own.title, own.language, ANSWERED, wave, None)
    path = f"/surveys/{token_for(secret, own.invitation_id)}"
    if own.closes_at <= now:
        late = _(
            "It was open until {closes}. You can still answer; it counts as late.", closes=closes
        )
        return SurveyLine(own.title, own.language, MISSED, dotted((wave, late)), path)
    until = _(
        "Open until {closes}. It takes about {minutes:minutes}.",
        closes=closes,
        minutes=own.minutes,
    )
    return SurveyLine(own.title, own.language, OPEN, dotted((wave, until)), path)


def arm_card(arm: OwnArm | None, *, reader_zone: str) -> ArmCard | None:
    """None where no group was drawn."""
    if arm is None:
        return None
    drawn = _(
        "Drawn by chance on {when}. Nobody chose it.", when=date_time(arm.drawn_at, reader_zone)
    )
    return ArmCard(arm.title, _means(arm, reader_zone), drawn)


def _means(arm: OwnArm, zone: str) -> Text:
    if arm.means is ArmMeans.SESSIONS:
        return _("You learn by the modules and the live sessions, as your cohort’s schedule says.")
    if arm.means is ArmMeans.GIVEN_SESSIONS:
        return _given(arm, zone)
    if arm.sessions_from is None:
        return _(
            "You learn by the modules alone: no live session is yours, and you complete by the "
            "modules."
        )
    return _(
        "You learn by the modules, and complete by them. Live sessions that begin on {when} or "
        "later are open to you, as was promised; they are no duty.",
        when=date_time(arm.sessions_from, zone),
    )


def _given(arm: OwnArm, zone: str) -> Text:
    """Of who was given sessions. Those of before a moment was kept with them are all theirs."""
    if arm.sessions_from is None:
        return _(
            "Your group learns by the modules alone. Since then you were given the live sessions, "
            "so they are yours, too."
        )
    return _(
        "Your group has no live sessions. Since then you were given those that begin on {when} or "
        "later. They are no duty: you complete by the modules.",
        when=date_time(arm.sessions_from, zone),
    )
