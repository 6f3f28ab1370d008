"""To whom certificates of teaching are issued."""

from uuid import uuid4

from app.certificates.rules import NOTHING_CHOSEN
from app.certificates.teaching.rules import NOT_THERE, Chosen, why_not_choose
from app.people.rules import why_not_deal_with


def test_who_is_chosen_has_led_and_is_somebody_else() -> None:
    fay, cora = uuid4(), uuid4()
    assert why_not_choose([], [fay], by=cora) == NOTHING_CHOSEN
    assert why_not_choose([Chosen(fay, "")], [], by=cora) == NOT_THERE
    assert why_not_choose([Chosen(cora, "")], [cora], by=cora) == why_not_deal_with([cora], by=cora)
    assert why_not_choose([Chosen(fay, "")], [fay], by=cora) is None
