"""What of a study can be taken out, what is in each file, and how safe it is.

Its numbers are those of a file that is made now, exact and of the moment: whoever sees the page may
have that file, and would count the same in it. They are not what `projects/turnout` tells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.disclosure.risk import Risk
from app.outcomes.redcap.package import about
from app.outcomes.redcap.readme import steps
from app.outcomes.redcap.returning import ways_back
from app.outcomes.sharing import rules
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.queries import OrderedFile
from app.outcomes.sharing.files.rules import KEPT_FOR
from app.outcomes.sharing.records import Held, Shared
from app.outcomes.sharing.redcap import plan_of
from app.site.manage.outcomes.loaders import HOME
from app.surveys.enums import IdentityMode
from app.web.forms import FormState
from app.web.parts import Fact

COLUMNS: dict[str, Text] = {
    "region": _("State or country of the institution"),
    "rank": _("Academic rank"),
    "profession": _("Profession"),
    "arm": _("Arm of the trial"),
}
_NAMED: dict[IdentityMode, Text] = {
    IdentityMode.IDENTIFIED: _("By a code of this study, the same in each file; it says no name"),
    IdentityMode.CONFIDENTIAL: _("By their pseudonyms in the study"),
    IdentityMode.LINKED: _("By random codes, new in each file"),
    IdentityMode.UNLINKED: _("By random codes; nothing puts two answers together"),
}
_FILES: dict[FileKind, Text] = {
    FileKind.REDCAP: _("REDCap project"),
    FileKind.RESEARCH: _("Research file"),
}
WAYS = 3
"""How many ways out are told at most."""


@dataclass(frozen=True)
class FileLine:
    """A file that was asked for in the last days."""

    name: Text
    path: str
    """Of the file; of its job before it is made."""
    is_made: bool
    as_of: Text
    """When it was made, which is its cut-off; empty before."""
    until: Text
    """When it is thrown away."""
    by: str
    why: str


@dataclass(frozen=True)
class DataPage:
    """Two files, why one of them cannot go out, and those that were made."""

    title: str
    path: str
    is_synthetic: bool
    form: FormState
    why_not: Text | None
    """Why neither can."""
    why_no_redcap: Text | None
    redcap: Sequence[Fact]
    columns: Sequence[tuple[str, Text]]
    chosen: Sequence[str]
    why_no_research: Text | None
    """With the columns that are chosen."""
    risk: Sequence[Fact]
    ways: Sequence[Text]
    earlier: Text | None
    research: Sequence[Fact]
    files: Sequence[FileLine]
    set_up: Sequence[Text]
    """How the study is set up in REDCap, a step each."""
    ways_back: Sequence[Text]
    """How answers come back from it."""


def data_page(
    held: Held, chosen: Sequence[str], form: FormState, made: Sequence[OrderedFile], zone: str
) -> DataPage:
    """`chosen`: what a research file would say of people. `made`: files that are here now."""
    sheets = rules.shared(held)
    linked = rules.linked_only(sheets)
    known = [name for name in rules.columns_of(held) if name in chosen]
    why_not, risk = rules.why_not_share(held, sheets), rules.risk_of(held, sheets, known)
    project = held.project
    return DataPage(
        title=project.title,
        path=f"{HOME}/{project.key}",
        is_synthetic=project.is_synthetic,
        form=form,
        why_not=why_not,
        why_no_redcap=rules.why_not_share(held, linked),
        redcap=list(_redcap(held, linked)),
        columns=[(name, COLUMNS[name]) for name in rules.columns_of(held)],
        chosen=known,
        why_no_research=why_not or rules.why_not_at_risk(risk),
        risk=[] if why_not else list(_risk(held, risk)),
        ways=[] if risk.is_low else list(_ways(held, sheets, known)),
        earlier=_earlier(held),
        research=list(_research(sheets)),
        files=[_file(own, project.key, zone) for own in made],
        set_up=list(steps(about(plan_of(held), project.mode))),
        ways_back=list(ways_back(project.mode)),
    )


def _redcap(held: Held, sheets: Sequence[Shared]) -> Iterator[Fact]:
    yield Fact(_("People with an answer in it"), str(rules.people_in(sheets)))
    yield Fact(_("Answered questionnaires"), str(len(sheets)))
    yield Fact(_("How people are named"), _NAMED[held.project.mode])
    yield Fact(
        _("Of whom"), _("People who allow that answers are passed on and waves put together")
    )
    yield Fact(_("What is in it"), _("Every answer by wave, and by arm if there is a trial"))
    yield Fact(
        _("What is not"), _("Names, institutions, times, what people wrote, answers of mentees")
    )


def _research(sheets: Sequence[Shared]) -> Iterator[Fact]:
    yield Fact(_("People with an answer in it"), str(rules.people_in(sheets)))
    yield Fact(_("Answered questionnaires"), str(len(sheets)))
    yield Fact(_("How people are named"), _("By random codes, new in each file"))
    yield Fact(_("Of whom"), _("People who allow that answers are passed on"))
    yield Fact(_("What is in it"), _("Answers and scores by wave, a codebook, a data dictionary"))
    yield Fact(
        _("What is not"),
        _("Names, pseudonyms, institutions, days, what people wrote, answers of mentees"),
    )


def _risk(held: Held, found: Risk) -> Iterator[Fact]:
    if held.project.mode.is_anonymous:
        return
    yield Fact(_("Smallest group of people who look alike (k)"), str(found.k))
    yield Fact(_("Needed"), str(rules.smallest(held)))
    yield Fact(_("People in groups that are too small"), str(len(found.exposed)))
    yield Fact(_("People who are alone in theirs"), str(found.unique))


def _ways(held: Held, sheets: Sequence[Shared], chosen: Sequence[str]) -> Iterator[Text]:
    """What can be left out so that it is enough."""
    for names in rules.enough_without(held, sheets, chosen)[:WAYS]:
        yield _("Leave out: {columns:and}", columns=tuple(COLUMNS[name] for name in names))


def _file(own: OrderedFile, key: str, zone: str) -> FileLine:
    is_made = own.made_at is not None
    return FileLine(
        name=_FILES[own.kind],
        path=f"{HOME}/{key}/data/files/{own.id}" if is_made else f"/manage/jobs/{own.job_id}",
        is_made=is_made,
        as_of=date_time(own.made_at, zone) if own.made_at else "",
        until=date_time(own.ordered_at + KEPT_FOR, zone),
        by=own.by.display_name,
        why=own.why,
    )


def _earlier(held: Held) -> Text | None:
    """What files before this one said, which counts with what this one says."""
    names = tuple(COLUMNS[name] for name in rules.COLUMNS if name in held.earlier)
    if not names:
        return None
    return _(
        "Files that went out before said this of people, and it counts here, too: {columns:and}",
        columns=names,
    )
