"""The choices of a file as cards: what is asked, what can be answered, what was."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.intake.facts import About, Chosen, FileRow, Here, KnownPerson, Plan, Question
from app.language import Text, _, ngettext
from app.language.names import full_name
from app.site.manage.cohorts.people.import_.forms import OTHER, options


@dataclass(frozen=True)
class Option:
    """One answer."""

    value: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True)
class Compared:
    """One fact of two people who may be one."""

    label: Text
    in_file: str
    here: str


@dataclass(frozen=True)
class ChoiceCard:
    """One question."""

    number: int
    of: int
    row: FileRow
    about: str
    title: Text
    text: Text
    cell: str
    """What stands in the file, where that is what is asked about."""
    compared: Sequence[Compared]
    options: Sequence[Option]
    chosen: str
    other: str
    """Which of the known institutions was chosen from the list."""
    name: str
    """This and the next two: of a new institution."""
    short_name: str
    zone: str
    is_open: bool

    @property
    def field(self) -> str:
        """How its fields are told apart."""
        return str(self.number - 1)


def choice_cards(plan: Plan, here: Here) -> list[ChoiceCard]:
    """Every question of a plan, in the order of the file."""
    return [
        _card(number, question, plan, here)
        for number, question in enumerate(plan.questions, start=1)
    ]


def _card(number: int, question: Question, plan: Plan, here: Here) -> ChoiceCard:
    given = plan.choices.get(question.key, {})
    chosen = given.get("choice", "")
    is_other = bool(chosen) and chosen not in options(question)
    return ChoiceCard(
        number=number,
        of=len(plan.questions),
        row=question.row,
        about=question.about.value,
        title=_title(question),
        text=_text(question, here),
        cell=", ".join(question.row.addresses) if question.about is About.ADDRESS else "",
        compared=_compared(question, here),
        options=[_option(value, question) for value in options(question)],
        chosen=OTHER if is_other else chosen,
        other=chosen.removeprefix("is:") if is_other else "",
        name=given.get("name", question.row.institution),
        short_name=given.get("short_name", ""),
        zone=given.get("zone", ""),
        is_open=not chosen,
    )


def _title(question: Question) -> Text:
    row = question.row
    if question.about is About.ADDRESS:
        return _("Where should the invitation of {name} go?", name=_name(row))
    if question.about is About.PERSON:
        known = [_called(person) for person in question.people]
        return _("Is this the {name} you know?", name=(known or [_name(question.earlier[0])])[0])
    if not row.institution:
        return _("Which institution are they from?")
    return _("Which institution is “{institution}”?", institution=row.institution)


def _text(question: Question, here: Here) -> Text:
    if question.about is About.ADDRESS:
        return _("Row {line} has more than one address:", line=question.row.line)
    if question.about is About.PERSON:
        return _("Same name and institution, another address.")
    return _about_institution(question, len(here.institutions))


def _about_institution(question: Question, known: int) -> Text:
    """`known`: how many institutions there are."""
    count, name = len(question.rows), _name(question.row)
    if question.domain:
        (owner,) = question.institutions
        return ngettext(
            "The row of {name} names none. {domain} is a mail domain of {institution}.",
            "The rows of {name} and others, {count} people in all, name none. {domain} is a mail "
            "domain of {institution}.",
            count=count,
            name=name,
            domain=question.domain,
            institution=owner.name,
        )
    if not question.row.institution:
        return ngettext(
            "The row of {name} names none.",
            "The rows of {name} and others, {count} people in all, name none.",
            count=count,
            name=name,
        )
    return ngettext(
        "{name} is the only person in the file with it. Waypost knows {known}, and "
        "none by this name.",
        "{name} and others, {count} people in all, have it in the file. Waypost knows {known}, "
        "and none by this name.",
        count=count,
        name=name,
        known=ngettext("{count} institution", "{count} institutions", count=known),
    )


def _compared(question: Question, here: Here) -> list[Compared]:
    if question.about is not About.PERSON or not question.people:
        return []
    row, person = question.row, question.people[0]
    names = {known.id: known.short_name for known in here.institutions}
    return [
        Compared(_("Name"), row.written, _called(person)),
        Compared(_("Institution"), row.institution, names.get(person.institution_id, "")),
        Compared(_("Address"), ", ".join(row.addresses), ", ".join(person.addresses)),
    ]


def _option(value: str, question: Question) -> Option:
    if value == Chosen.OUT:
        return Option(value, _leave(question))
    if question.about is About.INSTITUTION:
        return _institution(value, question)
    if question.about is About.ADDRESS:
        return Option(value, value.removeprefix("to:"))
    return _person(value, question)


def _person(value: str, question: Question) -> Option:
    """Whether somebody of the same name is the same person."""
    if value == Chosen.TWO:
        mail = question.row.addresses[0]
        invited = _("A new person is invited at {address}.", address=mail)
        return Option(value, _("Two different people"), invited)
    if value.startswith("row:"):
        line = int(value.removeprefix("row:"))
        return Option(value, _("The same person as in row {line}", line=line))
    person = next(person for person in question.people if value == f"is:{person.id}")
    return Option(
        value,
        _("The same person: {name}", name=_called(person)),
        _("They are enrolled with all they have. The address is not added to their account."),
    )


def _institution(value: str, question: Question) -> Option:
    if value == OTHER:
        return Option(value, _("It is another one, from the list below"))
    if value == Chosen.NEW:
        return Option(
            value,
            _("It is a new institution"),
            _("Give its name and time zone below. A short name for lists can be left out."),
        )
    known = next(known for known in question.institutions if value == f"is:{known.id}")
    return Option(value, _("It is {institution}", institution=known.name))


def _leave(question: Question) -> Text:
    if len(question.rows) == 1:
        return _("Leave row {line} out", line=question.row.line)
    return _("Leave these {number} rows out", number=len(question.rows))


def _called(person: KnownPerson) -> str:
    return full_name(person.given_name, person.family_name, person.degrees)


def _name(row: FileRow) -> str:
    return full_name(row.name.given, row.name.family, row.name.degrees) or row.addresses[0]
