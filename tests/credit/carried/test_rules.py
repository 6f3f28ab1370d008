"""Which units are the same in two cohorts, and what of one counts in the other."""

from datetime import timedelta
from uuid import UUID

from app.casework.enums import AttendanceStatus as Status
from app.credit.carried.rules import (
    Named,
    UnitTexts,
    Worked,
    carried,
    carried_places,
    goes_along,
    keys_of,
)
from app.credit.completion.rules import completion
from app.credit.eligibility.rules import eligible
from app.credit.ledger import Carried
from tests.credit.ledgers import AFTER, FIRST, approved_activity, changed, ledger, policy, unit

FALL = keys_of([UnitTexts(1, "a", "x"), UnitTexts(2, "b", "y"), UnitTexts(3, "c", None)])
SPRING = keys_of([UnitTexts(1, "b", "x"), UnitTexts(2, "a", None), UnitTexts(3, "z", "w")])
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def work(position: int, status: Status = Status.PRESENT, cohort: str = "Fall", **facts) -> Worked:  # type: ignore[no-untyped-def]
    return Worked(cohort, unit(position, status, **facts))


def test_units_are_the_same_by_their_documents_wherever_they_stand() -> None:
    found = carried(SPRING, [(FALL, [work(1), work(2), work(3)])])
    assert found.keys() == {1, 2}
    assert (found[1].signed_at, found[1].status) == (unit(2).attested_at, Status.PRESENT)
    assert found[2] == Carried(unit(1).attested_at, "Fall")  # its case is not the same


def test_of_two_units_with_one_document_each_counts_once() -> None:
    twice = keys_of([UnitTexts(1, "a", None), UnitTexts(2, "a", None)])
    once = carried(twice, [(FALL, [work(1, cohort="One")]), (FALL, [work(1, cohort="Two")])])
    assert [(n, other.signed_in) for n, other in once.items()] == [(1, "One")]
    both = carried(twice, [(twice, [work(1), work(2)])])
    assert both.keys() == {1, 2}


def test_what_counts_for_nobody_does_not_go_along() -> None:
    absent = work(1, Status.ABSENT, attested_at=None)
    partial = work(1, Status.PARTIAL, attested_at=None)
    canceled = work(1, attested_at=None, canceled=True)
    for nothing in (absent, partial, canceled):
        assert carried(FALL, [(FALL, [nothing])]) == {}
    made_up = carried(FALL, [(FALL, [work(1, Status.MADE_UP)])])
    assert made_up[1].status is Status.MADE_UP


def test_places_are_carried_along_a_chain_and_never_their_own() -> None:
    assert carried_places(C, {C: [B], B: [A]}) == [B, A]
    assert carried_places(A, {A: [B], B: [A]}) == [B]
    assert carried_places(C, {}) == []


def test_own_work_wins_and_absence_takes_nothing_away() -> None:
    other = Carried(FIRST - timedelta(days=200), "Fall", Status.LATE, "Fall")
    own = unit(1, carried=other)
    assert (own.signed_at, own.mark, own.is_mark_carried) == (own.attested_at, own.status, False)
    absent = unit(1, Status.ABSENT, carried=other, attested_at=None)
    assert (absent.signed_at, absent.mark) == (other.signed_at, Status.LATE)


def test_carried_work_completes_and_earns_no_credit() -> None:
    other = Carried(FIRST, "Fall", Status.PRESENT, "Fall")
    none = {"attested_at": None, "carried": other}
    own = ledger(*(unit(n, Status.NOT_RECORDED, **none) for n in range(1, 9)))
    assert completion(own, policy(), AFTER).complete
    assert own.has_started(FIRST - timedelta(days=9))
    assert eligible(own, approved_activity(), policy(), AFTER).minutes == 0


def test_carried_session_counts_at_once_unless_the_one_here_is_canceled() -> None:
    own = ledger(unit(1, Status.NOT_RECORDED, carried=Carried(None, "", Status.PRESENT, "Fall")))
    early, after = (completion(own, policy(), now) for now in (FIRST - timedelta(1), AFTER))
    assert (early.sessions_counted, early.sessions_ahead, early.can_still_miss) == (1, 0, 0)
    assert (after.sessions_counted, after.sessions_waiting) == (1, ())
    gone = changed(own, 1, canceled=True)
    assert completion(gone, policy(), AFTER).sessions_counted == 0


def test_what_goes_along_is_told_before() -> None:
    here, there = Named("Fall", "Week", FALL), Named("Spring", "Unit", SPRING)
    units = [unit(1), unit(2, Status.ABSENT), unit(3)]
    told = goes_along(units, here, there)
    assert (told.signed, told.attended) == (["Unit 1", "Unit 2"], ["Unit 1"])
    assert (told.signed_only_here, told.attended_only_here) == (["Week 3"], ["Week 3"])
    assert goes_along([], here, there).nothing
