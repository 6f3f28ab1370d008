"""A roster as it is looked up: by address, by what was remembered, by name. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from app.casework.imports.enums import Rule
from app.casework.imports.facts import Known, Participant, Roster
from app.casework.imports.matching.names import Reading, alias_of, are_like, plain, readings

FEW = 4
"""Of more people than that, a name is not enough to ask about."""
ALIKE = 0.88
"""How much two names have to be alike to be one with a typing error."""
_AGES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
Found = dict[Known, Rule]


class _Name:
    """The name of somebody, in both orders."""

    def __init__(self, known: Known) -> None:
        words = [word for word in plain(known.given_name).split() if word not in _AGES]
        family = plain(known.family_name).split()
        self.known = known
        self.ages = frozenset(family) & _AGES
        family = [word for word in family if word not in _AGES]
        self.given, self.family = words, family
        self.straight = (*words, *family)
        self.turned = (*family, *words)


class Lookup:
    """Whoever may be in a file."""

    def __init__(self, roster: Roster) -> None:
        self._people = [*roster.people, *roster.leaders, *roster.apart]
        self._addresses = {mail: known for known in self._people for mail in known.addresses}
        self._aliases = _gathered(
            (alias, known) for known in self._people for alias in known.aliases
        )
        self._names = [_Name(known) for known in self._people]
        self._by_ends: defaultdict[tuple[str, str], list[_Name]] = defaultdict(list)
        self._by_word: defaultdict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            if not name.straight:
                continue
            for words in {name.straight, name.turned}:
                self._by_ends[words[0], words[-1]].append(name)
            for word in {*name.straight}:
                self._by_word[word].append(name)

    def by_address(self, address: str) -> Known | None:
        """Whose an address is for sure."""
        return self._addresses.get(address) if address else None

    def by_alias(self, participant: Participant) -> Sequence[Known]:
        """Who was said to be called so: by the address, else by the name."""
        of_address = self._aliases.get(participant.address, [])
        return of_address or self._aliases.get(alias_of(participant.name), [])

    def by_name(self, name: str) -> Found:
        """Everybody who is called like this for sure, each by the first rule that says so."""
        found: Found = {}
        for reading in readings(name):
            if reading.is_sure:
                for known, rule in self._called(reading):
                    found.setdefault(known, rule)
        return found

    def _called(self, reading: Reading) -> Iterable[tuple[Known, Rule]]:
        words = reading.words
        for name in self._by_ends.get((words[0], words[-1]), ()):
            if reading.ages and name.ages and reading.ages != name.ages:
                continue
            if are_like(words, name.straight):
                yield name.known, reading.rule
            elif are_like(words, name.turned):
                turned = reading.rule if reading.rule is not Rule.NAME else Rule.TURNED_NAME
                yield name.known, turned

    def suggested(self, name: str) -> Sequence[Known]:
        """Who may be meant by a name that is nobody's quite; nobody where it may be many."""
        found: dict[Known, None] = {}
        for reading in readings(name):
            for near in self._near(reading):
                found.setdefault(near)
        return list(found) if len(found) <= FEW else []

    def _near(self, reading: Reading) -> Iterable[Known]:
        words = reading.words
        sharing = {id(name): name for word in words for name in self._by_word.get(word, ())}
        if len(words) == 1 and len(words[0]) == 1:
            return []
        return [name.known for name in sharing.values() if _is_near(words, name)]

    def misspelled(self, name: str) -> Sequence[Known]:
        """Who is called nearly so; it looks at everybody, so that few names should be asked."""
        texts = {" ".join(reading.words) for reading in readings(name)}
        found = [
            own.known
            for own in self._names
            if any(_ratio(text, " ".join(own.straight)) >= ALIKE for text in texts if " " in text)
        ]
        return found if len(found) <= FEW else []


def _is_near(words: Sequence[str], name: _Name) -> bool:
    """Whether a family name has an initial or all of the given one beside it, or all is in it."""
    own = {*name.straight}
    if {*words} <= own:
        return True  # a part of the name, such as the given one alone
    if own <= {*words}:
        return True  # the whole name, with something about it
    if not {*name.family} <= {*words}:
        return bool({*name.given} <= {*words} and _has_initial(words, name.family))
    return _has_initial(words, name.given)


def _has_initial(words: Sequence[str], of: Sequence[str]) -> bool:
    return bool(of) and any(len(word) == 1 and word == of[0][0] for word in words)


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right).ratio()


def _gathered(pairs: Iterable[tuple[str, Known]]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for key, known in pairs:
        found.setdefault(key, []).append(known)
    return found
