"""What is compared, and what it is called when it differs."""

from collections.abc import Mapping

from app.core.agreement import Disagreement, Problem, Told, disagreements


def found(*stored: tuple[str, Mapping[str, object]], told: list[Told]) -> list[Disagreement]:
    return list(disagreements("claim", stored, told))


def test_record_and_line_that_say_the_same_agree() -> None:
    assert found(("a", {"quarters": 4}), told=[Told(1, "a", {"quarters": 4, "more": 1})]) == []


def test_line_of_an_older_version_is_compared_by_what_it_says() -> None:
    assert found(("a", {"quarters": 4, "seal": "x"}), told=[Told(1, "a", {"quarters": 4})]) == []


def test_facts_that_differ_are_named_with_the_line() -> None:
    told = [Told(7, "a", {"quarters": 5, "by": 1})]
    altered = Disagreement("claim", "a", Problem.ALTERED, 7, ("quarters",))
    assert found(("a", {"quarters": 4, "by": 1}), told=told) == [altered]


def test_record_without_a_line_is_untold_and_a_line_without_a_record_tells_what_is_gone() -> None:
    untold, gone = Disagreement("claim", "b", Problem.UNTOLD), Problem.GONE
    assert found(("b", {}), told=[Told(3, "a", {})]) == [
        Disagreement("claim", "a", gone, 3),
        untold,
    ]


def test_second_record_of_one_line_is_untold() -> None:
    same = ("a", {"quarters": 4})
    assert found(same, same, told=[Told(1, "a", {"quarters": 4})]) == [
        Disagreement("claim", "a", Problem.UNTOLD)
    ]
