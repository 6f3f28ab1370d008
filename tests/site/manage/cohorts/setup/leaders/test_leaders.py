"""Step 2: who leads."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.cohorts.drafts.queries import parts, planned_units
from app.people.enums import Scope
from app.policy.table import Role
from tests.cast import Cast
from tests.client import Browser
from tests.site.manage.cohorts.setup.drafting import SETUP


def test_leaders_and_guests_are_chosen_and_unknown_ones_are_named(
    cora: Browser, session: Session, cast: Cast
) -> None:
    draft = cast.cohort("spring-2027")
    ids = [str(unit.session_id) for unit in planned_units(session, draft.id)]
    fay = str(cast.id("fay"))
    sent = {
        "facilitator": [fay],
        "session": ids,
        "lead_all": fay,
        "link_all": "https://zoom.example/j/9",
        "lead": ["", "", "", ""],
        "co_lead": ["", "", "", ""],
        "guest": ["", "Lee@example.org", "", ""],
        "link": ["", "", "https://zoom.example/j/10", ""],
    }
    wrong = sent | {
        "guest": ["", "nobody@example.org", "", ""],
        "addresses": "who@example.org, x@y.org",
    }
    page = cora.post(f"{SETUP}/leaders", data=wrong).page
    assert set(page.field_errors) == {"addresses", "guest-1"}
    assert "Nobody here has these addresses: who@example.org and x@y.org." in page.main.text
    assert "Nobody here has this address: nobody@example.org." in page.main.text
    gives = page.link("Make somebody new a facilitator")
    assert gives == "/admin/roles/new?role=facilitator"
    assert cora.get(gives).status_code == 200
    answer = cora.post(f"{SETUP}/leaders", data=sent)
    assert answer.headers["location"] == f"{SETUP}/seats"
    rows = parts(session, draft.id)
    assert sorted(row.part for row in rows) == ["guest", "lead", "lead", "lead", "lead"]
    links = [unit.link for unit in planned_units(session, draft.id)]
    assert [link.rpartition("/")[2] for link in links] == ["9", "9", "10", "9"]
    assert cora.get(f"{SETUP}/leaders").status_code == 200
    told = cora.page(f"{SETUP}/rehearsal").main.text
    assert "1 person who leads a session finds it under Teach." in told, "a guest has no such tab"


@pytest.mark.parametrize(
    ("chosen", "state"),
    [
        ({}, "open"),
        ({"facilitator": "fay"}, "done"),
        ({"lead_all": "fay"}, "done"),
        ({"lead": ["fay", "", "", ""]}, "open"),
        ({"co_lead": ["fay"] * 4}, "done"),
    ],
)
def test_step_is_done_as_soon_as_each_session_has_somebody(
    cora: Browser, session: Session, cast: Cast, chosen: dict[str, str | list[str]], state: str
) -> None:
    fay = str(cast.id("fay"))
    draft = cast.cohort("spring-2027")
    sent: dict[str, Any] = {
        "session": [str(unit.session_id) for unit in planned_units(session, draft.id)]
    } | {part: [""] * 4 for part in ("lead", "co_lead", "guest", "link")}
    for name, who in chosen.items():
        sent[name] = fay if isinstance(who, str) else [fay if part else "" for part in who]
    assert cora.post(f"{SETUP}/leaders", data=sent).status_code == 303
    steps = cora.page(f"{SETUP}/seats").texts(".stepper li")
    assert f"({state})" in next(step for step in steps if "Who leads" in step)


def test_who_facilitates_the_whole_program_is_named(
    cora: Browser, session: Session, cast: Cast
) -> None:
    program = cast.cohort("spring-2027").program_id
    cast.grant("lee", Role.FACILITATOR, Scope.PROGRAM, program)
    session.commit()
    page = cora.page(f"{SETUP}/leaders")
    assert "Every cohort of the program is facilitated by Lee Lindqvist, MD." in page.main.text
