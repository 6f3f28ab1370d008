"""What a trial is set up as: fields before its list is sealed, and words from then on."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.language import Text, _, ngettext
from app.site.manage.outcomes.trial.forms import ARMS, WITH, WITHOUT
from app.studies.trials.enums import Factor
from app.studies.trials.models import Trial
from app.studies.trials.rules import Arm, arms_of
from app.studies.trials.setup.rules import USUAL, Design
from app.web.forms import FormState


@dataclass(frozen=True)
class ArmField:
    """The fields of one arm."""

    number: int
    title: str
    sessions: str
    later: str


FACTORS: Mapping[Factor, Text] = {
    Factor.NONE: _("By nothing else"),
    Factor.RANK: _("By rank"),
    Factor.PROFESSION: _("By profession"),
    Factor.DEPARTMENT: _("By department"),
}


def arm_fields(trial: Trial | None, form: FormState) -> list[ArmField]:
    """As they were typed, as they are, or as usual."""
    arms = arms_of(trial) if trial else [*USUAL]
    found = []
    for number in ARMS:
        arm = arms[number - 1] if number <= len(arms) else Arm("", has_sessions=False)
        later = "" if arm.later_months is None else str(arm.later_months)
        sessions = WITH if arm.has_sessions else WITHOUT
        found.append(
            ArmField(
                number,
                form.value(f"title_{number}", arm.title),
                form.value(f"sessions_{number}", sessions),
                form.value(f"later_{number}", later),
            )
        )
    return found


def fields_of(trial: Trial | None, form: FormState) -> dict[str, str]:
    """The other fields in the same way."""
    usual = Design()
    own = trial or usual
    known = {
        "block_sizes": ", ".join(map(str, own.block_sizes)),
        "places": str(own.places),
        "factor": own.factor.value,
        "levels": "\n".join(own.levels),
        "modules_needed": str(own.modules_needed),
        "sessions_needed": str(own.sessions_needed),
    }
    return {name: form.value(name, value) for name, value in known.items()}


def design_of(trial: Trial) -> list[tuple[Text, Text | str]]:
    """What a sealed list was made from, in words."""
    found: list[tuple[Text, Text | str]] = [
        (_("Arm {number}", number=number), _arm_words(arm))
        for number, arm in enumerate(arms_of(trial), 1)
    ]
    return [
        *found,
        (_("Block sizes"), ", ".join(map(str, trial.block_sizes))),
        (_("Strata besides institutions"), FACTORS[trial.factor]),
        (
            _("Per protocol"),
            _(
                "{modules} modules and {sessions} live sessions or more",
                modules=trial.modules_needed,
                sessions=trial.sessions_needed,
            ),
        ),
    ]


def _arm_words(arm: Arm) -> Text:
    if arm.has_sessions:
        return _("{arm}: modules and live sessions", arm=arm.title)
    if arm.later_months is None:
        return _("{arm}: modules alone", arm=arm.title)
    return ngettext(
        "{arm}: modules alone, live sessions {count} month after the draw",
        "{arm}: modules alone, live sessions {count} months after the draw",
        arm=arm.title,
        count=arm.later_months,
    )
