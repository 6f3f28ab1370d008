"""What is said of how participants rate their mentoring before and after. Pure."""

from decimal import Decimal

from app.cohorts.institutions.rules import SMALLEST, is_told
from app.language import Text, _
from app.outcomes.charts.words import decimal
from app.outcomes.disclosure.rules import SPREAD_FROM
from app.outcomes.leadership.answers import CompetencyChange, Measured, MenteeView
from app.outcomes.leadership.sheet.trial import SYNTHETIC, whose_change, whose_view
from app.outcomes.leadership.sheet.waves import earlier_changes
from app.outcomes.leadership.sizes import Size, size_of

NOT_MEASURED = _("Not measured yet")
UNTOLD = _("Not shown")
"""In place of a number of few people, or of one from which such a number follows."""
HEDGES_G = _("Hedges’ g")
COHENS_D = _("Cohen’s d")


def rounded(value: float, places: int = 2) -> Decimal:
    """A number as it is printed."""
    return Decimal(f"{value:.{places}f}")


def is_shown(change: CompetencyChange | None) -> bool:
    """Whether there are answers, and enough of them."""
    return change is not None and change.n >= SMALLEST


def rose(measured: Measured) -> bool:
    """Whether people surely rate themselves higher than before: its whole interval is above 0.

    Of one arm of a trial it is not said: that the other rose as much may be.
    """
    change = measured.overall
    if change is None or change.ci is None or measured.is_synthetic or measured.reference:
        return False
    return is_shown(change) and change.ci.low > 0


def competency_words(measured: Measured) -> list[Text]:
    """How participants rate their mentoring; where that is not known, why."""
    change = measured.overall
    if change is None and measured.reference:
        return [
            UNTOLD,
            _(
                "“{study}” is a trial. Either several of its arms had something of the program, so "
                "that none stands for it, or fewer than five people of the one that had all "
                "answered both times.",
                study=measured.study,
            ),
        ]
    if change is None:
        later = _(
            "Surveys before and after a cohort will show here how participants rate their "
            "mentoring."
        )
        return [NOT_MEASURED, later]
    if not is_shown(change):
        return [UNTOLD, _("Fewer than five people answered both times.")]
    said = [*_synthetic(measured), whose_change(measured, change), *change_words(change)]
    return [*said, *earlier_changes(measured.earlier), *_alone(measured)]


def _alone(measured: Measured) -> list[Text]:
    """What before and after does not say."""
    if measured.reference:
        return [
            _(
                "They rated themselves, and nobody of {reference} is among them; what of that is "
                "due to their arm, only the comparison of both says.",
                reference=measured.reference,
            )
        ]
    return [_("They rated themselves, and nobody without the program was asked.")]


def _synthetic(measured: Measured) -> list[Text]:
    return [SYNTHETIC] if measured.is_synthetic else []


def change_words(change: CompetencyChange) -> list[Text]:
    """How much it changed, how large that is, and of how many."""
    sizes = [size_words(change.g)] if change.g is not None and is_clear(change) else []
    return [moved_words(change), *sizes, *_higher(change)]


def is_clear(change: CompetencyChange) -> bool:
    """Whether the interval of the change says which way it went."""
    return change.ci is not None and not change.ci.low <= 0 <= change.ci.high


def moved_words(change: CompetencyChange) -> Text:
    """How much it changed, on which scale."""
    lowest, highest = change.lowest, change.highest
    if change.ci is None and change.n >= SPREAD_FROM:
        return _(
            "Everybody moved by the same {points} points on a scale of {lowest} to {highest}.",
            lowest=lowest,
            highest=highest,
            points=decimal(change.diff),
        )
    if change.ci is None:
        return _(
            "They are too few to tell whether it changed: the mean moved by {points} points on a "
            "scale of {lowest} to {highest}, and of fewer than {count} people no interval is told.",
            points=decimal(change.diff),
            lowest=lowest,
            highest=highest,
            count=SPREAD_FROM,
        )
    if not is_clear(change):
        return _(
            "People who answered both times rated themselves about as before, on a scale of "
            "{lowest} to {highest}: {points} points (95% CI {low} to {high}).",
            lowest=lowest,
            highest=highest,
            points=decimal(change.diff),
            low=decimal(change.ci.low),
            high=decimal(change.ci.high),
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
        return [UNTOLD, _("Fewer than five mentees answered.")]
    whose = whose_view(measured, shown[0])
    return [*_synthetic(measured), whose, *map(view_words, shown[:2])]


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
