"""What stands beside the finding of who is on track."""

import pytest

from app.credit.track.rules import Found
from app.site.teach.standing.besides import besides


@pytest.mark.parametrize(
    ("none_left", "behind", "told"),
    [
        (0, 1, "1 has modules to catch up."),
        (0, 4, "4 have modules to catch up."),
        (5, 1, "1 other has modules to catch up."),
        (5, 4, "4 others have modules to catch up."),
    ],
)
def test_those_with_modules_to_catch_up_are_others_than_those_of_the_headline(
    none_left: int, behind: int, told: str
) -> None:
    found = Found(
        people=50,
        no_session_left=none_left,
        make_up=0,
        behind=behind,
        complete=0,
        out_of_reach=0,
        can_miss=(),
        begun=True,
        goes_on=True,
        unmarked=0,
    )
    assert [str(sentence) for sentence in besides(found)] == [told]
