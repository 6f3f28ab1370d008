"""What becomes of some files: their people in four lists, and the mark of everybody. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.excuses.rules import said_of_all
from app.casework.imports.enums import Rule
from app.casework.imports.facts import (
    Decision,
    Known,
    Match,
    Participant,
    Presence,
    Question,
    Review,
    Roster,
    SetAside,
)
from app.casework.imports.matching import reasons
from app.casework.imports.matching.found import Aside, Asked, Found, Matching
from app.casework.imports.matching.grouping import participants_of
from app.casework.imports.matching.presence import presence_of, status_of
from app.casework.imports.matching.rules import match
from app.casework.imports.reading.placing import Placed, PlacedStay
from app.language.reasons import Reason

NOT_RECORDED = AttendanceStatus.NOT_RECORDED
ABSENT = AttendanceStatus.ABSENT
ENOUGH = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE})
_SUREST = list(Rule)


def review(files: Sequence[Placed], roster: Roster, chosen: Mapping[str, str]) -> Review:
    """Match everybody in some files of one session, and decide what becomes of each mark."""
    hosts = frozenset(host for file in files for host in file.file.meeting.hosts)
    matching = match(participants_of(files), roster, hosts, chosen)
    untimed = match(participants_of([_left_out(file) for file in files]), roster, hosts, chosen)
    builder = _Builder(files, roster, untimed)
    matched = builder.matched(matching.found)
    questions = [builder.question(asked) for asked in matching.asked]
    decisions = dict(builder.decisions(matched, questions))
    missing = {*decisions} - {match.known.enrollment_id for match in matched} - _waiting(questions)
    return Review(
        roster,
        files,
        matched,
        questions,
        [builder.aside(aside) for aside in matching.unknown],
        [builder.aside(aside) for aside in matching.hosts],
        [decisions[key] for key in decisions if key in missing],
        decisions,
    )


def _left_out(file: Placed) -> Placed:
    """Who is named by lines that do not say when they were there."""
    named = [PlacedStay(own.named, None, None) for own in file.dropped if own.named]
    return replace(file, stays=named)


def _waiting(questions: Iterable[Question | Asked]) -> set[UUID | None]:
    """Who may still be somebody in the files."""
    return {
        known.enrollment_id
        for question in questions
        if not question.chosen
        for known in question.candidates
    }


class _Builder:
    """Makes what is shown and written of who was matched."""

    def __init__(self, files: Sequence[Placed], roster: Roster, untimed: Matching) -> None:
        """`untimed`: who is named by lines that do not say when they were there."""
        self._files, self._roster = files, roster
        self._untimed = untimed.found
        named = {found.known.enrollment_id for found in untimed.found}
        self._maybe_untimed = named | _waiting(untimed.asked)

    def _presence(self, participants: Sequence[Participant]) -> Presence:
        stays = [stay for participant in participants for stay in participant.stays]
        return presence_of(stays, self._files, self._roster.hour)

    def matched(self, found: Iterable[Found]) -> list[Match]:
        """By person, in the order of the roster; the surest rule is told."""
        own: dict[Known, list[Found]] = {}
        for each in found:
            own.setdefault(each.known, []).append(each)
        untimed = {each.known: each for each in self._untimed if each.known not in own}
        return [
            self._match(known, own[known]) if known in own else _untimed_match(untimed[known])
            for known in self._roster.people
            if known in own or known in untimed
        ]

    def _match(self, known: Known, found: Sequence[Found]) -> Match:
        participants = [each.participant for each in found]
        presence = self._presence(participants)
        rule = min((each.rule for each in found), key=_SUREST.index)
        policy = status_of(presence, self._roster.policy, self._roster.hour)
        return Match(known, rule, participants, presence, policy)

    def question(self, asked: Asked) -> Question:
        """Somebody who may be one of some people."""
        return Question(
            asked.participant,
            self._presence([asked.participant]),
            asked.candidates,
            asked.why,
            asked.is_shared,
            asked.chosen,
        )

    def aside(self, aside: Aside) -> SetAside:
        """Somebody of whom no mark comes."""
        return SetAside(aside.participant, self._presence([aside.participant]), aside.why)

    def decisions(
        self, matched: Sequence[Match], questions: Sequence[Question]
    ) -> Iterable[tuple[UUID, Decision]]:
        """What becomes of the mark of everybody on the roster."""
        there = {match.known.enrollment_id: match for match in matched}
        waiting = _waiting(questions)
        for known in self._roster.people:
            key = known.enrollment_id
            assert key is not None
            if match := there.get(key):
                yield key, self._of_match(match)
            elif key in waiting:
                yield key, _stays(known, known.why_stays or reasons.WAITS)
            else:
                decision = _decided(known, ABSENT)
                yield key, _left(decision) if key in self._maybe_untimed else decision

    def _of_match(self, match: Match) -> Decision:
        """Time that is not known could only add to what is: who was there long enough, was."""
        decision = _decided(match.known, match.by_policy, match.presence.minutes)
        is_enough = match.by_policy in ENOUGH
        is_untimed = match.known.enrollment_id in self._maybe_untimed
        return _left(decision) if is_untimed and not is_enough else decision


def _untimed_match(found: Found) -> Match:
    """Somebody of whom the files say that they were there, and not when."""
    nothing = Presence(None, None, None)
    return Match(found.known, found.rule, [found.participant], nothing, NOT_RECORDED)


def _decided(known: Known, wanted: AttendanceStatus, minutes: int | None = None) -> Decision:
    """What an import makes of a mark; what people did by hand and by themselves stays."""
    mark, minutes = known.mark, None if wanted is ABSENT else minutes
    is_missing = wanted is ABSENT
    if is_missing:
        wanted = said_of_all(ABSENT, excused=known.is_excused)
    is_marked = mark.status is not NOT_RECORDED or mark.made_up
    if known.why_stays is not None:
        return _stays(known, known.why_stays)
    if is_marked and mark.source is AttendanceSource.MANUAL:
        return _stays(known, reasons.BY_HAND)
    if is_missing and is_marked and mark.source is AttendanceSource.CHECK_IN:
        return _stays(known, reasons.CHECKED_IN)
    if is_missing and not known.is_expected and not is_marked:
        return _stays(known, reasons.ENROLLED_LATER)
    if mark.shown is wanted and mark.minutes == minutes:
        return _stays(known, reasons.AS_IT_IS)
    return Decision(known, wanted, minutes, None)


def _left(decision: Decision) -> Decision:
    """The mark of whom a line names without a time stays: nobody is absent by that."""
    if decision.why_stays in {None, reasons.AS_IT_IS, reasons.ENROLLED_LATER}:
        return _stays(decision.known, reasons.UNTIMED)
    return decision


def _stays(known: Known, why: Reason) -> Decision:
    return Decision(known, known.mark.shown, known.mark.minutes, why)
