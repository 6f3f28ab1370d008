"""Who is who in a study with confidential answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.names import list_name
from app.site.manage.outcomes.loaders import HOME
from app.studies.models import Project
from app.surveys.pseudonyms.queries import KeyLine
from app.web.forms import FormState

MENTEE = _("A mentee, whose name is not shown")


@dataclass(frozen=True)
class WhoIsWho:
    """One pseudonym."""

    pseudonym: str
    name: Text


@dataclass(frozen=True)
class KeyPage:
    """The question why, or the key."""

    title: str
    path: str
    form: FormState
    lines: Sequence[WhoIsWho] | None
    """None before a reason was given."""


def key_page(project: Project, form: FormState, lines: Sequence[KeyLine] | None) -> KeyPage:
    """`lines`: the key, once somebody said why."""
    return KeyPage(
        title=project.title,
        path=f"{HOME}/{project.key}",
        form=form,
        lines=None if lines is None else [_line(own) for own in lines],
    )


def _line(own: KeyLine) -> WhoIsWho:
    if own.given_name is None or own.family_name is None:
        return WhoIsWho(own.pseudonym, MENTEE)
    return WhoIsWho(own.pseudonym, list_name(own.given_name, own.family_name))
