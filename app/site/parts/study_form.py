"""The form of a study, which is the same for a new one and for one that is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.cohorts.models import Cohort
from app.language import Text, _
from app.language.reasons import Reason
from app.site.parts.lapses import AT as LAPSES_AT
from app.site.parts.lapses import Despite, LapseFields
from app.site.parts.studies import ANCHORS, DETERMINATIONS, MODES
from app.studies.consent.rules import AGREEMENT_NEEDED
from app.studies.enums import Determination, WaveAnchor
from app.studies.projects.rules import NO_COHORT, NO_NUMBER, Described
from app.studies.waves.rules import NAMES_NEEDED
from app.surveys.enums import IdentityMode
from app.web.forms import Form, FormState
from app.web.parts import Option

Choices = Sequence[tuple[str, Text, Text]]
AT: Mapping[Reason, str] = {
    **LAPSES_AT,
    NO_COHORT: "cohorts",
    NO_NUMBER: "number",
    AGREEMENT_NEEDED: "consent",
    NAMES_NEEDED: "anchor",
}
"""At which field a refusal stands."""


class StudyForm(Form):
    """What a study is. Nothing is preselected."""

    asked_for: ClassVar = {
        "title": _("Enter what the study is called. The people it asks read this."),
        "determination": _("Choose what the study was determined to be."),
        "mode": _("Choose whose the answers are."),
        "consent": _("Choose whom it asks."),
        "anchor": _("Choose from when its waves count."),
    }

    title: Annotated[str, Field(min_length=1, max_length=120)]
    determination: Determination
    number: Annotated[str, Field(max_length=60)] = ""
    mode: IdentityMode
    consent: Annotated[str, Field(pattern="^(asked|objected)$")]
    anchor: WaveAnchor
    cohorts: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()
    despite: Despite = ""

    def described(self, known: Sequence[Cohort]) -> Described:
        """As the domain takes it. `known`: the cohorts that can be chosen."""
        return Described(
            title=self.title,
            determination=self.determination,
            number=self.number,
            mode=self.mode,
            asks_consent=self.consent == "asked",
            anchor=self.anchor,
            cohort_ids=frozenset(own.id for own in known if own.id in self.cohorts),
        )


@dataclass(frozen=True)
class StudyFields:
    """The fields of the form with what is chosen."""

    form: FormState
    chosen: Sequence[str]
    """The cohorts, by id."""
    cohorts: Sequence[Option]
    determinations: Choices
    modes: Choices
    consents: Choices
    anchors: Choices
    lapses: LapseFields
    why_fixed: Reason | None = None
    """Why what people rely on cannot be changed any more."""


NO_LAPSES = LapseFields()
CONSENTS: Choices = (
    ("asked", _("Only people who agree"), _("They are asked first, and asked nothing before.")),
    (
        "objected",
        _("Everybody who does not object"),
        _("For quality improvement only. People are told, and can say no at any time."),
    ),
)


def study_fields(
    cohorts: Sequence[Cohort],
    form: FormState,
    *,
    chosen: Sequence[str] = (),
    lapses: LapseFields = NO_LAPSES,
    why_fixed: Reason | None = None,
) -> StudyFields:
    """`cohorts`: those that can be chosen; `chosen`: those that are, by id."""
    return StudyFields(
        form=form,
        chosen=chosen,
        cohorts=[Option(str(cohort.id), cohort.title) for cohort in cohorts],
        determinations=[(kind.value, *words) for kind, words in DETERMINATIONS.items()],
        modes=[(mode.value, *words) for mode, words in MODES.items()],
        consents=CONSENTS,
        anchors=[(anchor.value, *words) for anchor, words in ANCHORS.items()],
        lapses=lapses,
        why_fixed=why_fixed,
    )
