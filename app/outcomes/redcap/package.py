"""A whole project for REDCap in one zip: four files, records if there are any, and two to read.

Files are numbered in the order in which REDCap has to be given them. Read again, all but the two
to read are taken apart into what they say, and written anew they are the same bytes. The events are
there twice, since REDCap takes days only where scheduling is on; read are those with days.
"""

import random
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from app.outcomes.codebook.files import codebook_file
from app.outcomes.codebook.rows import Described, Options, codebook
from app.outcomes.codebook.wording import goes_out
from app.outcomes.redcap.archive import unzipped, zipped
from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.design import Design, Wave, design_of
from app.outcomes.redcap.design_files import (
    DesignFiles,
    design_files,
    read_arms,
    read_events,
    read_mappings,
)
from app.outcomes.redcap.dictionary import dictionary_file, read_dictionary
from app.outcomes.redcap.forms import fields_of
from app.outcomes.redcap.misfits import require_all
from app.outcomes.redcap.modes import going_out
from app.outcomes.redcap.names import form_name
from app.outcomes.redcap.questions import questions_of
from app.outcomes.redcap.reading import read_records
from app.outcomes.redcap.readme import About, readme
from app.outcomes.redcap.records import Project, Record, records_file
from app.surveys.enums import IdentityMode

README, CODEBOOK = "README.txt", "codebook.csv"
DICTIONARY, ARMS = "1-data-dictionary.csv", "2-arms.csv"
EVENTS, MAPPINGS, RECORDS = "3-events.csv", "4-mappings.csv", "5-records.csv"
UNSCHEDULED = "3-events-without-scheduling.csv"
_NEEDED = (README, CODEBOOK, DICTIONARY, ARMS, EVENTS, MAPPINGS)
_OPTIONAL = (UNSCHEDULED, RECORDS)
FILES = (*_NEEDED, *_OPTIONAL)
"""Everything that a zip of ours can hold."""


@dataclass(frozen=True)
class Plan:
    """What is asked of whom, when."""

    title: str
    asked: tuple[Described, ...]
    """The instruments in the order of their forms; the first is asked in the first wave."""
    waves: tuple[Wave, ...]
    """By the names of forms, `form_name(instrument.key)`."""
    arms: tuple[str, ...]
    repeated: Set[str] = frozenset()
    """The forms that can be filled several times in a wave."""
    consented: Set[str] = frozenset()
    """Keys of instruments whose owners let us pass their wording on."""

    @property
    def without_wording(self) -> tuple[str, ...]:
        """Keys of instruments whose wording stays here."""
        instruments = (described.instrument for described in self.asked)
        return tuple(
            instrument.key for instrument in instruments if not goes_out(instrument, self.consented)
        )


@dataclass(frozen=True)
class Given:
    """Records, and how they may go out; see `going_out`."""

    records: Sequence[Record]
    mode: IdentityMode
    pseudonyms: Mapping[str, str] = field(default_factory=dict)
    chance: random.Random | None = None


@dataclass(frozen=True)
class Package:
    """What the zip holds, taken apart."""

    project: Project
    records: tuple[Record, ...] | None
    """None: the zip has none, and is there to set a project up."""
    readme: bytes
    codebook: bytes


def package_of(plan: Plan, given: Given | None = None) -> Package:
    """A plan, and records if they are given, made ready to go out.

    Raises:
        RefusedError: Waves that REDCap cannot tell apart, or whose first lacks the first form.
        ValueError: A form is there twice, or records cannot go out as they are given.
    """
    instruments = [described.instrument for described in plan.asked]
    fields = fields_of(instruments, consented=plan.consented)
    forms = [form_name(instrument.key) for instrument in instruments]
    project = Project(fields, design_of(plan.waves, plan.arms, forms))
    records = None
    if given is not None:
        chosen = going_out(
            given.records, given.mode, pseudonyms=given.pseudonyms, chance=given.chance
        )
        records = tuple(chosen)
    return Package(
        project=project,
        records=records,
        readme=readme(about(plan, given.mode if given else None)).encode(),
        codebook=_codebook(plan, project),
    )


def package_file(package: Package) -> bytes:
    """A package as a zip."""
    designed = design_files(package.project.design)
    files = {
        README: package.readme,
        CODEBOOK: package.codebook,
        DICTIONARY: dictionary_file(package.project.fields),
        ARMS: designed.arms,
        EVENTS: designed.events,
        **({UNSCHEDULED: designed.unscheduled} if designed.unscheduled else {}),
        MAPPINGS: designed.mappings,
    }
    if package.records is not None:
        files[RECORDS] = records_file(package.project, package.records)
    return zipped(files)


def read_package(content: bytes) -> Package:
    """What a zip says.

    Raises:
        RefusedError: It is no such zip.
        MisfitsError: One of its files does not fit; the others after it were not looked at.
    """
    files = unzipped(content, _NEEDED, _OPTIONAL)
    fields = require_all(DICTIONARY, read_dictionary(files[DICTIONARY]))
    designed = DesignFiles(files[ARMS], files[EVENTS], files[MAPPINGS])
    project = Project(fields, _design(designed, tuple(questions_of(fields))))
    records = None
    if RECORDS in files:
        records = require_all(RECORDS, read_records(files[RECORDS], project))
    return Package(project, records, files[README], files[CODEBOOK])


def _design(files: DesignFiles, forms: Sequence[str]) -> Design:
    arms = require_all(ARMS, read_arms(files.arms))
    events = require_all(EVENTS, read_events(files.events, arms))
    mapped = require_all(MAPPINGS, read_mappings(files.mappings, events, forms))
    return Design(arms, events, mapped)


def _codebook(plan: Plan, project: Project) -> bytes:
    names = {
        (question.origin.instrument, question.key): question.field.name
        for asked in project.questions.values()
        for question in asked
    }
    options = Options(consented=plan.consented, names=names, missing=MISSING, scores=False)
    return codebook_file(codebook(plan.asked, options))


def about(plan: Plan, mode: IdentityMode | None) -> About:
    """What the text beside the files depends on; `mode`: None without records."""
    instruments = [described.instrument for described in plan.asked]
    return About(
        title=plan.title,
        forms=tuple((form_name(instrument.key), instrument.title) for instrument in instruments),
        without_wording=tuple(map(form_name, plan.without_wording)),
        repeated=tuple(sorted(plan.repeated)),
        is_one_arm=len(plan.arms) == 1,
        has_missing_code=any(
            instrument.na_of(item) is not None and item.kind in {"number", "date"}
            for instrument in instruments
            for item in instrument.items
        ),
        mode=mode,
    )
