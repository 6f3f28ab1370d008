"""What the sign-in pages show."""

from dataclasses import dataclass

from fastapi import Request

from app.language import Text, _
from app.language.reasons import Reason
from app.people.parking.rules import LASTS
from app.people.rules import LINK_WORKS_FOR
from app.site.parked.page import PAGE as PARKED
from app.web.forms import FormState


@dataclass(frozen=True)
class PersonaChoice:
    """One of the demo's cast, with a one-click sign-in."""

    key: str
    about: Text

    @property
    def name(self) -> str:
        """What they are called."""
        return self.key.capitalize()


PERSONAS = (
    PersonaChoice("ada", _("A learner in week 5 of the running cohort")),
    PersonaChoice("ben", _("A learner who finished last term and can claim credit")),
    PersonaChoice("fay", _("A facilitator with attendance to record")),
    PersonaChoice("cora", _("The coordinator, with certificates to issue")),
    PersonaChoice("lee", _("An institution lead who follows their own people")),
    PersonaChoice("mo", _("A learner in another program: seven sessions over ten months")),
    PersonaChoice("opal", _("A CME officer of the provider whose credit the programs give")),
    PersonaChoice("abe", _("The administrator of this installation")),
)


@dataclass(frozen=True)
class SignInPage:
    """Asking for a link, or using one."""

    form: FormState
    sent_to: str | None
    link_token: str | None
    personas: tuple[PersonaChoice, ...]
    why_out: Reason | None = None
    """Why the session that this browser had is over, where that is worth saying."""
    link_minutes: int = int(LINK_WORKS_FOR.total_seconds() // 60)
    waits_hours: int = int(LASTS.total_seconds() // 3600)

    @property
    def something_waits(self) -> bool:
        """Whether a form was sent that waits until they are signed in."""
        return self.form.value("next") == PARKED

    @classmethod
    def build(
        cls,
        request: Request,
        form: FormState,
        *,
        sent_to: str | None = None,
        link_token: str | None = None,
        why_out: Reason | None = None,
    ) -> "SignInPage":
        """The page, with the demo's cast in demo mode only."""
        demo = request.app.state.settings.demo
        return cls(form, sent_to, link_token, PERSONAS if demo else (), why_out)
