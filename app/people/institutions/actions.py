"""Adding, changing and ending institutions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require
from app.language.reasons import Reason
from app.people.directory import rules as directory
from app.people.directory.actions import add_institution
from app.people.institutions import queries, rules
from app.people.institutions.rules import Break, InstitutionFacts, normalized
from app.people.models import Institution, InstitutionBreak, InstitutionDomain, InstitutionSpelling


def add(
    session: Session, facts: InstitutionFacts, *, by: UUID | None, now: datetime
) -> Institution:
    """Add a partner institution with its mail domains and other names.

    Raises `RefusedError` if a name or domain is another one's.
    """
    require(_first(rules.taken(facts, queries.known(session))))
    return _insert(session, facts, by=by, now=now)


def add_all(
    session: Session, several: Sequence[InstitutionFacts], *, by: UUID, now: datetime
) -> None:
    """Add those of a file, all or none of them; among each other they are told apart before."""
    known = queries.known(session)
    for facts in several:
        require(_first(rules.taken(facts, known)))
    for facts in several:
        _insert(session, facts, by=by, now=now)


def _insert(
    session: Session, facts: InstitutionFacts, *, by: UUID | None, now: datetime
) -> Institution:
    institution = add_institution(
        session,
        facts.name,
        short_name=facts.short_name,
        zone=facts.zone,
        region=facts.region,
        by=by,
        now=now,
    )
    _add_domains(session, institution, facts.domains)
    _add_spellings(session, institution, _spellings(institution, facts.spellings))
    set_breaks(session, institution, facts.breaks)
    return institution


def change(
    session: Session, institution: Institution, facts: InstitutionFacts, *, by: UUID, now: datetime
) -> None:
    """Write down other facts. Its old name stays one of its names: files go on using it.

    Raises `RefusedError` if a name or domain is another one's, or if it was merged.
    """
    if institution.merged_into_id is not None:
        require(rules.MERGED(institution=institution.name))
    require(_first(rules.taken(facts, queries.known(session), institution.id)))
    before = facts_of(session, institution)
    spellings = facts.spellings
    if normalized(facts.name) != normalized(before.name):
        spellings = (*spellings, before.name)
    institution.name, institution.short_name = facts.name, facts.short_name
    institution.zone, institution.region = facts.zone, facts.region
    flush_unique(session, Institution, "name", directory.INSTITUTION_KNOWN)
    set_domains(session, institution, facts.domains)
    set_spellings(session, institution, spellings)
    set_breaks(session, institution, facts.breaks)
    old, new = _told(before), _told(facts_of(session, institution))
    changed = [name for name in new if old[name] != new[name]]
    if not changed:
        return
    told = {
        "before": {name: old[name] for name in changed},
        "after": {name: new[name] for name in changed},
    }
    _record(session, "institution.changed", institution, by=by, now=now, facts=told)


def facts_of(session: Session, institution: Institution) -> InstitutionFacts:
    """What is written down of one now."""
    return InstitutionFacts(
        name=institution.name,
        short_name=institution.short_name,
        zone=institution.zone,
        region=institution.region,
        domains=tuple(d.domain for d in queries.domains_of(session, institution.id)),
        spellings=tuple(s.written for s in queries.spellings_of(session, institution.id)),
        breaks=tuple(
            Break(b.first, b.last, b.name) for b in queries.breaks_of(session, institution.id)
        ),
    )


def _told(facts: InstitutionFacts) -> dict[str, Any]:
    """The facts as a line of the history holds them."""
    return asdict(facts) | {"breaks": [str(known) for known in facts.breaks]}


def leave(
    session: Session, institution: Institution, *, reason: str, by: UUID, now: datetime
) -> None:
    """An institution takes no part any more: nobody new belongs to it, who did still does."""
    queries.lock_institutions(session, [institution.id])
    require(rules.why_not_leave(institution))
    institution.left_at = now
    _record(session, "institution.left", institution, by=by, now=now, reason=reason)


def take_back(
    session: Session, institution: Institution, *, reason: str, by: UUID, now: datetime
) -> None:
    """An institution takes part again."""
    queries.lock_institutions(session, [institution.id])
    require(rules.why_not_return(institution))
    since = institution.left_at
    institution.left_at = None
    told = {"left_at": since.isoformat() if since else None}
    _record(session, "institution.returned", institution, by=by, now=now, facts=told, reason=reason)


def set_domains(session: Session, institution: Institution, domains: Sequence[str]) -> None:
    """Give it these mail domains, and no others."""
    wanted = dict.fromkeys(domains)
    for domain in queries.domains_of(session, institution.id):
        if domain.domain in wanted:
            del wanted[domain.domain]
        else:
            session.delete(domain)
    session.flush()  # before the same domain is another row
    _add_domains(session, institution, wanted)


def _add_domains(session: Session, institution: Institution, domains: Iterable[str]) -> None:
    session.add_all(InstitutionDomain(institution_id=institution.id, domain=d) for d in domains)
    flush_unique(session, InstitutionDomain, "domain", rules.DOMAIN_KNOWN)


def set_breaks(session: Session, institution: Institution, breaks: Sequence[Break]) -> None:
    """Let it have these breaks, and no others."""
    wanted = set(breaks)
    for known in queries.breaks_of(session, institution.id):
        found = Break(known.first, known.last, known.name)
        if found in wanted:
            wanted.remove(found)
        else:
            session.delete(known)
    session.add_all(
        InstitutionBreak(institution_id=institution.id, **asdict(new)) for new in sorted(wanted)
    )
    session.flush()


def set_spellings(session: Session, institution: Institution, written: Sequence[str]) -> None:
    """Let it be called by these other names, and no others."""
    wanted = _spellings(institution, written)
    for spelling in queries.spellings_of(session, institution.id):
        if spelling.spelling in wanted:
            del wanted[spelling.spelling]
        else:
            session.delete(spelling)
    session.flush()
    _add_spellings(session, institution, wanted)


def add_spellings(
    session: Session, meant: Mapping[str, Institution], *, by: UUID | None, now: datetime
) -> None:
    """Let files call institutions by more names; what is a name of any already stays as it is."""
    known = set(queries.known(session).names)
    acts = []
    for written, institution in meant.items():
        wanted = _spellings(institution, [written])
        if known.isdisjoint(wanted) and wanted:
            known |= set(wanted)
            _add_spellings(session, institution, wanted)
            facts = {"spelling": written}
            acts.append(audit.Act("institution.named", "institution", institution.id, facts))
    audit.record_all(session, acts, by=by, now=now)


def _spellings(institution: Institution, written: Sequence[str]) -> dict[str, str]:
    """Other names as they are compared, each as it was written; none that it is called anyway."""
    own = {normalized(institution.name), normalized(institution.short_name), ""}
    return {normalized(name): name for name in written if normalized(name) not in own}


def _add_spellings(session: Session, institution: Institution, wanted: Mapping[str, str]) -> None:
    session.add_all(
        InstitutionSpelling(institution_id=institution.id, spelling=spelling, written=name)
        for spelling, name in wanted.items()
    )
    flush_unique(session, InstitutionSpelling, "spelling", directory.INSTITUTION_KNOWN)


def _first(problems: dict[str, Reason]) -> Reason | None:
    return next(iter(problems.values()), None)


def _record(
    session: Session,
    act: str,
    institution: Institution,
    *,
    by: UUID | None,
    now: datetime,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        session, act, "institution", institution.id, by=by, now=now, facts=facts, reason=reason
    )
