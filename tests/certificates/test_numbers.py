import re

from hypothesis import given
from hypothesis import strategies as st

from app.certificates.numbers import ALPHABET, new_code, new_number, parse_code, parse_number

numbers = st.integers(0, 2**40 - 1).map(lambda bits: new_number(lambda _: bits))
codes = st.integers(0, 2**80 - 1).map(lambda bits: new_code(lambda _: bits))
MEANT_THE_SAME = {"I": "1", "L": "1", "O": "0"}


def test_number_looks_as_it_is_printed() -> None:
    assert re.fullmatch(r"WP-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", new_number())


def test_code_holds_eighty_random_bits() -> None:
    asked: list[int] = []

    def randbits(bits: int) -> int:
        asked.append(bits)
        return (1 << bits) - 1

    code = new_code(randbits)
    assert asked == [80]
    assert code.startswith("ZZZZ-ZZZZ-ZZZZ-ZZZZ-")


def test_fresh_codes_differ_and_do_not_count_up() -> None:
    fresh = [new_code() for _ in range(1000)]
    assert len(set(fresh)) == 1000
    assert fresh != sorted(fresh)


@given(bits=st.sets(st.integers(0, 2**80 - 1), min_size=2, max_size=2))
def test_different_bits_give_different_codes(bits: set[int]) -> None:
    one, other = bits
    assert new_code(lambda _: one) != new_code(lambda _: other)


@given(codes)
def test_code_reads_back(code: str) -> None:
    assert parse_code(code) == code


@given(numbers)
def test_number_reads_back_with_and_without_prefix(number: str) -> None:
    assert parse_number(number) == number
    assert parse_number(number.removeprefix("WP-")) == number


@given(codes, st.data())
def test_typing_is_forgiven(code: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from(_ways_to_type(symbol)), label=symbol) for symbol in code
    )
    assert parse_code(f"  {typed}\n") == code


def _ways_to_type(symbol: str) -> list[str]:
    if symbol == "-":
        return ["-", "", " ", "–", " - ", "\u00a0"]
    alike = [letter for letter, meant in MEANT_THE_SAME.items() if meant == symbol]
    return [symbol, symbol.lower(), *alike, *(letter.lower() for letter in alike)]


@given(st.one_of(codes, numbers.map(lambda number: number[3:])), st.data())
def test_one_wrong_symbol_is_detected(text: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, symbol in enumerate(text) if symbol != "-"]))
    wrong = data.draw(st.sampled_from([symbol for symbol in ALPHABET if symbol != text[place]]))
    changed = text[:place] + wrong + text[place + 1 :]
    assert parse_code(changed) is None
    assert parse_number(changed) is None


@given(codes, st.data())
def test_two_swapped_symbols_are_detected_wherever_they_stand(
    code: str, data: st.DataObject
) -> None:
    places = [i for i, symbol in enumerate(code) if symbol != "-"]
    one, other = data.draw(st.lists(st.sampled_from(places), min_size=2, max_size=2, unique=True))
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if code[one] != code[other]:
        assert parse_code("".join(swapped)) is None


@given(numbers)
def test_every_swap_of_neighbors_in_a_number_is_detected(number: str) -> None:
    symbols = number.removeprefix("WP-").replace("-", "")
    for i in range(len(symbols) - 1):
        swapped = symbols[:i] + symbols[i + 1] + symbols[i] + symbols[i + 2 :]
        assert swapped == symbols or parse_number(swapped) is None


@given(st.text(max_size=200))
def test_anything_may_be_typed(text: str) -> None:
    for parsed in (parse_code(text), parse_number(text)):
        assert parsed is None or re.fullmatch(r"[0-9A-Z-]+", parsed)


@given(numbers, codes)
def test_number_is_never_taken_for_a_code(number: str, code: str) -> None:
    assert parse_code(number) is None
    assert parse_number(code) is None


def test_letters_outside_the_alphabet_are_refused() -> None:
    assert parse_code("UUUU-UUUU-UUUU-UUUU-U") is None
    assert parse_code("") is None
