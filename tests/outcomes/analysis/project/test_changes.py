import pytest

from app.outcomes.analysis.project.changes import changes
from app.surveys.enums import IdentityMode
from tests.outcomes.analysis.project.studies import a_sheet, a_study, only, trial

PRE = (3.0, 4.0, 4.5, 5.0, 3.5, 4.0)
POST = (4.0, 4.5, 5.5, 5.0, 4.5, 5.5)
THEN = (2.0, 3.0, 4.0, 4.0, 3.0, 3.0)


def before_and_after(count: int = 6) -> list[object]:
    people = list(enumerate(zip(PRE, POST, THEN, strict=True)))[:count]
    return [
        sheet
        for at, (pre, post, then) in people
        for sheet in (
            a_sheet(f"P{at}", 0, pre),
            a_sheet(f"P{at}", 3, post),
            a_sheet(f"P{at}", 3, then, perspective="then"),
        )
    ]


def test_a_look_back_stands_beside_what_was_said_at_the_time_and_is_never_mixed_with_it() -> None:
    study = a_study(before_and_after())  # type: ignore[arg-type]
    found = {change.kind: change for change in changes(study, only(study))}
    diffs = {kind: change.paired.comparison.diff for kind, change in found.items() if change.paired}
    assert diffs == pytest.approx(
        {"post_minus_pre": 5 / 6, "post_minus_then": 10 / 6, "then_minus_pre": -5 / 6}
    )
    assert {change.n for change in found.values()} == {6}, (
        "the look back is no second answer of then"
    )


def test_fewer_than_five_pairs_are_too_few_and_nothing_of_them_is_said() -> None:
    study = a_study(before_and_after(4))  # type: ignore[arg-type]
    for change in changes(study, only(study)):
        assert (change.n, change.paired, change.groups, change.p, change.p_holm) == (None,) * 5


def test_who_answered_once_is_in_no_pair() -> None:
    sheets = [*before_and_after(), a_sheet("P9", 0, 7.0), a_sheet("P8", 3, 1.0)]
    study = a_study(sheets)  # type: ignore[arg-type]
    own = next(change for change in changes(study, only(study)) if change.kind == "post_minus_pre")
    assert own.n == 6


def test_without_a_thread_from_wave_to_wave_groups_are_compared_and_no_pairs() -> None:
    nameless = [a_sheet(None, sheet.wave, sheet.scores["aligning"]) for sheet in trial()]
    study = a_study(nameless, mode=IdentityMode.UNLINKED)
    found = changes(study, only(study))
    assert [change.to_wave for change in found] == [3, 12]
    assert all(change.paired is None and change.groups is not None for change in found)


def test_sheets_without_a_person_never_become_pairs() -> None:
    nameless = [a_sheet(None, sheet.wave, sheet.scores["aligning"]) for sheet in trial()]
    study = a_study(nameless, mode=IdentityMode.LINKED)
    assert all(change.n is None for change in changes(study, only(study)))


def test_every_p_is_adjusted_within_its_family() -> None:
    study = a_study(trial())
    found = [change for change in changes(study, only(study)) if change.arm == "combined"]
    assert len(found) == 2
    raw = sorted(change.p or 0 for change in found)
    holm = sorted(change.p_holm or 0 for change in found)
    assert holm == [min(1, raw[0] * 2), max(min(1, raw[0] * 2), raw[1])]
