"""What is read of a project's answers, by mode of identity and by what people allowed."""

import json
from dataclasses import asdict

import pytest
from sqlalchemy.orm import Session

from app.outcomes.analysis.project.analysis import analyze
from app.outcomes.analysis.project.records import Sheet, Study
from app.outcomes.projects.command import lines
from app.outcomes.projects.queries import read_project, study_of
from app.studies.enums import ConsentScope
from app.surveys.actions import close
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.outcomes.projects.asked import answer_all, ids_of, people, project_asked
from tests.studies.projects_of import ALL, agree
from tests.surveys.asking import SECRET

NAMED = (IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL)


def sheets(study: Study) -> list[Sheet]:
    (instrument,) = study.instruments
    return list(instrument.sheets)


@pytest.mark.parametrize("mode", NAMED)
def test_what_is_somebodys_is_put_together_over_waves(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    project, surveys = project_asked(session, cast, mode)
    places = people(session, cast, 8)
    answer_all(session, surveys, places)
    study = study_of(session, project, NOW)
    assert {sheet.person for sheet in sheets(study)} == ids_of(places)
    assert {sheet.wave for sheet in sheets(study)} == {0, 3}
    change = analyze(study).instruments[0].changes[0]
    assert change.n == 8
    assert change.paired is not None
    assert change.paired.comparison.diff == 1, "the reversed question is turned"


def test_codes_put_anonymous_answers_together_once_both_waves_are_closed(
    session: Session, cast: Cast
) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.LINKED)
    places = people(session, cast, 8)
    answer_all(session, surveys, places)
    assert sheets(study_of(session, project, NOW)) == []
    for survey in surveys:
        close(session, survey, secret=SECRET, by=None, now=NOW)
    study = study_of(session, project, NOW)
    found = {sheet.person for sheet in sheets(study)}
    assert len(found) == 8
    assert not found & ids_of(places)
    assert analyze(study).instruments[0].changes[0].n == 8


def test_without_a_code_nobody_is_in_both_waves(session: Session, cast: Cast) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.UNLINKED)
    answer_all(session, surveys, people(session, cast, 8))
    for survey in surveys:
        close(session, survey, secret=SECRET, by=None, now=NOW)
    study = study_of(session, project, NOW)
    assert {sheet.person for sheet in sheets(study)} == {None}
    change = analyze(study).instruments[0].changes[0]
    assert (change.paired, change.n) == (None, 8)
    assert change.groups is not None


def test_who_does_not_allow_it_is_another_person_in_each_wave(session: Session, cast: Cast) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.IDENTIFIED)
    place = agree(session, cast, project, "ada", ALL - {ConsentScope.LINK})
    answer_all(session, surveys, [*people(session, cast, 5), place.enrollment])
    found = [sheet.person for sheet in sheets(study_of(session, project, NOW))]
    assert found.count(None) == 2
    assert str(place.enrollment.id) not in found


def test_a_project_costs_the_same_statements_for_few_and_for_many(
    session: Session, cast: Cast, statements: Statements
) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    places = people(session, cast, 12)
    answer_all(session, surveys, places[:2])
    with statements() as few:
        study_of(session, project, NOW)
    counted = few.total
    answer_all(session, surveys, places[2:])
    with statements() as many:
        study_of(session, project, NOW)
    assert many.total == counted <= 9


def test_the_command_says_what_every_table_needs_and_no_name(session: Session, cast: Cast) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    places = people(session, cast, 8)
    answer_all(session, surveys, places)
    read = read_project(session, project.key, NOW)
    assert read is not None
    found = analyze(read.study, read.per_protocol)
    said = "\n".join(lines(found)) + json.dumps(asdict(found))
    assert "diff 1.000" in said
    assert "nothing is drawn" in said
    assert not any(id_ in said for id_ in ids_of(places))
    assert read_project(session, "no-such-project", NOW) is None
