"""The lists of an import as lines: what was recognized, questions, who is matched, who is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.casework.enums import AttendanceStatus
from app.casework.imports.enums import Format, Rule
from app.casework.imports.facts import NOBODY, Decision, Match, Question, SetAside
from app.casework.imports.matching import reasons
from app.casework.imports.reviewing import Reviewed
from app.language import Text, _
from app.site.parts.attendance import WORDS
from app.site.teach.sessions.attendance.import_ import told
from app.web.parts import Badge, Option

SHOWN = 300
"""Rows of a list that a page shows."""
PLAIN = frozenset({Rule.EMAIL, Rule.NAME})


@dataclass(frozen=True)
class FileLine:
    """What was recognized of a file."""

    kind: Text
    clock: Text
    facts: str
    dropped: Sequence[Text]
    is_zooms: bool = False
    """Whether it is no file, but Zoom's own list."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question."""

    value: str
    label: Text
    hint: Text


@dataclass(frozen=True)
class ChoiceCard:
    """One question."""

    field: str
    name: str
    there: str
    why: Text
    choices: Sequence[Choice]
    chosen: str


@dataclass(frozen=True)
class PersonLine:
    """Somebody in one of the lists."""

    name: str
    site: str
    note: Text | None
    minutes: int | None
    times: str
    rule: Text
    badge: Badge


class Lists:
    """Makes the lines of one page."""

    def __init__(self, reviewed: Reviewed, zone: str) -> None:
        self._files, self._review, self._zone = reviewed.files, reviewed.review, zone

    def files(self) -> list[FileLine]:
        """What was recognized."""
        return [
            FileLine(
                told.kind_of(file),
                told.clock_of(file, self._zone),
                told.facts_of(sent, file),
                [
                    _("Line {line}: {why}", line=dropped.line, why=dropped.reason)
                    for dropped in file.dropped[:SHOWN]
                ],
                file.file.kind.format is Format.ZOOM_LIST,
            )
            for sent, file in zip(self._files, self._review.files, strict=True)
        ]

    def card(self, question: Question) -> ChoiceCard:
        """A question with its answers; none is chosen for anybody."""
        people = [
            Choice(
                str(known.enrollment_id),
                told.called(known),
                told.where_else(known, self._review),
            )
            for known in question.candidates
        ]
        nobody = Choice(NOBODY, _("Nobody of these"), _("The row is kept and counts for nobody."))
        chosen = self._chosen(question)
        return ChoiceCard(
            f"choice-{question.participant.key}",
            question.participant.name,
            told.there(question.participant, question.presence, self._zone),
            question.why,
            [*people, *chosen, nobody],
            question.chosen,
        )

    def _chosen(self, question: Question) -> list[Choice]:
        """Somebody else, who was chosen below."""
        offered = {str(known.enrollment_id) for known in question.candidates}
        people = {str(known.enrollment_id): known for known in self._review.roster.people}
        known = people.get(question.chosen)
        if known is None or question.chosen in offered:
            return []
        return [Choice(question.chosen, told.called(known), told.where_else(known, self._review))]

    def is_plain(self, match: Match) -> bool:
        """Whether a match is by address or name, and there is nothing to say of it but present."""
        return match.rule in PLAIN and match.by_policy == "present" and told.note_of(match) is None

    def match(self, match: Match) -> PersonLine:
        """Somebody who was matched."""
        assert match.known.enrollment_id is not None
        decision = self._review.decisions[match.known.enrollment_id]
        is_untimed = decision.why_stays == reasons.UNTIMED
        return PersonLine(
            told.listed(match.known),
            match.known.site,
            reasons.UNTIMED if is_untimed else told.note_of(match),
            match.presence.minutes,
            told.times(match.presence, self._zone),
            told.RULES[match.rule],
            _badge(decision),
        )

    def absent(self, decision: Decision) -> PersonLine:
        """Somebody on the roster who is in none of the files."""
        known, why = decision.known, decision.why_stays
        badge = _badge(decision)
        return PersonLine(told.listed(known), known.site, why, None, "", "", badge)

    def aside(self, aside: SetAside) -> PersonLine:
        """Somebody of whom no mark comes."""
        badge = Badge(told.minutes(aside.presence) or "–", "neutral")
        name = _("“{name}”", name=aside.participant.name)
        return PersonLine(str(name), "", aside.why, aside.presence.minutes, "", "", badge)

    def rows(self) -> list[Option]:
        """Rows of which somebody can say whose they are."""
        review = self._review
        odd = [match for match in review.matched if not self.is_plain(match)]
        matched = [each for match in odd for each in match.participants]
        others = [aside.participant for aside in (*review.unknown, *review.hosts)]
        asked = [question.participant for question in review.questions]
        known = {each.key: each for each in (*asked, *others, *matched)}
        return [Option(key, each.name) for key, each in known.items()][:SHOWN]

    def people(self) -> list[Option]:
        """Whose a row can be."""
        found = [
            Option(str(known.enrollment_id), f"{told.listed(known)}, {known.site}")
            for known in self._review.roster.people
        ]
        return [*found, Option(NOBODY, _("Nobody on the roster"))]


def _badge(decision: Decision) -> Badge:
    """The status that somebody gets; of a mark that stays, which one it is."""
    words = WORDS[decision.becomes]
    if decision.becomes is AttendanceStatus.NOT_RECORDED and decision.why_stays is None:
        return Badge(_("The mark is cleared"), "warm")
    if decision.why_stays in {None, reasons.AS_IT_IS}:
        return Badge(words.option, words.tone)
    return Badge(_("Stays: {status}", status=words.short), "neutral")
