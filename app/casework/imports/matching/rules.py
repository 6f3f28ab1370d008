"""Who in some files is who on the roster. Pure; what may be two people is never guessed.

An address says it, then what somebody said before, then a name that is one person's only. Where two
of these say different things, or two people are called so, it is asked.
"""

from collections.abc import Iterable, Mapping, Sequence

from app.casework.imports.enums import Rule
from app.casework.imports.facts import NOBODY, Known, Participant, Roster
from app.casework.imports.matching import reasons
from app.casework.imports.matching.found import Aside, Asked, Found, Matching
from app.casework.imports.matching.grouping import one_by_one
from app.casework.imports.matching.names import readings
from app.casework.imports.matching.roster import Lookup
from app.cohorts.arms.rules import NO_SESSIONS

FEW = 300
"""Of more who are nobody's, misspelled names are not looked for."""


def match(
    participants: Iterable[Participant],
    roster: Roster,
    hosts: frozenset[str],
    chosen: Mapping[str, str],
) -> Matching:
    """Match everybody.

    `hosts`: names and addresses of whose meetings they were, in small letters; `chosen`: by the key
    of a participant, the enrollment that somebody chose, or `NOBODY`.
    """
    lookup, matching = Lookup(roster), Matching()
    for participant in participants:
        _match(participant, lookup, roster, hosts, matching)
    _ask_of_accounts(matching)
    _suggest(matching, lookup, roster.elsewhere)
    _choose(matching, roster, chosen)
    return matching


def _match(
    participant: Participant,
    lookup: Lookup,
    roster: Roster,
    hosts: frozenset[str],
    into: Matching,
) -> None:
    """By address, by what was remembered, by name; else host, or nobody so far."""
    called = lookup.by_name(participant.name)
    is_host = participant.is_host or _is_named(participant, hosts)
    if known := lookup.by_address(participant.address):
        _match_address(participant, known, [*called], into)
    elif aliased := lookup.by_alias(participant):
        _match_alias(participant, aliased, [*called], into)
    elif participant.address in roster.elsewhere or not called:
        _set_aside(into, participant, is_host=is_host)  # of known others no name is asked
    elif len(called) == 1:
        ((known, rule),) = called.items()
        _find(into, Found(participant, known, rule))
    else:
        _ask_namesakes(participant, [*called], into)


def _match_address(
    participant: Participant, known: Known, called: Sequence[Known], into: Matching
) -> None:
    """An address says who it is, unless the name is certainly another one's."""
    if called and known not in called:
        shared = len(called) > 1
        _ask(into, Asked(participant, [known, *called], reasons.TWO_SIGNS, is_shared=shared))
        return
    rule = Rule.EMAIL if participant.address == known.addresses[0] else Rule.OTHER_EMAIL
    _find(into, Found(participant, known, rule))


def _match_alias(
    participant: Participant, aliased: Sequence[Known], called: Sequence[Known], into: Matching
) -> None:
    """What was remembered holds as long as nobody else is called so by now."""
    everybody = list(dict.fromkeys([*aliased, *called]))
    if len(everybody) == 1:
        _find(into, Found(participant, everybody[0], Rule.ALIAS))
    else:
        shared = len(called) > 1
        _ask(into, Asked(participant, everybody, reasons.ALIAS_SHARED, is_shared=shared))


def _ask_namesakes(participant: Participant, called: Sequence[Known], into: Matching) -> None:
    why = reasons.SHARED(count=len(called))
    if any(known.enrollment_id is None for known in called):
        why = reasons.LEADER_TOO
    for part in one_by_one(participant):
        _ask(into, Asked(part, called, why, is_shared=True))


def _ask(into: Matching, asked: Asked) -> None:
    """Ask about those of the roster; who only leads the session gets no mark."""
    candidates = [known for known in asked.candidates if known.enrollment_id]
    if candidates:
        into.asked.append(asked._replace(candidates=candidates))
    else:
        into.hosts.append(_aside(asked.participant, asked.candidates))


def _find(into: Matching, found: Found) -> None:
    if found.known.enrollment_id is None:
        into.hosts.append(_aside(found.participant, [found.known]))
    else:
        into.found.append(found)


def _aside(participant: Participant, candidates: Sequence[Known]) -> Aside:
    """Who gets no mark: they lead the session, or it is not theirs. Of several, nobody is named."""
    if len(candidates) == 1 and candidates[0].apart_id:
        return Aside(participant, NO_SESSIONS, candidates[0].apart_id)
    return Aside(participant, reasons.LEADER)


def _set_aside(into: Matching, participant: Participant, *, is_host: bool) -> None:
    """The same sentence for all: nobody is told whose addresses are known elsewhere."""
    if is_host:
        into.hosts.append(Aside(participant, reasons.HOST))
    else:
        into.unknown.append(Aside(participant, reasons.NOT_KNOWN))


def _is_named(participant: Participant, hosts: frozenset[str]) -> bool:
    return participant.address in hosts or participant.name.lower() in hosts


def _ask_of_accounts(matching: Matching) -> None:
    """By name alone, one account is taken for a person's; of several, any may be a namesake's."""
    accounts: dict[Known, set[str]] = {}
    for participant, known, _rule in matching.found:
        if participant.address:
            accounts.setdefault(known, set()).add(participant.address)
    several = {known for known, own in accounts.items() if len(own) > 1}
    kept: list[Found] = []
    for found in matching.found:
        by_name = found.rule not in {Rule.EMAIL, Rule.OTHER_EMAIL, Rule.ALIAS}
        if by_name and found.participant.address and found.known in several:
            why = reasons.OTHER_ADDRESS
            matching.asked.append(Asked(found.participant, [found.known], why))
        else:
            kept.append(found)
    matching.found = kept


def _suggest(matching: Matching, lookup: Lookup, elsewhere: frozenset[str]) -> None:
    """Who is nobody so far and may be somebody; not of those who are in the files already."""
    there = {found.known for found in matching.found}
    few = len(matching.unknown) <= FEW
    unknown, matching.unknown = matching.unknown, []
    for aside in unknown:
        is_other = aside.participant.address in elsewhere
        near = [] if is_other else _near(aside.participant, lookup, few=few)
        candidates = [known for known in near if known.enrollment_id]
        if candidates and not {*candidates} <= there:
            why = reasons.IS_ROOM if _is_room(aside.participant) else reasons.MAY_BE
            matching.asked.append(Asked(aside.participant, candidates, why, is_weak=True))
        else:
            matching.unknown.append(aside)


def _near(participant: Participant, lookup: Lookup, *, few: bool) -> Sequence[Known]:
    near = lookup.suggested(participant.name)
    return near or (lookup.misspelled(participant.name) if few else [])


def _is_room(participant: Participant) -> bool:
    return any(not reading.is_sure for reading in readings(participant.name))


def _choose(matching: Matching, roster: Roster, chosen: Mapping[str, str]) -> None:
    """Do what somebody chose, of whomever: of a question, of who is nobody, and of a match."""
    people = {str(known.enrollment_id): known for known in roster.people}
    asked_before = matching.asked
    before: list[Found | Aside] = [*matching.found, *matching.unknown]
    matching.asked, matching.found, matching.unknown = [], [], []
    for asked in asked_before:
        answer = _answer(asked.participant, people, chosen)
        matching.asked.append(asked._replace(chosen=answer))
        if answer in people:
            matching.found.append(Found(asked.participant, people[answer], Rule.CHOSEN))
    for item in before:
        _say(matching, item, _answer(item.participant, people, chosen), people)


def _say(matching: Matching, item: Found | Aside, answer: str, people: Mapping[str, Known]) -> None:
    """Do what somebody chose of who was not asked about; without an answer all stays."""
    if answer in people:
        shared, known = isinstance(item, Found), people[answer]
        asked = Asked(item.participant, [known], reasons.SAID, is_shared=shared, chosen=answer)
        matching.asked.append(asked)
        matching.found.append(Found(item.participant, known, Rule.CHOSEN))
    elif answer == NOBODY:
        matching.unknown.append(Aside(item.participant, reasons.NOT_THEM))
    elif isinstance(item, Found):
        matching.found.append(item)
    else:
        matching.unknown.append(item)


def _answer(
    participant: Participant, people: Mapping[str, Known], chosen: Mapping[str, str]
) -> str:
    said = chosen.get(participant.key, "")
    return said if said in people or said == NOBODY else ""
