"""What the sign-in and profile pages show."""

from dataclasses import dataclass

from fastapi import Request

from app.web.forms import FormState


@dataclass(frozen=True)
class Persona:
    """One of the demo's cast, with a one-click sign-in."""

    key: str
    name: str
    about: str


PERSONAS = (
    Persona("ada", "Ada", "A learner in week 5 of the running cohort"),
    Persona("ben", "Ben", "A learner who finished last term and can claim credit"),
    Persona("fay", "Fay", "A facilitator with attendance to record"),
    Persona("cora", "Cora", "The coordinator, with certificates to issue"),
    Persona("lee", "Lee", "An institution lead who follows own people"),
    Persona("mo", "Mo", "A learner in another program: seven sessions over ten months"),
    Persona("abe", "Abe", "The administrator of this installation"),
)


@dataclass(frozen=True)
class SignInPage:
    """Asking for a link, or using one."""

    form: FormState
    sent_to: str | None
    link_token: str | None
    personas: tuple[Persona, ...]

    @classmethod
    def build(
        cls,
        request: Request,
        form: FormState,
        *,
        sent_to: str | None = None,
        link_token: str | None = None,
    ) -> "SignInPage":
        """The page, with the demo's cast in demo mode only."""
        demo = request.app.state.settings.demo
        return cls(form, sent_to, link_token, PERSONAS if demo else ())
