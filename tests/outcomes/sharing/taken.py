"""Projects of the tests whose people answered and allowed this or that."""

import csv
import io
import random
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.models import Task
from app.outcomes.redcap.package import package_file
from app.outcomes.sharing.actions import pass_to_redcap
from app.outcomes.sharing.files.actions import keep_file, order_file
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.queries import weigh
from app.outcomes.sharing.files.tasks import made_of
from app.outcomes.sharing.queries import held
from app.outcomes.sharing.records import Held
from app.studies.consent import actions as consent
from app.studies.consent.queries import newest_texts
from app.studies.enums import ConsentScope, Respondent
from app.studies.models import Project
from app.studies.queries import ProjectInProgram, project_by_key, studied_places
from app.surveys.actions import close
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey
from tests.cast import NOW, Cast
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.outcomes.redcap import samples
from tests.studies.projects_of import ALL, said, settle
from tests.surveys.asking import SECRET

ANSWERS = "answers-competency-self.csv"


@dataclass
class Taken:
    """A project of two waves, and those who answered both."""

    session: Session
    project: Project
    surveys: list[Survey]
    places: list[Enrollment]

    @property
    def found(self) -> ProjectInProgram:
        found = project_by_key(self.session, self.project.key)
        assert found is not None
        return found

    @property
    def held(self) -> Held:
        return held(self.session, self.found)

    def allow(self, places: Collection[Enrollment], scopes: Collection[ConsentScope] = ALL) -> None:
        texts = newest_texts(self.session, [self.project.id], Respondent.LEARNER)
        text = texts[self.project.id]["en"]
        settle(self.session, self.project)
        for own in places:
            place = studied_places(self.session, own.person_id, self.project.key)[0]
            consent.give(self.session, place, said(scopes), text_id=text.id, edition=0, now=NOW)
        self.session.flush()

    def close(self) -> None:
        for survey in self.surveys:
            close(self.session, survey, secret=SECRET, by=None, now=NOW)
        self.session.flush()


def taken(session: Session, cast: Cast, mode: IdentityMode, count: int = 8) -> Taken:
    """So many people answer both waves; nobody has said yet what they allow."""
    project, surveys = project_asked(session, cast, mode)
    places = people(session, cast, count)
    answer_all(session, surveys, places)
    return Taken(session, project, surveys, places)


def allowed(session: Session, cast: Cast, mode: IdentityMode, count: int = 8) -> Taken:
    """The same, and all allow everything; anonymous surveys are closed."""
    own = taken(session, cast, mode, count)
    own.allow(own.places)
    if mode.is_anonymous:
        own.close()
    return own


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def redcap(own: Taken, cast: Cast, seed: int = 1) -> dict[str, bytes]:
    """What goes to REDCap, by the names of the files."""
    by, chance = cast.id("cora"), random.Random(seed)
    why = "For the statistician."
    made = pass_to_redcap(
        own.session, own.found, secret=SECRET, why=why, by=by, now=NOW, chance=chance
    )
    return samples.files_of(package_file(made))


def research(own: Taken, cast: Cast, *columns: str) -> dict[str, bytes]:
    """The research files, by name, ordered and made in one transaction."""
    session, by, why = own.session, cast.id("cora"), "For the statistician."
    weigh(session, own.found, FileKind.RESEARCH, columns)
    job = order_file(session, own.found, FileKind.RESEARCH, columns, why=why, by=by, now=NOW)
    task = session.scalars(select(Task).where(col(Task.job_id) == job)).one()
    made, file_id = made_of(session, task, SECRET, NOW), UUID(task.key)
    assert made is not None
    keep_file(session, file_id, made, now=NOW)
    session.delete(task)
    session.delete(session.get_one(SharedFile, file_id))
    session.flush()
    return samples.files_of(made.content)
