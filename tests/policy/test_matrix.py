"""The permission matrix, asked of the running application: every route, persona and object.

What a persona is before an object is written down here once; what the answer must be follows from
the policy table. A route with a new kind of parameter fails until its objects are named.
"""

from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.policy.table import POLICY, Role
from tests.addresses import PERSONAS, cases
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.issued import INSTALLATION, SENDERS

BEFORE: dict[tuple[str, str], Role] = {
    ("ada", "fall-2026"): Role.LEARNER,
    ("ben", "spring-2026"): Role.LEARNER,
    ("fay", "fall-2026"): Role.FACILITATOR,
    ("cora", "fall-2026"): Role.COORDINATOR,
    ("cora", "spring-2026"): Role.COORDINATOR,
    ("cora", "draft-2027"): Role.COORDINATOR,
    ("cora", "mentor-development"): Role.COORDINATOR,
    ("cora", INSTALLATION): Role.COORDINATOR,
    ("opal", "fall-2026"): Role.CME_OFFICER,
    ("opal", "spring-2026"): Role.CME_OFFICER,
    ("abe", INSTALLATION): Role.ADMINISTRATOR,
    ("abe", "mentor-development"): Role.ADMINISTRATOR,
    ("abe", "coach-approach"): Role.ADMINISTRATOR,
}
DESK: dict[str, Role] = {
    "fay": Role.FACILITATOR,
    "cora": Role.COORDINATOR,
    "lee": Role.LEAD,
    "opal": Role.CME_OFFICER,
    "abe": Role.ADMINISTRATOR,
}


OFFICER = frozenset({Role.CME_OFFICER})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


def roles_over(persona: str, cohort: str | None, path: str) -> frozenset[Role]:
    """In what capacity somebody stands before the object a path names."""
    alone = ("{institution}", "{application}", "{own_message}")
    if cohort is None or any(name in path for name in alone):
        return frozenset({Role.PERSON, *([DESK[persona]] if persona in DESK else [])})
    if "{provider}" in path:
        return {"opal": OFFICER, "abe": ADMINISTRATOR}.get(persona, frozenset())
    if path.startswith("/admin/retention/"):
        return of_records(persona, cohort)
    if "{upload}" in path and persona != SENDERS[cohort]:
        return frozenset()
    of_person = ("{person}" in path or "{mail}" in path) and "{cohort}" not in path
    if persona != "cora" and of_person:
        return ADMINISTRATOR if persona == "abe" else frozenset()
    if path.startswith("/my/"):
        owner = {"fall-2026": "ada", "spring-2026": "ben"}.get(cohort)
        return frozenset({Role.PERSON} if persona == owner else ())
    if path.startswith("/join/"):
        return frozenset() if cohort == "draft-2027" else frozenset({Role.PERSON})
    role = BEFORE.get((persona, cohort))
    return frozenset({role} if role else ())


def of_records(persona: str, cohort: str) -> frozenset[Role]:
    """Before the records of a cohort; in a draft, nothing has happened yet."""
    if cohort == "draft-2027":
        return frozenset()
    role = {"abe": Role.ADMINISTRATOR, "cora": BEFORE.get(("cora", cohort))}.get(persona)
    return frozenset({role} if role else ())


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.both_databases
def test_every_route_answers_as_the_policy_says(
    app: FastAPI,
    sign_in: SignIn,
    objects: dict[str, dict[str, str]],
    persona: str,
) -> None:
    browser = sign_in(persona)
    asked = 0
    for method, address, action, path, cohort in cases(app, objects):
        roles = roles_over(persona, cohort, path)
        answer = browser.request(method, address)
        said = f"{persona} {method} {address}: {answer.status_code}"
        if not roles:
            assert answer.status_code == 404, said
        elif not roles & POLICY[action]:
            assert answer.status_code == 403, said
        else:
            assert answer.status_code in {200, 303, 409, 422}, said
            assert "/sign-in" not in answer.headers.get("location", ""), said
        asked += 1
    assert asked >= 70


def test_nobody_signed_in_is_asked_to_sign_in(
    app: FastAPI, browser: Browser, objects: dict[str, dict[str, str]]
) -> None:
    asked = 0
    for method, address, _action, path, cohort in cases(app, objects):
        answer = browser.request(method, address)
        if path.startswith("/join/") and cohort == "draft-2027":
            assert answer.status_code == 404, "a draft's public page does not exist"
            continue
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/sign-in?next="), address
        asked += 1
    assert asked >= 70


def test_withdrawn_learner_loses_the_cohort(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ada = sign_in("ada")
    assert ada.get("/cohorts/fall-2026").status_code == 200
    cast.withdraw("ada")
    session.commit()
    assert ada.get("/cohorts/fall-2026").status_code == 404


def test_job_of_nobody_does_not_exist(sign_in: SignIn) -> None:
    assert sign_in("cora").get(f"/manage/jobs/{UUID(int=1)}").status_code == 404
