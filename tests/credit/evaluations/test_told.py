"""Who is done with an evaluation is told to nobody else before five are: by no page and no file."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import cohort_context
from app.credit import actions, queries
from app.credit.completion.rules import SURVEY_OPEN, SURVEY_WITHHELD, Completion
from app.credit.models import Activity
from app.credit.queries import activity_of
from app.credit.tallies.queries import by_institution, complete_among, how_far, planned_sessions
from app.demo.work import learner_in
from app.people.enums import Scope
from app.policy.table import Role
from app.surveys import actions as surveys
from tests.addresses import cases
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.credit.evaluations.gated import KEY, Gated, gate
from tests.page import Page
from tests.surveys.asking import SECRET

WITHHELD = SURVEY_WITHHELD(count=5, survey=KEY)
OPEN = SURVEY_OPEN(survey=KEY)
STAFF = ("cora", "fay", "lee", "abe")


def verdicts(found: Gated) -> dict[str, Completion]:
    """What others are told of each, by the number of their coming."""
    here = cohort_context(found.session, "spring-2026")
    assert here is not None
    stand = queries.standings(found.session, found.cohort.id, here.policy, NOW)
    return {str(n): stand[place.id].completion for n, place in enumerate(found.places)}


def own(found: Gated, number: int) -> Completion:
    place = found.places[number]
    learner = learner_in(found.session, place)
    stand = queries.own_standing(found.session, found.cohort.id, place.id, learner.policy, NOW)
    return stand.completion


def numbers(found: Gated) -> tuple[int, int, int, int]:
    """How many have completed, by each way to count them."""
    session, here = found.session, cohort_context(found.session, "spring-2026")
    assert here is not None
    sessions = planned_sessions(session, [here])
    of = by_institution(session, [here], NOW)[here.cohort.id]
    return (
        sum(verdict.complete for verdict in verdicts(found).values()),
        how_far(session, [here], sessions, NOW)[here.cohort.id].completed,
        sum(own.complete for own in of.values()),
        len(complete_among(session, {p.id: here for p in found.places}, sessions, NOW)),
    )


@pytest.mark.parametrize("done", [0, 1, 4])
def test_fewer_than_five_are_told_of_nobody(session: Session, cast: Cast, done: int) -> None:
    found = gate(session, cast, 7)
    found.answer(*found.places[:done])
    for verdict in verdicts(found).values():
        assert verdict.missing == (WITHHELD,)
        assert not verdict.complete
        assert verdict.surveys_done == 0
    assert numbers(found) == (0, 0, 0, 0)
    assert [own(found, n).complete for n in range(7)] == [n < done for n in range(7)]
    if done < 7:
        assert own(found, 6).missing == (OPEN,)


def test_from_five_on_everybody_is_told_of(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 7)
    found.answer(*found.places[:5])
    said = verdicts(found)
    assert [said[str(n)].complete for n in range(7)] == [True] * 5 + [False] * 2
    assert said["6"].missing == (OPEN,)
    assert numbers(found) == (5, 5, 5, 5)


def test_once_it_is_closed_everybody_is_told_of(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 4)
    found.answer(found.places[0])
    surveys.close(session, found.survey, secret=SECRET, by=cast.id("cora"), now=NOW)
    said = verdicts(found)
    assert said["0"].complete
    assert said["1"].missing == (OPEN,)
    assert numbers(found) == (1, 1, 1, 1)


def claim(found: Gated, number: int) -> None:
    place = found.places[number]
    actions.claim(found.session, learner_in(found.session, place), 4, by=place.person_id, now=NOW)


def test_who_has_claimed_is_told_of_where_the_claim_waited(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 4)
    found.answer(*found.places[:2])
    claim(found, 0)
    said = verdicts(found)
    assert said["0"].complete
    assert [said[str(n)].missing for n in (1, 2, 3)] == [(WITHHELD,)] * 3
    assert numbers(found) == (1, 1, 1, 1)


def free(found: Gated) -> Activity:
    """Credit is claimed without completing and without the evaluation."""
    approved = activity_of(found.session, found.cohort.id)
    assert approved is not None
    approved.activity.requires_completion = approved.activity.requires_evaluation = False
    found.session.flush()
    return approved.activity


def test_claim_that_waited_for_nothing_tells_nothing(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 4)
    free(found)
    found.answer(found.places[0])
    claim(found, 0)
    claim(found, 1)
    said = verdicts(found)
    assert said["0"].missing == said["1"].missing == (WITHHELD,)
    assert numbers(found) == (0, 0, 0, 0)


def test_ledgers_cost_no_statement_more(
    session: Session, cast: Cast, statements: Statements
) -> None:
    with statements() as without:
        queries.ledgers(session, cast.spring.id)
    found = gate(session, cast, 4)
    with statements() as with_it:
        queries.ledgers(session, cast.spring.id)
    assert with_it.total == without.total == 3
    here = cohort_context(session, "spring-2026")
    assert here is not None
    sessions = planned_sessions(session, [here])
    with statements() as counted:
        how_far(session, [here], sessions, NOW)
    assert counted.total == 2
    assert len(found.places) == 4


# ------------------------------------------------------------------------ every page and file


def said_by(answer: object) -> str:
    """What somebody reads: the words of a page, the cells of a file."""
    kind = answer.headers.get("content-type", "")  # type: ignore[attr-defined]
    if "spreadsheetml" in kind:
        with ZipFile(BytesIO(answer.content)) as file:  # type: ignore[attr-defined]
            sheets = (name for name in file.namelist() if name.startswith("xl/worksheets/"))
            return "\n".join(file.read(name).decode() for name in sheets)
    if "html" in kind:
        html = answer.text  # type: ignore[attr-defined]
        return Page(html).text if "<main" in html else html
    return str(answer.content)  # type: ignore[attr-defined]


FORMS = ("", "?format=xlsx", "?format=csv", "?show=all")
IN_SPRING = tuple(f"?cohort=spring-2026{more}" for more in ("", "&format=xlsx", "&format=csv"))
ASKED_MORE = {
    "/manage/cohorts/{cohort}/people": FORMS,
    "/institution": IN_SPRING,
    "/institution/report": IN_SPRING,
    "/teach/{cohort}/standing": FORMS,
    "/manage/cohorts/{cohort}/report": FORMS,
    "/manage/cohorts/{cohort}/certificates/issue": FORMS,
    "/manage/cohorts/{cohort}/policy/check": (
        "?modules_required=4&sessions_required=2&make_ups_allowed=1&present_minutes=45"
        "&late_after_minutes=10",
    ),
}


DISK = re.compile(r"[\d,]+ MB are free")
"""What the machine has free differs from one moment to the next, whoever answers what."""


def read(app: FastAPI, browser: Browser, objects: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """Everything that somebody can open, by address."""
    found = {}
    for method, address, _action, path, cohort in cases(app, {**objects}):
        if method != "GET" or cohort not in {None, "spring-2026", "mentor-development"}:
            continue
        for asked in ASKED_MORE.get(path, ("",)):
            answer = browser.get(address + asked)
            if answer.status_code == 200:
                found[address + asked] = DISK.sub("", said_by(answer))
    return found


def staff_of(cast: Cast, found: Gated) -> None:
    """Fay leads the cohort, too; Lee's own people are in it."""
    cast.grant("fay", Role.FACILITATOR, Scope.COHORT, found.cohort.id)


@pytest.mark.parametrize("persona", STAFF)
def test_no_page_and_no_file_differs_by_who_is_done(
    app: FastAPI,
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    objects: dict[str, dict[str, str]],
    persona: str,
) -> None:
    found = gate(session, cast, 7)
    staff_of(cast, found)
    objects["spring-2026"]["person"] = str(found.places[1].person_id)
    session.commit()
    browser = sign_in(persona)
    nobody, again = read(app, browser, objects), read(app, browser, objects)
    unsteady = {address for address in nobody if nobody[address] != again[address]}
    assert unsteady <= {a for a in nobody if re.search(r"/(library|check-in|admin)", a)}, unsteady
    found.answer(*found.places[:4])
    session.commit()
    four = read(app, browser, objects)
    assert four.keys() == nobody.keys()
    assert {a for a in nobody if nobody[a] != four[a]} - unsteady == set()
    assert len(nobody) > (40 if persona == "cora" else 3)
    found.answer(found.places[4])
    session.commit()
    five = read(app, browser, objects)
    if persona in {"cora", "lee"}:
        assert {a for a in nobody if nobody[a] != five[a]} - unsteady, "and from five on it is told"


def test_cora_reads_of_five_who_has_done_it(sign_in: SignIn, session: Session, cast: Cast) -> None:
    found = gate(session, cast, 7)
    path = f"/manage/people/{found.places[0].person_id}"
    found.answer(*found.places[:4])
    session.commit()
    cora = sign_in("cora")
    assert "Whether it is done is shown once 5 people have done it" in cora.page(path).text
    found.answer(found.places[4])
    session.commit()
    assert "Whether it is done" not in cora.page(path).text
    other = f"/manage/people/{found.places[6].person_id}"
    assert "Not done: final evaluation" in cora.page(other).text
