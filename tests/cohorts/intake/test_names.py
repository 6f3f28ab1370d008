from hypothesis import example, given
from hypothesis import strategies as st

from app.cohorts.intake.names import Name, may_be_named, name_key
from app.language.words import normalize_for_search

NAMES = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", "O'Brien", "van der Berg", "Álvarez", "Begay-Chen", "'t Hooft", "Ana María", "ℌ", "ﬀ"]
)


@given(NAMES, NAMES, NAMES, NAMES)
@example("Ana María", "'t Hooft", "ana", "T HOOFT")
@example("Ada", "", "ada", "")
@example("ℌ", "ℌ", "ℌ x", "ℌ")
def test_nobody_is_passed_over_who_has_the_name(
    given_name: str, family: str, other: str, other_family: str
) -> None:
    kept = normalize_for_search(f"{other_family} {other}")
    may_be = may_be_named([Name(given_name, family), Name("Zoe", "Zuni")])(kept)
    if name_key(given_name, family) == name_key(other, other_family):
        assert may_be


def test_most_are_passed_over() -> None:
    may_be = may_be_named([Name("Ada", "Alvarez")])
    assert may_be("alvarez ada")
    assert not may_be("alvarez ben")
    assert not may_be("begay ada")
    assert not may_be("")
