"""What of a project's answers may leave the house; pure.

Only answers of people who allowed just that. Nobody can tell whose anonymous answers are, so these
go out only if everybody who was asked allowed it. Mentees were never asked whether theirs may be
passed on, so theirs stay here; so does what people wrote in their own words.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.disclosure.risk import Coarsening, Risk, risk, ways
from app.outcomes.disclosure.rules import SMALLEST
from app.outcomes.projects.rules import AskedSurvey, SentSheet
from app.outcomes.sharing.records import Held, Shared
from app.packs.instruments.names import THEN
from app.studies.consent.rules import UNANSWERED, Stand
from app.studies.enums import ConsentScope

FILE_VERSION = "3"
"""Goes up with every change after which the same answers make another file."""
COLUMNS = ("region", "rank", "profession", "arm")
"""What of somebody can stand in a research file: each was known of them before they answered."""
_OWN_WORDS = "text"
"""The kind of question that is answered so."""

TOO_FEW = ReasonKind(
    "sharing.too_few",
    "Fewer than {count} person whose answers are here allowed that they are passed on.",
    "Fewer than {count} people whose answers are here allowed that they are passed on.",
)
NOT_ALL = reason(
    "sharing.not_all",
    "The answers are anonymous, so nobody can leave out those of one person. They can be passed on "
    "only if everybody who was asked allowed it, and somebody did not.",
)
NOT_KNOWN = reason("sharing.column_unknown", "This study knows nothing of the kind of its people.")
TOO_EASY = ReasonKind(
    "sharing.too_easy",
    "With these columns {count} person is in a group that is too small. Choose fewer.",
    "With these columns {count} people are in groups that are too small. Choose fewer.",
)


def smallest(held: Held) -> int:
    """How many people have to be alike, at least."""
    return max(SMALLEST, held.project.least)


def columns_of(held: Held) -> tuple[str, ...]:
    """What a research file can say of people: nothing where answers are nobody's."""
    if held.project.mode.is_anonymous:
        return ()
    return COLUMNS if held.arms else COLUMNS[:-1]


def may_pass_on(held: Held) -> bool:
    """Of an anonymous project: whether everybody who was asked allowed that answers go out."""
    return _all_allow(held, ConsentScope.SHARE)


def _all_allow(held: Held, scope: ConsentScope) -> bool:
    return all(_stand(held, place).allows(scope) for place in held.places.values())


def _stand(held: Held, place: object) -> Stand:
    return held.stands.get(place, UNANSWERED)  # type: ignore[call-overload, no-any-return]


def shared(held: Held) -> list[Shared]:
    """The sheets that may go out, in the order in which they were given."""
    surveys = {own.survey_id: own for own in held.asked if not own.is_mentee}
    own = [(surveys[sent.survey_id], sent) for sent in held.sent if sent.survey_id in surveys]
    if held.project.mode.is_anonymous:
        return list(_anonymous(held, own)) if may_pass_on(held) else []
    return list(_named(held, own))


def _anonymous(held: Held, sheets: Sequence[tuple[AskedSurvey, SentSheet]]) -> Iterator[Shared]:
    """A code puts sheets together only if everybody allowed that; each of a wave only once."""
    may_link = _all_allow(held, ConsentScope.LINK)
    taken: set[tuple[str | None, int, str]] = set()
    for survey, sent in sheets:
        own = (sent.link, survey.months, survey.key)
        person = sent.link if may_link and own not in taken else None
        taken.add(own)
        yield Shared(survey, in_codes(_kinds(survey), sent.answers), person, None, "")


def _named(held: Held, sheets: Sequence[tuple[AskedSurvey, SentSheet]]) -> Iterator[Shared]:
    for survey, sent in sheets:
        place = held.places.get((survey.survey_id, sent.link or ""))
        stand = _stand(held, place)
        if place is not None and stand.allows(ConsentScope.SHARE):
            person = str(place) if stand.allows(ConsentScope.LINK) else None
            pseudonym = "" if sent.link in {None, str(place)} else str(sent.link)
            answers = in_codes(_kinds(survey), sent.answers)
            yield Shared(survey, answers, person, place, pseudonym)


def _kinds(survey: AskedSurvey) -> dict[str, str]:
    return {item["code"]: item["kind"] for item in survey.data["items"]}


def in_codes(kinds: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers without what people wrote in their own words. `kinds`: of the questions, by code."""
    written = {code for code, kind in kinds.items() if kind == _OWN_WORDS}
    return {
        name: value for name, value in answers.items() if name.removesuffix(THEN) not in written
    }


def people_in(sheets: Collection[Shared]) -> int:
    """How many people at least some sheets are of.

    Sheets of which that is not known are as many people as one survey has of them.
    """
    known = {sheet.place or sheet.person for sheet in sheets if sheet.place or sheet.person}
    surveys = [sheet.survey.survey_id for sheet in sheets if not (sheet.place or sheet.person)]
    return max([len(known), *(surveys.count(own) for own in set(surveys))])


def why_not_share(held: Held, sheets: Collection[Shared]) -> Reason | None:
    """Why nothing can go out. `sheets`: what `shared` found."""
    if held.project.mode.is_anonymous and not may_pass_on(held):
        return NOT_ALL
    least = smallest(held)
    return TOO_FEW(count=least) if people_in(sheets) < least else None


def risk_of(held: Held, sheets: Collection[Shared], columns: Collection[str]) -> Risk:
    """How easily people of a research file are found again, each counted once.

    Two files of one study can be laid side by side by what people answered, so the columns that
    went out before count with these.
    """
    places = sorted({sheet.place for sheet in sheets if sheet.place}, key=str)
    rows = [held.about.get(place, {}) for place in places]
    return risk(rows, {*columns, *held.earlier}, smallest=smallest(held))


def enough_without(
    held: Held, sheets: Collection[Shared], columns: Collection[str]
) -> list[tuple[str, ...]]:
    """Which of these columns can be left out together so that the file can go out.

    The fewest first; none where nothing is enough, since earlier files said too much.
    """
    places = sorted({sheet.place for sheet in sheets if sheet.place}, key=str)
    rows = [held.about.get(place, {}) for place in places]
    spare = [Coarsening(name, name) for name in sorted({*columns} - held.earlier)]
    found = ways(rows, {*columns, *held.earlier}, spare, smallest=smallest(held))
    return [tuple(part.column for part in way.coarsenings) for way in found if way.coarsenings]


def why_not_research(
    held: Held, sheets: Collection[Shared], columns: Collection[str]
) -> Reason | None:
    """Why a research file with these columns cannot go out."""
    if why := why_not_share(held, sheets):
        return why
    if not set(columns) <= set(columns_of(held)):
        return NOT_KNOWN
    return why_not_at_risk(risk_of(held, sheets, columns))


def why_not_at_risk(found: Risk) -> Reason | None:
    """Why a research file cannot go out whose people are found again so easily."""
    return None if found.is_low else TOO_EASY(count=len(found.exposed))


def linked_only(sheets: Collection[Shared]) -> list[Shared]:
    """Those of people who allow that waves are put together, which a record of REDCap does."""
    return [sheet for sheet in sheets if sheet.place is None or sheet.person is not None]
