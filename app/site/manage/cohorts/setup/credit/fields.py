"""What a provider approves, as a form: the fields of a draft's credit, and of a change of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.accreditations.rules import accreditor_of
from app.credit.enums import ActivityFormat
from app.credit.formats.rules import NEEDS_COMPLETION, NEEDS_EVALUATION, NEEDS_NO_COMPLETION
from app.language import _
from app.site.manage.cohorts.setup.credit.editor import Editor, editor_of
from app.site.manage.cohorts.setup.credit.named import named_summary
from app.site.manage.cohorts.setup.credit.systems import SystemChoice, choices
from app.site.manage.cohorts.setup.credit.values import Known
from app.site.parts.providers import is_it
from app.web.forms import FormState
from app.web.parts import FieldError, Option

FORMATS = [
    Option(ActivityFormat.BLENDED, _("Other activity: modules and live sessions, blended")),
    Option(ActivityFormat.LIVE, _("Live course")),
    Option(ActivityFormat.ENDURING, _("Enduring material")),
    Option(ActivityFormat.SERIES, _("Regularly scheduled series")),
]
NEEDS = [
    Option("no", NEEDS_NO_COMPLETION),
    Option("evaluation", NEEDS_EVALUATION),
    Option("yes", NEEDS_COMPLETION),
]


@dataclass(frozen=True)
class Fields:
    """The form, and what can be chosen in it."""

    form: FormState
    providers: Sequence[str]
    is_it: Sequence[Option]
    """Those that may be meant by the name that was typed; nothing where none of them may."""
    partners: Sequence[Option]
    chosen: Sequence[str]
    accreditations: Sequence[Option]
    formats: Sequence[Option]
    needs: Sequence[Option]
    """What credit can need, in the words that learners read."""
    systems: Sequence[SystemChoice]
    """For what it can be designated."""
    retired: tuple[str, ...]
    """For what it would be filled in, and is not offered any more."""
    officers_approve: bool
    """Whether the provider has officers here, so that nobody enters who approved it."""
    editor: Editor

    @property
    def summary(self) -> list[FieldError]:
        """All that is wrong, for the top of the page."""
        return named_summary(self.form, self.systems)


def fields_of(form: FormState, known: Known, looks: Sequence[str], path: str) -> Fields:
    """What stands in the form. `path`: its address."""
    return Fields(
        form=form,
        providers=[provider.name for provider in known.providers],
        is_it=is_it(form, "provider", known.names),
        partners=[Option(place.name, place.name) for place in known.institutions],
        chosen=form.value("partner").splitlines(),
        accreditations=[_accreditation(row) for row in known.accreditations],
        formats=FORMATS,
        needs=NEEDS,
        systems=choices(known.systems),
        retired=tuple(own.name for own in known.retired if form.value(f"for_{own.key}") == "yes"),
        officers_approve=known.has_officers(form.value("provider")),
        editor=editor_of(form, path, looks, known.systems),
    )


def _accreditation(row: ProviderAccredited) -> Option:
    own = row.accreditation
    facts = {"provider": row.provider.name, "accreditor": accreditor_of(own)}
    if own.valid_until is None:
        return Option(str(own.id), _("{provider}: {accreditor}", **facts))
    until = own.valid_until
    return Option(
        str(own.id), _("{provider}: {accreditor}, until {until:date}", **facts, until=until)
    )
