"""Making a trial's list from a seed, writing it as a text, and checking such a text. Pure.

Version 1, so that anybody can do it again with any language:

1. The bytes of a stratum are SHA-256 blocks of a keyed hash: HMAC-SHA256 with the 32 bytes of the
   seed as key, of `waypost trial list 1`, a line feed, the stratum's label in UTF-8, a line feed,
   and a counter from 0 in eight bytes, the highest first. They are read as numbers of four bytes,
   the highest first.
2. A number below n is the next number modulo n, where numbers from the largest multiple of n on are
   passed over.
3. Until a stratum has the places it needs: a number below the count of block sizes chooses the size
   of the next block. A block has each arm equally often, in the order of the arms, and is shuffled
   from its last place down: the place i, counted from 0, changes with one below i + 1.

The text begins with what was planned and the seed, and has a line for each block. Its hash is
SHA-256 of its UTF-8 bytes.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.language.reasons import Reason, ReasonKind, reason

HEADING = "Waypost randomization list, version 1"  # not shown
SEED_BYTES = 32
_PURPOSE = b"waypost trial list 1\n"
_NUMBERS = 1 << 32

NOT_A_LIST = reason(
    "trial_list.not_one", "This is not the text of a randomization list, or it was cut or changed."
)
NOT_FROM_SEED = ReasonKind(
    "trial_list.not_from_seed",
    "The blocks of {stratum} do not follow from the seed. Somebody changed the text.",
)
FEW_ARMS = reason("trial_list.few_arms", "A trial has at least two arms, each with its own name.")
BAD_BLOCKS = ReasonKind(
    "trial_list.blocks",
    "Each block size has to be a multiple of {arms}, the number of arms, so that a block has "
    "each arm equally often.",
)
ONE_SIZE = reason(
    "trial_list.one_size",
    "Give at least two different block sizes: with one, the last places of a block can be guessed.",
)


@dataclass(frozen=True)
class ListPlan:
    """What a list is made of, besides its seed."""

    trial: str
    """As it is named in its address."""
    arms: Sequence[str]
    block_sizes: Sequence[int]
    places: int
    """How many places each stratum has at least; the last block is always whole."""
    strata: Sequence[str]


@dataclass(frozen=True)
class ArmList:
    """A list: of each stratum its blocks, each arm by its number from 1 on."""

    plan: ListPlan
    seed: bytes
    blocks: Sequence[Sequence[Sequence[int]]]
    """In the order of the strata."""

    def arms_of(self, stratum: int) -> list[int]:
        """The arms of a stratum in order. `stratum`: which of the plan, from 0 on."""
        return [arm for block in self.blocks[stratum] for arm in block]


def why_not_plan(arms: Sequence[str], block_sizes: Sequence[int]) -> Reason | None:
    """Why no list is made of these arms and block sizes."""
    if len(arms) < 2 or len({arm.casefold() for arm in arms}) < len(arms):
        return FEW_ARMS
    if not block_sizes or any(size < 1 or size % len(arms) for size in block_sizes):
        return BAD_BLOCKS(arms=len(arms))
    return ONE_SIZE if len(set(block_sizes)) < 2 else None


def make_list(plan: ListPlan, seed: bytes) -> ArmList:
    """The list that follows from a seed of 32 bytes; always the same one."""
    return ArmList(plan, seed, [_blocks(plan, seed, stratum) for stratum in plan.strata])


def _blocks(plan: ListPlan, seed: bytes, stratum: str) -> list[tuple[int, ...]]:
    numbers = _Numbers(seed, stratum)
    found: list[tuple[int, ...]] = []
    while sum(map(len, found)) < plan.places:
        size = plan.block_sizes[numbers.below(len(plan.block_sizes))]
        each = size // len(plan.arms)
        block = [arm for arm in range(1, len(plan.arms) + 1) for _ in range(each)]
        for place in range(size - 1, 0, -1):
            other = numbers.below(place + 1)
            block[place], block[other] = block[other], block[place]
        found.append(tuple(block))
    return found


class _Numbers:
    """The numbers of a stratum, as the module says."""

    def __init__(self, seed: bytes, stratum: str) -> None:
        self._numbers = self._stream(seed, _PURPOSE + stratum.encode() + b"\n")

    @staticmethod
    def _stream(seed: bytes, named: bytes) -> Iterator[int]:
        counter = 0
        while True:
            block = hmac.new(seed, named + counter.to_bytes(8), hashlib.sha256).digest()
            counter += 1
            for at in range(0, len(block), 4):
                yield int.from_bytes(block[at : at + 4])

    def below(self, limit: int) -> int:
        """The next one below a limit, each as likely as any other."""
        fair = _NUMBERS - _NUMBERS % limit
        return next(number for number in self._numbers if number < fair) % limit


def as_text(list_: ArmList) -> str:
    """The text whose hash is published."""
    plan = list_.plan
    lines = [
        HEADING,
        f"trial: {plan.trial}",
        *(f"arm {number}: {arm}" for number, arm in enumerate(plan.arms, 1)),  # not shown
        f"block sizes: {_joined(plan.block_sizes)}",  # not shown
        f"places: {plan.places}",
        f"seed: {list_.seed.hex()}",
    ]
    for stratum, blocks in zip(plan.strata, list_.blocks, strict=True):
        lines += [f"stratum: {stratum}", *map(_joined, blocks)]
    return "".join(f"{line}\n" for line in lines)


def _joined(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))


def hash_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_text(text: str) -> ArmList | None:
    """The list that a text is of; None where it is none, to the letter."""
    try:
        found = _read(text)
    except (ValueError, IndexError, KeyError, StopIteration):
        return None
    return found if as_text(found) == text else None


def _read(text: str) -> ArmList:
    lines = text.splitlines()
    head, rest = lines[: lines.index(next(filter(_is_stratum, lines)))], filter(None, lines)
    facts = [line.split(": ", 1) for line in head[1:]]
    named = {name: value for name, value in facts if not name.startswith("arm ")}
    strata: list[str] = []
    blocks: list[list[tuple[int, ...]]] = []
    for line in list(rest)[len(head) :]:
        if _is_stratum(line):
            strata.append(line.removeprefix(_STRATUM))
            blocks.append([])
        else:
            blocks[-1].append(tuple(map(int, line.split(" "))))
    plan = ListPlan(
        trial=named["trial"],
        arms=[value for name, value in facts if name.startswith("arm ")],
        block_sizes=[int(size) for size in named["block sizes"].split(" ")],
        places=int(named["places"]),
        strata=strata,
    )
    return ArmList(plan, bytes.fromhex(named["seed"]), blocks)


_STRATUM = "stratum: "


def _is_stratum(line: str) -> bool:
    return line.startswith(_STRATUM)


def why_not_genuine(text: str) -> Reason | None:
    """Why a text is not a list that follows from the seed which it names."""
    found = from_text(text)
    if found is None:
        return NOT_A_LIST
    again = make_list(found.plan, found.seed)
    for stratum, blocks, made in zip(found.plan.strata, found.blocks, again.blocks, strict=True):
        if [*blocks] != [*made]:
            return NOT_FROM_SEED(stratum=stratum)
    return None
