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
_OF_THE_FILE = frozenset({None, reasons.AS_IT_IS, reasons.ENROLLED_LATER, reasons.OUTSIDE})
"""Why a mark stays, or not, by the file alone."""


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
        presence = self._presence([aside.participant])
        return SetAside(aside.participant, presence, aside.why, aside.apart_id)

    def decisions(
        self, matched: Sequence[Match], questions: Sequence[Question]
    ) -> Iterable[tuple[UUID, Decision]]:
        """What becomes of the mark of everybody on the roster."""
        there = {match.known.enrollment_id: match for match in matched}
        waiting = _waiting(questions)
        for known in self._roster.people:
            key = known.enrollment_id
            assert key is not None
            if (match := there.get(key)) and match.by_policy is not ABSENT:
                is_enough = match.by_policy in ENOUGH
                decision = _decided(known, match.by_policy, match.presence.minutes)
                yield key, decision if is_enough else self._unless_untimed(decision)
            elif match:
                why = reasons.OUTSIDE if self._roster.is_series else reasons.ENROLLED_LATER
                yield key, self._unless_untimed(_missing(known, why))
            elif key in waiting:
                yield key, _stays(known, known.why_stays or reasons.WAITS)
            elif _is_marked(known) or not self._roster.is_series:
                yield key, self._unless_untimed(_missing(known, reasons.ENROLLED_LATER))

    def _unless_untimed(self, decision: Decision) -> Decision:
        """Time that is not known could only add to what is: who was there long enough, was.

        The mark of anybody else whom a line names without a time stays: nobody is absent by that.
        """
        if decision.known.enrollment_id not in self._maybe_untimed:
            return decision
        if decision.why_stays not in _OF_THE_FILE:
            return decision
        return _stays(decision.known, reasons.UNTIMED)


def _untimed_match(found: Found) -> Match:
    """Somebody of whom the files say that they were there, and not when."""
    nothing = Presence(None, None, None)
    return Match(found.known, found.rule, [found.participant], nothing, NOT_RECORDED)


def _missing(known: Known, why_no_mark: Reason) -> Decision:
    """What an import makes of the mark of who was not there; of the unexpected, it clears it."""
    source = known.mark.source if _is_marked(known) else None
    if source is AttendanceSource.CHECK_IN and not known.why_stays:
        return _stays(known, reasons.CHECKED_IN)
    if known.is_expected:
        return _decided(known, said_of_all(ABSENT, excused=known.is_excused))
    if not _is_marked(known) and not known.why_stays:
        return _stays(known, why_no_mark)
    return _decided(known, NOT_RECORDED)


def _is_marked(known: Known) -> bool:
    return known.mark.status is not NOT_RECORDED or known.mark.made_up


def _decided(known: Known, wanted: AttendanceStatus, minutes: int | None = None) -> Decision:
    """What an import makes of a mark; what people did by hand stays."""
    mark = known.mark
    if known.why_stays is not None:
        return _stays(known, known.why_stays)
    if _is_marked(known) and mark.source is AttendanceSource.MANUAL:
        return _stays(known, reasons.BY_HAND)
    if mark.shown is wanted and mark.minutes == minutes:
        return _stays(known, reasons.AS_IT_IS)
    return Decision(known, wanted, minutes, None)


def _stays(known: Known, why: Reason) -> Decision:
    return Decision(known, known.mark.shown, known.mark.minutes, why)
