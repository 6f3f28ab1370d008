"""Who has which role, and one role that somebody has or had."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from uuid import UUID

from app.cohorts.scopes.rules import Over
from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.people.grants.queries import GrantRow
from app.policy.table import Role
from app.site.admin.roles.wording import ROLES, last_day, over_of, over_text
from app.site.parts.people import person_path
from app.web.forms import FormState
from app.web.listing import ALL, Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge, Fact
from app.web.shown import Shown, shown

HOME = "/admin/roles"


@dataclass(frozen=True)
class GrantLine:
    """A role that somebody has or had."""

    row: GrantRow
    path: str
    role: Text
    over: Text
    since: datetime
    until: datetime | None
    """Some moment of its last day."""
    holds: bool
    state: Badge
    by: str
    """Who gave it; empty: the command line, or the software."""
    person: str | None
    """The page of who has it; None for a reader who does not see them."""


@dataclass(frozen=True)
class RolesPage:
    """All that the reader may see, as an address asks."""

    roles: Shown[GrantLine]
    given: bool


@dataclass(frozen=True)
class GrantPage:
    """One of them, with the way to take it back."""

    line: GrantLine
    facts: Sequence[Fact]
    why_not: Reason | None
    """Why the reader cannot take it back."""
    form: FormState
    refused: Reason | None


def grant_lines(
    rows: Iterable[GrantRow],
    scopes: Mapping[UUID, Over],
    seen: Collection[UUID],
    *,
    zone: str,
    now: datetime,
) -> list[GrantLine]:
    """Each in words. `seen`: the people whose pages the reader sees."""
    return [grant_line(row, scopes, seen, zone=zone, now=now) for row in rows]


def grant_line(
    row: GrantRow,
    scopes: Mapping[UUID, Over],
    seen: Collection[UUID],
    *,
    zone: str,
    now: datetime,
) -> GrantLine:
    """One in words."""
    grant = row.role_grant
    return GrantLine(
        row=row,
        path=f"{HOME}/{grant.id}",
        role=ROLES.get(grant.role, grant.role),
        over=over_text(grant.role, over_of(grant, scopes)),
        since=local(grant.granted_at, zone),
        until=last_day(grant.until, zone) if grant.until else None,
        holds=row.holds(now),
        state=_state(row, now),
        by=row.giver.display_name if row.giver else "",
        person=person_path(row.person.id) if row.person.id in seen else None,
    )


def _state(row: GrantRow, now: datetime) -> Badge:
    if row.holds(now):
        return Badge(pgettext("of a role", "In force"), "good")
    if row.role_grant.revoked_at is not None:
        return Badge(pgettext("of a role", "Taken back"), "neutral")
    return Badge(pgettext("of a role", "Ended"), "neutral")


def roles_page(lines: Sequence[GrantLine], asked: Asked, *, given: bool) -> RolesPage:
    """The list."""
    return RolesPage(shown(LISTING, lines, asked), given)


def grant_page(
    line: GrantLine,
    *,
    zone: str,
    why_not: Reason | None,
    state: FormState | None = None,
    refused: Reason | None = None,
) -> GrantPage:
    """Everything that is known of one."""
    return GrantPage(line, _facts(line, zone), why_not, state or FormState(), refused)


def _facts(line: GrantLine, zone: str) -> list[Fact]:
    row, grant = line.row, line.row.role_grant
    ends = _ends(grant.until, zone) if grant.until else _("It has no end date.")
    facts = [
        Fact(_("Person"), f"{row.person.display_name}, {row.institution.name}"),
        Fact(_("Role"), line.role),
        Fact(_("Over"), line.over),
        Fact(pgettext("of a role", "Given"), _given(local(grant.granted_at, zone), line.by)),
        Fact(pgettext("of a role", "Ends"), ends),
    ]
    if grant.revoked_at is not None:
        by = row.revoker.display_name if row.revoker else ""
        taken = _taken(local(grant.revoked_at, zone), by)
        facts.append(Fact(pgettext("of a role", "Taken back"), taken))
        facts.append(Fact(_("Reason"), grant.revoked_reason or "–"))
    return facts


def _given(given: datetime, by: str) -> Text:
    if not by:
        return _("{given:long_moment}", given=given)
    return _("{given:long_moment} by {person}", given=given, person=by)


def _taken(taken: datetime, by: str) -> Text:
    if not by:
        return _("{taken:long_moment}", taken=taken)
    return _("{taken:long_moment} by {person}", taken=taken, person=by)


def _ends(until: datetime, zone: str) -> Text:
    """Of who gave it in this zone, the day; in another one, the moment."""
    moment = local(until, zone)
    if moment.time() == time():
        return _("At the end of {day:date}, {day:zone}", day=last_day(until, zone))
    return _("{ends:long_moment}", ends=moment)


def _counts(shown_rows: int, count: int) -> Text:
    return ngettext(
        "{shown} of {count} role", "{shown} of {count} roles", count=count, shown=shown_rows
    )


def _none_found(query: str) -> Text:
    if query:
        return _("Nobody by the name “{name}” has a role here.", name=query)
    return _("No role is on this list.")


def _is(role: Role, line: GrantLine) -> bool:
    return line.holds and line.row.role_grant.role is role


LISTING: Listing[GrantLine] = Listing(
    path=HOME,
    columns=(
        Column(
            _("Person"),
            "person",
            sort=lambda line: line.row.person.search_name,
            exports=(
                Export(_("Family name"), lambda line: line.row.person.family_name),
                Export(_("Given name"), lambda line: line.row.person.given_name),
                Export(_("Institution"), lambda line: line.row.institution.name),
            ),
        ),
        Column(
            _("Role"),
            "role",
            sort=lambda line: str(line.role).casefold(),
            exports=(Export(_("Role"), lambda line: line.role),),
        ),
        Column(
            _("Over"),
            "over",
            sort=lambda line: str(line.over).casefold(),
            exports=(Export(_("Over"), lambda line: line.over),),
        ),
        Column(
            _("Since"),
            "since",
            sort=lambda line: line.since,
            exports=(Export(_("Since"), lambda line: line.since.date()),),
        ),
        Column(
            _("Until"),
            "until",
            sort=lambda line: line.until,
            exports=(Export(_("Until"), lambda line: line.until.date() if line.until else None),),
        ),
        Column(_("Given by"), exports=(Export(_("Given by"), lambda line: line.by),)),
        Column(
            pgettext("column", "State"),
            exports=(Export(pgettext("column", "State"), lambda line: line.state.text),),
        ),
    ),
    nothing=Empty(_("Nobody has a role here yet"), _("Roles that you can give appear here.")),
    filters=(
        Filter(ALL, _("Every role in force"), lambda line: line.holds),
        Filter("administrator", _("Administrators"), partial(_is, Role.ADMINISTRATOR)),
        Filter("coordinator", _("Coordinators"), partial(_is, Role.COORDINATOR)),
        Filter("facilitator", _("Facilitators"), partial(_is, Role.FACILITATOR)),
        Filter("lead", _("Institution leads"), partial(_is, Role.LEAD)),
        Filter("officer", _("CME officers"), partial(_is, Role.CME_OFFICER)),
        Filter("ended", pgettext("of roles", "Ended"), lambda line: not line.holds),
    ),
    find=Find(
        lambda line: f"{line.row.person.display_name} {line.row.institution.name}",
        _("Find by name"),
        _("Find by name"),
    ),
    page_size=50,
    counts=_counts,
    none_found=_none_found,
    everything=_("Show every role"),
)
