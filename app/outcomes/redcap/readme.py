"""What stands beside the files: in which order REDCap is given them, and what to know of them.

How answers come back from REDCap is told in `returning`.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.language import LazyText, Text, _
from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.returning import ways_back
from app.surveys.enums import IdentityMode

_WIDTH = 100
_ONE_ARM = _(
    "Arms: REDCap has arm 1 already. Upload 2-arms.csv at Project Setup, Define My Events, only to "
    "give it its name."
)
_ARMS = _(
    "Arms: upload 2-arms.csv at Project Setup, Define My Events. Arms that are there already stay."
)


@dataclass(frozen=True)
class About:
    """What the text depends on."""

    title: str
    forms: tuple[tuple[str, str], ...]
    """Their names in REDCap, and the titles of the instruments."""
    without_wording: tuple[str, ...]
    """Forms whose wording stays here."""
    repeated: tuple[str, ...]
    is_one_arm: bool
    has_missing_code: bool
    """Whether a number or a day can be answered that it does not apply."""
    mode: IdentityMode | None
    """How those who answered are known; None: there are no records."""


def readme(about: About) -> str:
    """The text, in the language that is being written in, with lines that end with a line feed."""
    blocks: list[Text] = [
        about.title,
        _(
            "Files for a longitudinal REDCap project. Take these steps in their order, in a new "
            "and empty project that is in development. You need the rights “Project Design and "
            "Setup” and “Data Import Tool” in it."
        ),
    ]
    blocks += _numbered(steps(about))
    if about.mode is not None:
        blocks.append(_("How answers come back from REDCap:"))
        blocks += _numbered(ways_back(about.mode))
    lines = [_wrapped(block) for block in [*blocks, *_notes(about)]]
    forms = "\n".join(f"- {name}: {title}" for name, title in about.forms)
    return "\n\n".join([*lines, forms]) + "\n"


def _numbered(said: Iterable[Text]) -> list[str]:
    return [f"{at}. {step}" for at, step in enumerate(said, start=1)]


def _wrapped(block: Text) -> str:
    return textwrap.fill(str(block), _WIDTH, break_long_words=False, break_on_hyphens=False)


def steps(about: About) -> Iterator[LazyText]:
    """How the project is set up in REDCap, in the order in which REDCap needs it."""
    yield _(
        "Longitudinal: at Project Setup, turn on “longitudinal data collection with defined "
        "events”. If you want REDCap’s calendar of who is due, turn on scheduling, too."
    )
    yield _(
        "Data dictionary: upload 1-data-dictionary.csv at Designer, Data Dictionary. It replaces "
        "all forms of the project."
    )
    yield _ONE_ARM if about.is_one_arm else _ARMS
    yield _(
        "Events: upload 3-events-without-scheduling.csv at the same place, or 3-events.csv if you "
        "turned scheduling on. Events that are there already stay, so delete “{event}”, which "
        "REDCap made by itself, and compare the unique event names: REDCap makes them itself.",
        event="Event 1",  # not shown: REDCap's word
    )
    yield _(
        "Mappings: upload 4-mappings.csv at Designate Instruments for My Events. It replaces all "
        "mappings of the project."
    )
    yield from _steps_with_records(about)


def _steps_with_records(about: About) -> Iterator[LazyText]:
    """What comes after the files that design the project, as far as this one needs it."""
    if about.repeated:
        yield _(
            "Repeated forms: turn on repeating, at every event that asks them, for {forms:and}.",
            forms=about.repeated,
        )
    if about.has_missing_code:
        yield _(
            "Missing data codes: at Project Setup, Additional Customizations, add the line "
            "“{code}, Does not apply”. Numbers and days that do not apply have this code.",
            code=MISSING,
        )
    if about.mode is not None:
        yield _(
            "Records: upload 5-records.csv with the Data Import Tool, as a CSV file with dates as "
            "YYYY-MM-DD, and without forced auto-numbering, so that records keep their names. "
            "REDCap shows all that would come in first; import it once you have looked."
        )


def _notes(about: About) -> Iterator[LazyText]:
    if about.mode is not None:
        yield _MODES[about.mode]
    if about.without_wording:
        yield _(
            "The wording of {forms:and} may not be passed on, so codes stand in its place. "
            "codebook.csv names the source and the license of each.",
            forms=about.without_wording,
        )
    yield _(
        "codebook.csv says of every field what its values mean. Open the other files with nothing "
        "that changes them: spreadsheets take away leading zeros, and take some texts for formulas."
    )
    yield _("Forms:")


_MODES = {
    IdentityMode.IDENTIFIED: _("The records name people. Keep them as you keep personnel files."),
    IdentityMode.CONFIDENTIAL: _(
        "Records are named by study pseudonyms. The list of names is kept separately from the "
        "answers, and nothing of it is in these files."
    ),
    IdentityMode.LINKED: _(
        "Records are anonymous. The answers of one person have one name, made by chance for this "
        "export; there are no times, no institutions and no order."
    ),
    IdentityMode.UNLINKED: _(
        "Records are anonymous, and nothing links two of them: every form that was filled is a "
        "record of its own, named by chance for this export, without time, institution or order."
    ),
}
