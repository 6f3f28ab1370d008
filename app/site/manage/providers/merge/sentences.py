"""What a merge of two providers does and leaves, one sentence for each thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.rules import accreditor_of
from app.credit.providers.merges.rules import Moves, lasts_longer, to_carry, years_elsewhere
from app.language import Text, _, ngettext
from app.language.moments import zone_name
from app.people.models import Person
from app.people.providers.models import Provider


@dataclass(frozen=True)
class Merging:
    """Two providers, and what moves from the one to the other."""

    source: Provider
    target: Provider
    moves: Moves
    officers: Sequence[Person]
    """Of the target so far."""
    reader: UUID

    @property
    def there(self) -> Sequence[Accreditation]:
        """The accreditations of the target so far."""
        return self.moves.joined.accreditations if self.moves.joined else ()

    @property
    def longer(self) -> list[Person]:
        """Who is an officer of both, and of the source for longer."""
        joined = self.moves.joined.officers if self.moves.joined else ()
        until = {own.person.id: own.role_grant.until for own in joined}
        return [
            own.person
            for own in self.moves.officers
            if own.person.id in until
            and own.person.id != self.reader
            and lasts_longer(own.role_grant.until, until[own.person.id])
        ]

    @property
    def has_officer(self) -> bool:
        """Whether anybody who can sign in will be an officer of the target."""
        moved = (own.person for own in self.moves.officers if own.person.id != self.reader)
        return bool(self.officers) or any(person.disabled_at is None for person in moved)

    @property
    def names(self) -> dict[str, str]:
        """Of both."""
        return {"source": self.source.name, "target": self.target.name}


def moving(own: Merging) -> list[Text]:
    """What will be the target's."""
    return [
        *_activities(own),
        *_officers(own),
        *_requests(own),
        *_accreditations(own),
        *_facts(own),
    ]


def _activities(own: Merging) -> Iterator[Text]:
    yield ngettext(
        "The activity of {count} cohort will be one of {target}.",
        "The activities of {count} cohorts will be those of {target}.",
        count=len(own.moves.activities),
        target=own.target.name,
    )
    if own.officers:
        yield ngettext(
            "{names:and} will see and answer for them as CME officer of {target}.",
            "{names:and} will see and answer for them as CME officers of {target}.",
            count=len(own.officers),
            names=tuple(person.display_name for person in own.officers),
            target=own.target.name,
        )


def _officers(own: Merging) -> Iterator[Text]:
    known = {person.id for person in own.officers}
    people = [officer.person for officer in own.moves.officers]
    others = tuple(
        person.display_name
        for person in people
        if person.id != own.reader and person.id not in known
    )
    if others:
        yield ngettext(
            "{names:and} will be CME officer of {target}, and see all of its activities.",
            "{names:and} will be CME officers of {target}, and see all of its activities.",
            count=len(others),
            names=others,
            target=own.target.name,
        )
    if longer := own.longer:
        yield ngettext(
            "{names:and} will be CME officer of {target} for as long as of {source}, which is "
            "longer than so far.",
            "{names:and} will be CME officers of {target} for as long as of {source}, which is "
            "longer than so far.",
            count=len(longer),
            names=tuple(person.display_name for person in longer),
            **own.names,
        )
    if any(person.id == own.reader for person in people):
        yield _("Your own role as its officer will end: nobody can give a role to themselves.")


def _requests(own: Merging) -> Iterator[Text]:
    if own.moves.waiting:
        yield ngettext(
            "{count} request that waits for {source} will wait for {target}, in the words in which "
            "it was asked for.",
            "{count} requests that wait for {source} will wait for {target}, in the words in which "
            "they were asked for.",
            count=len(own.moves.waiting),
            **own.names,
        )
    if own.moves.waiting and not own.has_officer:
        yield _(
            "Nobody will be CME officer of {target}, so nobody can answer what waits. Give "
            "somebody that role first.",
            target=own.target.name,
        )


def _accreditations(own: Merging) -> Iterator[Text]:
    carried = to_carry(own.moves.accreditations, own.there)
    kept = [row for row in own.moves.accreditations if row not in carried]
    if carried:
        yield _(
            "{target} will have the accreditation statements of {source} by {accreditors:and}, "
            "since it has none. Look whether they name the right provider.",
            accreditors=tuple(accreditor_of(row) for row in carried),
            **own.names,
        )
    if kept:
        yield _(
            "Of {accreditors:and}, the statements of {target} hold. Those of {source} can still be "
            "read, and an activity that has one keeps it.",
            accreditors=tuple(accreditor_of(row) for row in kept),
            **own.names,
        )


def _facts(own: Merging) -> Iterator[Text]:
    yield _(
        "The name {target} stays. Whoever enters {source} is led to it, and no other provider can "
        "be called so.",
        **own.names,
    )
    source, target = own.source, own.target
    if years_elsewhere(source, target):
        yield _(
            "Their years will end in {after}, not in {before}: somebody who finished on New Year’s "
            "Eve can be counted in another year.",
            after=zone_name(target.zone),
            before=zone_name(source.zone),
        )
    if source.accreditor_number and not target.accreditor_number:
        yield _(
            "{target} will have its number with its accreditor, {number}.",
            target=target.name,
            number=source.accreditor_number,
        )
    elif source.accreditor_number and source.accreditor_number != target.accreditor_number:
        yield _(
            "Of the numbers with their accreditors, {after} stays and {before} goes.",
            after=target.accreditor_number,
            before=source.accreditor_number,
        )


def staying(own: Merging) -> list[Text]:
    """What remains as it is."""
    return [
        _(
            "Certificates that were issued keep every byte, can be checked as before, and name "
            "{source}. None of them waits for a review because of this.",
            source=own.source.name,
        ),
        _(
            "Activities keep the name that they were approved under, also on certificates that are "
            "still to come. To have another name printed, change their credit.",
        ),
        _("This cannot be undone: two providers that became one cannot be told apart again."),
    ]
