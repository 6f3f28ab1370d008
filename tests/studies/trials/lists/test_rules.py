"""The list of a trial: balanced, not to be guessed, and made again from its seed by anybody."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from app.studies.trials.lists.rules import (
    BAD_BLOCKS,
    FEW_ARMS,
    NOT_A_LIST,
    NOT_FROM_SEED,
    ONE_SIZE,
    ListPlan,
    as_text,
    from_text,
    hash_of,
    make_list,
    why_not_genuine,
    why_not_plan,
)

SEED = bytes(range(32))
PLAN = ListPlan("outcomes", ("Combined", "Asynchronous only"), (4, 6), 40, ("UNM", "Utah", "Other"))


@st.composite
def plans(draw: st.DrawFn) -> ListPlan:
    arms = draw(st.integers(2, 4))
    times = draw(st.sets(st.integers(1, 4), min_size=2, max_size=3))
    strata = draw(st.lists(st.text("abcé /", min_size=1), min_size=1, max_size=4, unique=True))
    plain = list(dict.fromkeys(" ".join(name.split()) or "x" for name in strata))
    names = [f"Arm {number}" for number in range(arms)]
    sizes = [arms * each for each in sorted(times)]
    return ListPlan("t", names, sizes, draw(st.integers(1, 80)), plain)


@given(plans(), st.binary(min_size=32, max_size=32))
def test_every_block_has_each_arm_equally_often_and_no_stratum_is_short(
    plan: ListPlan, seed: bytes
) -> None:
    made = make_list(plan, seed)
    for number, blocks in enumerate(made.blocks):
        assert len(made.arms_of(number)) >= plan.places
        assert len(made.arms_of(number)) - len(blocks[-1]) < plan.places
        for block in blocks:
            assert len(block) in plan.block_sizes
            assert set(Counter(block).values()) == {len(block) // len(plan.arms)}


@given(plans(), st.binary(min_size=32, max_size=32))
def test_a_list_follows_from_its_seed_and_its_text_says_all_of_it(
    plan: ListPlan, seed: bytes
) -> None:
    text = as_text(make_list(plan, seed))
    assert text == as_text(make_list(plan, seed))
    assert why_not_genuine(text) is None
    read = from_text(text)
    assert read is not None
    assert as_text(read) == text


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=2, unique=True))
def test_another_seed_is_another_list(seeds: Sequence[bytes]) -> None:
    one, other = (make_list(PLAN, seed).blocks for seed in seeds)
    assert one != other


def test_sizes_and_orders_of_blocks_are_about_as_often_as_each_other() -> None:
    sizes: Counter[int] = Counter()
    orders: Counter[tuple[int, ...]] = Counter()
    for number in range(300):
        seed = hashlib.sha256(str(number).encode()).digest()
        for blocks in make_list(PLAN, seed).blocks:
            sizes.update(map(len, blocks))
            orders.update(tuple(block) for block in blocks if len(block) == 4)
    all_sizes, fours = sum(sizes.values()), sum(orders.values())
    assert abs(sizes[4] / all_sizes - 0.5) < 0.02
    assert len(orders) == 6  # of four places with each of two arms twice
    assert all(abs(count / fours - 1 / 6) < 0.02 for count in orders.values())


def test_the_list_is_the_one_that_is_described() -> None:
    """Done again by hand, from the words at the beginning of the module alone."""
    number = 0
    stream = b""
    while len(stream) < 4000:
        message = b"waypost trial list 1\nUNM\n" + number.to_bytes(8, "big")
        stream += hmac.new(SEED, message, hashlib.sha256).digest()
        number += 1
    numbers = [int.from_bytes(stream[at : at + 4], "big") for at in range(0, len(stream), 4)]

    def below(limit: int) -> int:
        while True:
            number = numbers.pop(0)
            if number < 2**32 - 2**32 % limit:
                return number % limit

    blocks: list[tuple[int, ...]] = []
    while sum(map(len, blocks)) < 40:
        size = (4, 6)[below(2)]
        block = [1] * (size // 2) + [2] * (size // 2)
        for place in reversed(range(1, size)):
            other = below(place + 1)
            block[place], block[other] = block[other], block[place]
        blocks.append(tuple(block))
    assert blocks == list(make_list(PLAN, SEED).blocks[0])


def test_the_text_is_short_and_its_hash_is_that_of_its_bytes() -> None:
    text = as_text(make_list(PLAN, SEED))
    assert text.startswith(
        "Waypost randomization list, version 1\ntrial: outcomes\narm 1: Combined\n"
        "arm 2: Asynchronous only\nblock sizes: 4 6\nplaces: 40\n"
        f"seed: {SEED.hex()}\nstratum: UNM\n"
    )
    assert hash_of(text) == hashlib.sha256(text.encode()).hexdigest()


def test_a_text_that_was_changed_is_no_list() -> None:
    text = as_text(make_list(PLAN, SEED))
    lines = text.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("stratum: Utah")) + 1
    turned = "".join("21"[int(c) - 1] if c in "12" else c for c in lines[at])
    changed = "".join([*lines[:at], turned, *lines[at + 1 :]])
    assert why_not_genuine(changed) == NOT_FROM_SEED(stratum="Utah")
    for other in ("", "Hello\n", text[:-1], text.replace("seed: 00", "seed: zz"), text + "x\n"):
        assert why_not_genuine(other) == NOT_A_LIST
    assert why_not_genuine(text.replace("seed: 00", "seed: 01")) == NOT_FROM_SEED(stratum="UNM")


def test_what_no_list_is_made_from() -> None:
    two = ("A", "B")
    assert why_not_plan(two, (4, 6)) is None
    assert why_not_plan(("A",), (4, 6)) == FEW_ARMS
    assert why_not_plan(("A", "a"), (4, 6)) == FEW_ARMS
    assert why_not_plan(two, (4, 5)) == BAD_BLOCKS(arms=2)
    assert why_not_plan(two, ()) == BAD_BLOCKS(arms=2)
    assert why_not_plan(two, (4, 4)) == ONE_SIZE
