"""Which versions a cohort uses, and moving it: what is shown before, what happens, who may."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import ContentMove
from app.cohorts.moves import rules as moves
from app.content.models import ContentVersion
from app.core.models import AuditLine
from app.language.reasons import Reason
from app.people.enums import Scope
from app.policy.table import Role
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.learning.open_unit import prepare, sign
from tests.page import Page
from tests.page_words import only
from tests.releases import (
    CASE_2,
    GUIDE_2,
    MODULE_2,
    MORE_TO_READ,
    REWORDED,
    better_module_2,
    release,
)

FALL = "/manage/cohorts/fall-2026"
TEXTS, MOVE = f"{FALL}/content", f"{FALL}/content/move"
REASON = {"reason": "The guideline changed."}


def offered(page: Page) -> list[str]:
    """The texts that can be chosen to be moved."""
    return [box.attribute("value") for box in page.all("input[type=checkbox][name=chosen]")]


def hidden(page: Page) -> dict[str, Any]:
    """What the check page sends along without being seen."""
    form = page.form(action=MOVE)
    return {"chosen": form.values("chosen"), "shown": only(form.values("shown"), "shown", [])}


def check_page(cora: Browser, *places: str) -> Page:
    values = [choice for choice in offered(cora.page(TEXTS)) if choice.startswith(places)]
    return cora.page(MOVE, params={"chosen": values})


def moved(cora: Browser, *places: str) -> Page:
    answer = cora.post(MOVE, data=hidden(check_page(cora, *places)) | REASON)
    assert answer.status_code == 303, answer.text
    return cora.page(answer.headers["location"])


def give_cohort_to(session: Session, cast: Cast, persona: str) -> None:
    """Make somebody a second coordinator of the running cohort's program."""
    cast.grant(persona, Role.COORDINATOR, Scope.PROGRAM, cast.fall.program_id)
    session.commit()


def signed_by_ada(session: Session) -> None:
    prepare(session)
    sign(session)
    session.commit()


# ----------------------------------------------------------------------- what is shown


def test_up_to_date_cohort_offers_nothing(sign_in: SignIn) -> None:
    page = sign_in("cora").page(TEXTS)
    assert "Every text is the program’s current version" in page.text
    assert offered(page) == []
    assert "not the program’s" not in page.text


def test_other_versions_are_offered_and_none_is_chosen(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    signed_by_ada(session)
    better_module_2(session)
    release(session, (GUIDE_2, "Guide only 2.", "Guide only 2!"))
    session.commit()
    page = sign_in("cora").page(TEXTS)
    assert "2 texts can be moved" in page.text
    assert [re.sub(r" \([0-9a-f]{8}\)", "", row) for row in page.rows[:2]] == [
        "Week 2 module Module 2 title Release 1, October 14, 2025 "
        "Release 2, November 18, 2026, the program’s current "
        "version 1 person has signed this text. They stay signed for the text they read. "
        "See every word that would change in Week 2 module",
        "Week 2 guide Guide 2 Release 1, October 14, 2025 "
        "Release 3, November 18, 2026, the program’s current version – "
        "See every word that would change in Week 2 guide",
    ]
    assert len(offered(page)) == 2
    assert page.all("input[checked]") == []


def test_text_that_stays_says_why(sign_in: SignIn, session: Session, cast: Cast) -> None:
    release(session, ("01-case-1.md", "Case for learners 1.", "Case for learners, 1."))
    session.commit()
    cora = sign_in("cora")
    page = cora.page(TEXTS)
    assert str(moves.DISCUSSED) in page.text
    assert "the current version" not in page.text
    assert offered(page) == []
    assert "the current version" not in cora.page("/manage").text


def test_queue_and_cohort_lead_to_the_texts(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    assert "the current version" not in cora.page("/manage").text
    better_module_2(session)
    session.commit()
    queue = cora.page("/manage")
    assert "Fall 2026 does not use the current version of 1 text." in queue.text
    assert TEXTS in queue.main.addresses
    assert TEXTS in cora.page(FALL).main.addresses


def test_check_page_says_what_will_change_for_whom(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    signed_by_ada(session)
    asked = '"Which is right?"', '"Which one is right?"'
    better_module_2(session)
    release(session, *MORE_TO_READ, (MODULE_2, *asked), (CASE_2, "Case for", "A case for"))
    session.commit()
    page = check_page(sign_in("cora"), "2:").text
    for words in (
        "Move 2 texts?",
        "This will change at once for everybody in the cohort (2 people). "
        "Text that was signed changes: Week 2 module (1 signature).",
        "1 person has signed this text. They stay signed for the text they read.",
        "A newly required reading for those who have not signed: “Reading 2c”.",
        "The knowledge check will ask 1 question anew",
        "Its title will be “Module 2, made better”.",
        "Its session is Thu, Nov 19, 12:00 PM Mountain Time.",
        "The unit is open: whoever has already read the case read the earlier text.",
        "deleted: Text (end) inserted: Better text (end) of module 2.",
        "Every signature, with its statement and the exact text that it was made for.",
    ):
        assert words in page, (words, page)


def test_check_page_says_when_no_signed_text_changes(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    better_module_2(session)
    session.commit()
    page = check_page(sign_in("cora"), "2:module")
    assert "No text changes that anybody has signed." in page.text
    assert "Nobody has signed this text." in page.text


def test_looking_moves_nothing(sign_in: SignIn, session: Session, cast: Cast) -> None:
    better_module_2(session)
    session.commit()
    before = cast.unit("fall-2026", 2)
    check_page(sign_in("cora"), "2:")
    assert cast.unit("fall-2026", 2) == before


# ----------------------------------------------------------------------------- the act


def test_move_changes_what_was_chosen_and_gives_a_reference(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    signed_by_ada(session)
    better_module_2(session)
    release(session, (GUIDE_2, "Guide only 2.", "Guide only 2!"))
    session.commit()
    cora = sign_in("cora")
    page = moved(cora, "2:module")
    session.expire_all()
    (row,) = session.scalars(select(ContentMove)).all()
    assert f"Reference {row.act_id.hex[:8].upper()}" in page.text
    assert "Moved: Week 2 module" in page.text
    assert "by Cora Castellano" in page.text
    assert REASON["reason"] in page.text
    assert cast.unit("fall-2026", 2).title == "Module 2, made better"
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "cohort.content-moved")
    ).one()
    assert [(move["kind"], move["signed"]) for move in line.facts["moves"]] == [("module", 1)]


def test_moved_text_can_be_moved_back_from_the_same_page(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    better_module_2(session)
    session.commit()
    cora = sign_in("cora")
    before = cast.unit("fall-2026", 2)
    page = moved(cora, "2:module")
    assert "1 text can be moved back" in page.text
    assert re.search(r"October 14, 2025 \([0-9a-f]{8}\), used here before", page.text)
    moved(cora, "2:module")
    assert cast.unit("fall-2026", 2) == before


def test_reason_is_asked_for_and_the_choice_is_kept(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    better_module_2(session)
    session.commit()
    cora = sign_in("cora")
    fields = hidden(check_page(cora, "2:module"))
    answer = cora.post(MOVE, data=fields | {"reason": "  "})
    assert answer.status_code == 422
    assert "Say why the texts are moved." in answer.page.text
    assert hidden(answer.page) == fields


def test_move_is_refused_when_a_release_was_loaded_meanwhile(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    better_module_2(session)
    session.commit()
    cora = sign_in("cora")
    fields = hidden(check_page(cora, "2:module"))
    release(session, (MODULE_2, "Better text", "Still better text"))
    session.commit()
    answer = cora.post(MOVE, data=fields | REASON)
    assert answer.status_code == 409
    assert str(moves.CHANGED) in answer.page.text
    assert len(offered(answer.page)) == 1
    assert session.scalar(select(func.count()).select_from(ContentMove)) == 0


def test_double_click_moves_once(sign_in: SignIn, session: Session, cast: Cast) -> None:
    better_module_2(session)
    session.commit()
    cora = sign_in("cora")
    fields = hidden(check_page(cora, "2:module")) | REASON
    first, second = (cora.post(MOVE, data=fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert session.scalar(select(func.count()).select_from(ContentMove)) == 1
    acts = select(func.count()).where(col(AuditLine.act) == "cohort.content-moved")
    assert session.scalar(acts) == 1


def test_page_of_another_coordinator_is_refused_after_the_move(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    better_module_2(session)
    give_cohort_to(session, cast, "lee")
    lee, cora = sign_in("lee"), sign_in("cora")
    fields = hidden(check_page(lee, "2:module")) | REASON
    moved(cora, "2:module")
    answer = lee.post(MOVE, data=fields)
    assert answer.status_code == 409
    assert str(moves.CHANGED) in answer.page.text
    assert f"You had written: “{REASON['reason']}”" in answer.page.text


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], moves.NOTHING_CHOSEN),
        (["2"], moves.NOT_OFFERED),
        (["2:module:x"], moves.NOT_OFFERED),
        (["2:module:00000000-0000-0000-0000-000000000000"], moves.NOT_OFFERED),
        (["x:module:00000000-0000-0000-0000-000000000000"], moves.NOT_OFFERED),
    ],
)
def test_choice_that_cannot_be_is_answered_with_the_texts(
    sign_in: SignIn, session: Session, cast: Cast, values: list[str], reason: Reason
) -> None:
    better_module_2(session)
    session.commit()
    cora = sign_in("cora")
    for answer in (
        cora.get(MOVE, params={"chosen": values}),
        cora.post(MOVE, data={"chosen": values, "shown": "x"} | REASON),
    ):
        assert answer.status_code == 409
        assert str(reason) in answer.page.text or str(moves.CHANGED) in answer.page.text
        assert len(offered(answer.page)) == 1


def test_text_of_another_cohorts_program_cannot_be_chosen(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    better_module_2(session)
    session.commit()
    other = session.scalars(
        select(ContentVersion).where(
            col(ContentVersion.program) == "coach-approach", col(ContentVersion.kind) == "module"
        )
    ).first()
    assert other is not None
    answer = sign_in("cora").get(MOVE, params={"chosen": f"2:module:{other.id}"})
    assert (answer.status_code, str(moves.NOT_OFFERED) in answer.page.text) == (409, True)


@pytest.mark.parametrize(("persona", "status"), [("ada", 403), ("fay", 403), ("lee", 404)])
def test_texts_are_the_coordinators(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, status: int
) -> None:
    better_module_2(session)
    session.commit()
    fields = hidden(check_page(sign_in("cora"), "2:module")) | REASON
    browser = sign_in(persona)
    assert browser.get(TEXTS).status_code == status
    assert browser.get(MOVE).status_code == status
    assert browser.post(MOVE, data=fields).status_code == status
    assert session.scalar(select(func.count()).select_from(ContentMove)) == 0


def test_closed_cohort_keeps_its_texts(sign_in: SignIn, session: Session, cast: Cast) -> None:
    better_module_2(session)
    cast.fall.closes_at = NOW - timedelta(seconds=1)
    session.commit()
    page = sign_in("cora").page(TEXTS)
    assert str(moves.CLOSED) in page.text
    assert offered(page) == []


@pytest.mark.parametrize("path", [TEXTS, MOVE])
def test_page_takes_no_more_statements_for_500_people_than_for_50(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, path: str
) -> None:
    release(session, (MODULE_2, *REWORDED), (CASE_2, "Case for", "A case for"))
    session.commit()
    cora, counts = sign_in("cora"), []
    params = {"chosen": offered(cora.page(TEXTS))} if path == MOVE else {}
    for size in (50, 500):
        enroll_crowd(session, cast.fall, size)
        session.commit()
        with statements() as count:
            assert cora.get(path, params=params).status_code == 200
        counts.append(count.total)
    assert counts[0] == counts[1] <= 9
