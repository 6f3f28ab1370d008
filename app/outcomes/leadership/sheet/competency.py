"""What is said of how participants rate their mentoring before and after. Pure."""

from decimal import Decimal

from app.cohorts.institutions.rules import SMALLEST, is_told
from app.language import Text, _
from app.outcomes.leadership.records import CompetencyChange, Measured, MenteeView
from app.outcomes.leadership.sizes import Size, size_of

NOT_MEASURED = _("Not measured yet")
TOO_FEW = _("Too few to show")
HEDGES_G = _("Hedges’ g")
COHENS_D = _("Cohen’s d")
SYNTHETIC = _("These answers are synthetic: nobody in them is a person.")


def rounded(value: float, places: int = 2) -> Decimal:
    """A number as it is printed."""
    return Decimal(f"{value:.{places}f}")


def is_shown(change: CompetencyChange | None) -> bool:
    """Whether there are answers, and enough of them."""
    return change is not None and change.n >= SMALLEST


def rose(measured: Measured) -> bool:
    """Whether people surely rate themselves higher than before: its whole interval is above 0."""
    change = measured.overall
    if change is None or change.ci is None or measured.is_synthetic:
        return False
    return is_shown(change) and change.ci.low > 0


def competency_words(measured: Measured) -> list[Text]:
    """How participants rate their mentoring; where that is not known, why."""
    change = measured.overall
    if change is None:
        later = _(
            "Surveys before and after a cohort will show here how participants rate their "
            "mentoring."
        )
        return [NOT_MEASURED, later]
    if not is_shown(change):
        return [TOO_FEW, _("Fewer than five people answered both times.")]
    return [*_synthetic(measured), *change_words(change)]


def _synthetic(measured: Measured) -> list[Text]:
    return [SYNTHETIC] if measured.is_synthetic else []


def change_words(change: CompetencyChange) -> list[Text]:
    """How much it changed, how large that is, and of how many."""
    sizes = [] if change.g is None else [size_words(change.g)]
    said = [moved_words(change), *sizes, *_higher(change)]
    return [*said, _("They rated themselves, and nobody without the program was asked.")]


def is_clear(change: CompetencyChange) -> bool:
    """Whether the interval of the change says which way it went."""
    return change.ci is not None and not change.ci.low <= 0 <= change.ci.high


def moved_words(change: CompetencyChange) -> Text:
    """How much it changed, on which scale."""
    lowest, highest = change.lowest, change.highest
    if change.ci is None or not is_clear(change):
        return _(
            "People who answered both times rated themselves about as before, on a scale of "
            "{lowest} to {highest}.",
            lowest=lowest,
            highest=highest,
        )
    if change.diff > 0:
        return _(
            "People who answered both times rated themselves {points} points higher on a scale of "
            "{lowest} to {highest} (95% CI {low} to {high}).",
            points=rounded(change.diff),
            lowest=lowest,
            highest=highest,
            low=rounded(change.ci.low),
            high=rounded(change.ci.high),
        )
    return _(
        "People who answered both times rated themselves {points} points lower on a scale of "
        "{lowest} to {highest} (95% CI {low} to {high}).",
        points=rounded(-change.diff),
        lowest=lowest,
        highest=highest,
        low=rounded(-change.ci.high),
        high=rounded(-change.ci.low),
    )


def size_words(value: float, effect: Text = HEDGES_G) -> Text:
    """How large a standardized effect is, whatever its sign. `effect`: what it is called."""
    told = abs(rounded(value))
    said = {
        Size.NONE: _(
            "As effect sizes go, that is next to none ({effect} {value}).",
            effect=effect,
            value=told,
        ),
        Size.SMALL: _(
            "As effect sizes go, that is small ({effect} {value}).", effect=effect, value=told
        ),
        Size.MEDIUM: _(
            "As effect sizes go, that is medium ({effect} {value}).", effect=effect, value=told
        ),
        Size.LARGE: _(
            "As effect sizes go, that is large ({effect} {value}).", effect=effect, value=told
        ),
    }
    return said[size_of(float(told))]  # of the number that is printed


def _higher(change: CompetencyChange) -> list[Text]:
    if change.higher is None or not all(map(is_told, (change.higher, change.n - change.higher))):
        return []
    return [
        _(
            "Of {people}, {higher} rated themselves higher than before.",
            people=change.n,
            higher=change.higher,
        )
    ]


def mentee_words(measured: Measured) -> list[Text]:
    """What mentees say of their mentors, in a sentence; where that is not known, why."""
    if not measured.mentees:
        return [NOT_MEASURED, _("Surveys of mentees will show here what they say.")]
    shown = [own for own in measured.mentees if own.n >= SMALLEST]
    if not shown:
        return [TOO_FEW, _("Fewer than five mentees answered.")]
    return [*_synthetic(measured), *map(view_words, shown[:2])]


def view_words(own: MenteeView) -> Text:
    """What mentees say on one scale."""
    return _(
        "{people} mentees rate “{about}” at {mean} on average, on a scale of {lowest} to "
        "{highest}.",
        people=own.n,
        about=own.about,
        mean=rounded(own.mean, 1),
        lowest=own.lowest,
        highest=own.highest,
    )
