"""The providers that somebody keeps, and one of them with its accreditations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.queries import ProviderAccredited
from app.language import Text, _
from app.language.moments import local, zone_name
from app.people.models import Person
from app.people.providers.models import Provider
from app.site.manage.providers.wording import accreditor_text, validity_text
from app.site.parts.providers import is_it
from app.site.parts.zones import zone_options
from app.web.forms import FormState
from app.web.parts import Option

HOME = "/manage/providers"


@dataclass(frozen=True)
class ProviderLine:
    """One of them in the list."""

    name: str
    path: str
    zone: Text
    accredited_by: tuple[Text, ...]


@dataclass(frozen=True)
class ProvidersPage:
    """All that the reader keeps."""

    lines: Sequence[ProviderLine]
    adds: bool
    """Whether the reader may add one."""
    zones: Sequence[Option]
    is_it: Sequence[Option]
    """Those that may be meant by the name that was typed; nothing where none of them may."""
    form: FormState


@dataclass(frozen=True)
class VersionLine:
    """One version of an accreditation."""

    title: Text
    holds: Text
    entered: Text
    statement: str
    joint_statement: str


@dataclass(frozen=True)
class AccreditationLine:
    """An accreditation as it is now, with its versions before, the newest first."""

    now: VersionLine
    accreditor: Text
    path: str
    earlier: Sequence[VersionLine]


@dataclass(frozen=True)
class FormerLine:
    """One that was merged into it, with what its accreditors said last."""

    name: str
    accredited: Sequence[tuple[Text, VersionLine]]
    """Each by whom."""


@dataclass(frozen=True)
class ProviderPage:
    """One of them."""

    title: str
    path: str
    zones: Sequence[Option]
    form: FormState
    saved: bool | None
    officers: tuple[str, ...]
    gives_role: str | None
    """Where its reader makes somebody its officer, if they may."""
    accreditations: Sequence[AccreditationLine]
    former: Sequence[FormerLine]
    merges: str | None
    """Where its reader merges it into another one, if they may."""


def path_of(provider: Provider) -> str:
    """Where one is."""
    return f"{HOME}/{provider.id}"


def providers_page(
    rows: Iterable[Provider],
    accredited: Sequence[ProviderAccredited],
    *,
    known: Mapping[str, str],
    adds: bool,
    zone: str,
    form: FormState | None = None,
) -> ProvidersPage:
    """`accredited`: every accreditation there is; `zone`: of the reader, for a new one.

    `known`: every name, with what its provider is called now, once something was typed.
    """
    shown = form or FormState({"zone": zone})
    by: dict[object, list[Text]] = {}
    for row in accredited:
        by.setdefault(row.provider.id, []).append(accreditor_text(row.accreditation))
    lines = [
        ProviderLine(row.name, path_of(row), zone_name(row.zone), tuple(by.get(row.id, ())))
        for row in rows
    ]
    alike = is_it(shown, "name", known)
    return ProvidersPage(lines, adds, zone_options(zone), alike, shown)


def provider_page(
    provider: Provider,
    versions: Sequence[Accreditation],
    former: Sequence[Provider],
    accredited_before: Sequence[Accreditation],
    officers: Sequence[Person],
    *,
    zone: str,
    gives_roles: bool = False,
    form: FormState | None = None,
    saved: bool | None = None,
) -> ProviderPage:
    """`versions`: of all its accreditations, the newest of each first; `zone`: the reader's.

    `former`: those that were merged into it; `accredited_before`: what accredited them last.
    """
    stored = {
        "name": provider.name,
        "zone": provider.zone,
        "accreditor_number": provider.accreditor_number,
    }
    return ProviderPage(
        title=provider.name,
        path=path_of(provider),
        zones=zone_options(provider.zone),
        form=form or FormState(stored),
        saved=saved,
        officers=tuple(person.display_name for person in officers),
        gives_role="/admin/roles/new?role=cme_officer" if gives_roles else None,
        accreditations=[
            _accreditation(list(own), path_of(provider), zone)
            for _key, own in groupby(versions, lambda row: (row.accreditor, row.accreditor_name))
        ],
        former=[_former(own, accredited_before, zone) for own in former],
        merges=f"{path_of(provider)}/merge" if gives_roles else None,
    )


def _former(own: Provider, accredited: Sequence[Accreditation], zone: str) -> FormerLine:
    its = [row for row in accredited if row.provider_id == own.id]
    return FormerLine(own.name, [(accreditor_text(row), _version(row, zone)) for row in its])


def _accreditation(versions: Sequence[Accreditation], path: str, zone: str) -> AccreditationLine:
    newest, *earlier = versions
    return AccreditationLine(
        now=_version(newest, zone),
        accreditor=accreditor_text(newest),
        path=f"{path}/accreditation?version={newest.id}",
        earlier=[_version(version, zone) for version in earlier],
    )


def _version(row: Accreditation, zone: str) -> VersionLine:
    entered = local(row.entered_at, zone)
    return VersionLine(
        title=_("Version {version}", version=row.version),
        holds=validity_text(row),
        entered=_("Entered {entered:long_moment}", entered=entered),
        statement=row.statement,
        joint_statement=row.joint_statement,
    )
