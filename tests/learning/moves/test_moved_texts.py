"""A unit whose text was moved: for who signed before, for who has not, and while it happens."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.moves.queries import texts_in_use
from app.cohorts.moves.rules import Choice, versions_fingerprint
from app.content.models import ContentVersion
from app.core.db import Database
from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.learning import actions, rules
from app.learning.models import Attestation
from app.learning.moves.actions import move_texts
from app.learning.queries import work_done
from app.learning.reflections.actions import save_reflection
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.learning.open_unit import (
    NAMED,
    OPEN,
    actor,
    do_everything,
    learner_of,
    prepare,
    shown,
    sign,
)
from tests.page import Page
from tests.races import one_after_the_other, while_not_committed
from tests.refusals import refuses
from tests.releases import MODULE_2, MORE_TO_READ, REWORDED, better_module_2, release

CHANGED = "The text of Week 2 was updated while this page was open. Read it again first."


def move_module_2(session: Session) -> None:
    """Give the open unit of fall the program's current module, as Cora does."""
    cast = Cast(session)
    texts = texts_in_use(session, [cast.fall.id])[cast.fall.id]
    (text,) = (text for text in texts if (text.position, text.kind) == (2, "module"))
    move_texts(
        session,
        cast.fall,
        [Choice(2, "module", text.others[0].id)],
        shown=versions_fingerprint(texts),
        reason="It is better.",
        by=cast.id("cora"),
        now=NOW + timedelta(hours=1),
    )


def move(session: Session, *changes: tuple[str, str, str]) -> None:
    release(session, *changes)
    move_module_2(session)
    session.commit()


def exact_path(page: str) -> str:
    addresses = Page(page).addresses
    (path,) = [address for address in addresses if address.startswith("/my/record/attestations/")]
    return path


# -------------------------------------------------------------------- who signed before


def test_signed_unit_stays_signed_and_says_that_its_text_was_updated(
    sign_in: SignIn, session: Session
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    assert "was updated" not in ada.get(OPEN).text
    move(session, (MODULE_2, *REWORDED), *MORE_TO_READ)
    page = ada.get(OPEN).text
    assert (
        "The text of Week 2 was updated on Wed, Nov 18, after you signed. "
        "You signed the text of Wed, Nov 18, and that stays." in page
    )
    assert "Better text of module 2." in page
    assert "all done" in page
    assert "min left" not in page
    exact = ada.get(exact_path(page)).text
    assert "Better text" not in exact
    assert "Text of module 2." in exact


def test_statement_that_was_signed_keeps_its_words_when_the_title_changes(
    sign_in: SignIn, session: Session
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    better_module_2(session)
    move_module_2(session)
    session.commit()
    page = ada.get(OPEN).text
    assert "Week 2: Module 2, made better" in page
    assert "I attest that I completed Week 2, Module 2 title." in page


def test_moved_back_text_is_again_the_one_that_was_signed(
    sign_in: SignIn, session: Session
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    move(session, (MODULE_2, *REWORDED))
    move_module_2(session)
    session.commit()
    assert "was updated" not in ada.get(OPEN).text


# --------------------------------------------------------------------- who has not signed


def test_unsigned_learner_reads_the_new_text_and_keeps_every_tick(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    move(session, (MODULE_2, *REWORDED))
    page = ada.get(OPEN).text
    assert "Better text of module 2." in page
    assert "I assumed." in page
    done = work_done(session, cast.enrollment("ada").id, cast.unit("fall-2026", 2).id)
    assert done.readings == {"r2a", "r2b"}
    assert ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED).status_code == 303
    session.expire_all()
    signed = work_done(session, cast.enrollment("ada").id, cast.unit("fall-2026", 2).id)
    assert signed.attestation is not None
    text = session.get_one(ContentVersion, signed.attestation.module_version_id)
    assert "Better text" in text.html


def test_newly_required_reading_counts_for_who_has_not_signed(
    sign_in: SignIn, session: Session
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    move(session, *MORE_TO_READ)
    assert "1 reading is still to do." in ada.get(OPEN).text
    answer = ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    assert answer.status_code == 409
    ada.post(f"{OPEN}/readings/r2c", data={"done": "yes"})
    assert ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED).status_code == 303


def test_text_that_was_not_on_the_page_cannot_be_signed_and_nothing_typed_is_lost(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    before = shown(ada)
    move(session, (MODULE_2, *REWORDED))
    answer = ada.post(f"{OPEN}/attestation", data=before | {"typed_name": "ada  alvarez"})
    assert answer.status_code == 409
    assert CHANGED in answer.text
    assert 'value="ada  alvarez"' in answer.text
    assert "I assumed." in answer.text
    assert "Better text of module 2." in answer.text
    done = work_done(session, cast.enrollment("ada").id, cast.unit("fall-2026", 2).id)
    assert done.attestation is None
    assert shown(ada)["module"] in answer.text
    assert ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED).status_code == 303


@pytest.mark.parametrize("sent", [{}, {"module": ""}, {"module": "f" * 64}])
def test_signature_that_does_not_say_what_was_shown_is_refused(
    sign_in: SignIn, sent: dict[str, str]
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    data = {"statement_version": "t-1"} | NAMED | sent
    assert ada.post(f"{OPEN}/attestation", data=data).status_code == 409


def test_page_of_a_moved_text_takes_at_most_8_statements(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    move(session, (MODULE_2, *REWORDED))
    ada.get(OPEN)
    with statements() as count:
        assert "was updated" in ada.get(OPEN).text
    assert count.total <= 8, count.seen


# ----------------------------------------------------------------- the knowledge check


def answer(ada: Browser, option: str, data: dict[str, str] | None = None) -> Any:
    fields = data or shown(ada, f"{OPEN}/check")
    return ada.post(f"{OPEN}/answers", data=fields | {"question": "q1", "option": option})


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (REWORDED, True),
        (('"No, not that."', '"No, never that."'), True),
        (('"Which is right?"', '"Which is wrong?"'), False),
        (('"That"', '"Another thing"'), False),
        (('"text": "This"', '"text": "These"'), False),
    ],
)
def test_answer_is_shown_as_long_as_the_question_is_the_same(
    sign_in: SignIn, session: Session, change: tuple[str, str], kept: bool
) -> None:
    ada = sign_in("ada")
    answer(ada, "1")
    move(session, (MODULE_2, *change))
    page = ada.get(f"{OPEN}/check").text
    assert ("Not quite" in page) == kept
    assert (" checked" in page) == kept


def test_answer_to_a_question_that_was_changed_meanwhile_is_not_kept(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    before = shown(ada, f"{OPEN}/check")
    move(session, (MODULE_2, '"Which is right?"', '"Which is wrong?"'))
    refused = answer(ada, "1", before)
    assert refused.status_code == 409
    assert CHANGED in refused.text
    assert "Which is wrong?" in refused.text
    done = work_done(session, cast.enrollment("ada").id, cast.unit("fall-2026", 2).id)
    assert done.answers == {}
    assert answer(ada, "0").status_code == 303
    assert "Yes, this." in ada.get(f"{OPEN}/check").text


def test_check_takes_no_statement_more_for_earlier_answers(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    ada = sign_in("ada")
    with statements() as before:
        ada.get(f"{OPEN}/check")
    count = before.total
    answer(ada, "1")
    move(session, (MODULE_2, *REWORDED))
    ada.get(f"{OPEN}/check")
    with statements() as after:
        assert "Not quite" in ada.get(f"{OPEN}/check").text
    assert after.total == count


# --------------------------------------------------------------------------------- races


def ready(database: Database) -> str:
    """Ada has done everything but sign, and there is a better text; the hash of the one in use."""
    with database.write() as session:
        prepare(session)
        better_module_2(session)
    with database.read() as session:
        version_id = Cast(session).unit("fall-2026", 2).module_version_id
        return session.get_one(ContentVersion, version_id).hash


def signed_texts(database: Database) -> list[str]:
    with database.read() as session:
        own = col(Attestation.enrollment_id) == Cast(session).enrollment("ada").id
        return list(
            session.scalars(
                select(col(ContentVersion.hash))
                .join(Attestation, col(Attestation.module_version_id) == col(ContentVersion.id))
                .where(own)
            )
        )


def test_text_that_is_being_moved_is_not_signed_as_it_was(real_database: Database) -> None:
    old = ready(real_database)

    def signs_the_old_one(session: Session) -> object:
        cast = Cast(session)
        learner, unit = learner_of(cast, "ada"), cast.unit("fall-2026", 2)
        by = actor(cast, "ada")
        return actions.attest(
            session, learner, unit, shown=old, typed_name="Ada Alvarez", by=by, now=NOW
        )

    with refuses(rules.OTHER_TEXT(unit="Week 2"), ConflictError):
        one_after_the_other(real_database, move_module_2, signs_the_old_one)
    assert signed_texts(real_database) == []


def test_signature_sent_while_the_text_is_moved_gives_the_page_back(
    real_database: Database,
) -> None:
    old = ready(real_database)
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    ada = Browser(app).sign_in("ada")
    data = shown(ada) | NAMED
    assert data["module"] == old

    def signs() -> Any:
        return ada.post(f"{OPEN}/attestation", data=data)

    answered: Any = while_not_committed(real_database, move_module_2, signs)
    assert answered.status_code == 409
    assert CHANGED in answered.text
    assert "Better text of module 2." in answered.text
    assert signed_texts(real_database) == []


def test_move_waits_for_a_signature_and_counts_it(real_database: Database) -> None:
    old = ready(real_database)
    one_after_the_other(real_database, sign, move_module_2)
    assert signed_texts(real_database) == [old]
    with real_database.read() as session:
        line = session.scalars(
            select(AuditLine).where(col(AuditLine.act) == "cohort.content-moved")
        ).one()
        assert line.facts["moves"][0]["signed"] == 1
        unit = Cast(session).unit("fall-2026", 2)
        assert unit.title == "Module 2, made better"


def test_two_people_sign_the_same_unit_without_waiting_for_each_other(
    real_database: Database,
) -> None:
    ready(real_database)
    with real_database.write() as session:
        cast = Cast(session)
        learner, unit = learner_of(cast, "nan"), cast.unit("fall-2026", 2)
        for key in ("r2a", "r2b"):
            actions.tick_reading(session, learner, unit, key, now=NOW)
        save_reflection(session, learner, unit, text="I too.", shared=False, now=NOW)
    one_after_the_other(real_database, sign, lambda session: sign(session, "nan"))
    with real_database.read() as after:
        count = select(func.count()).where(col(Attestation.unit_id) == unit.id)
        assert after.scalar(count) == 2
