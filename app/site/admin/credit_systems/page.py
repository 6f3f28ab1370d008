"""Credit systems: what they are called, whose they are, and what is said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.credit.enums import StepRounding, SystemRole
from app.credit.models import CreditSystem
from app.credit.phrase import credits_fact
from app.credit.systems.retiring.models import SystemRetirement
from app.credit.systems.terms.rules import OF_CODE, STEPS
from app.language import Text, _, ngettext, pgettext
from app.people.enums import Profession
from app.site.admin.credit_systems.offered import Offered, Shown, chips, is_shown, state_of
from app.site.parts.credit import system_name
from app.site.parts.people import PROFESSIONS
from app.web.forms import FormState
from app.web.parts import Badge, Chip, Fact, Option

HOME = "/admin/credit-systems"
ROLES = {
    SystemRole.CLAIMED: _("Claimed: people of its professions claim in it"),
    SystemRole.ADDED: _("Added: said beside physicians’ credit, for the same minutes"),
    SystemRole.NOTED: _("Noted: said on certificates of participation"),
}
ROUNDINGS = {
    StepRounding.NEAREST: _("To the nearest step"),
    StepRounding.DOWN: _("Down to whole steps"),
}


@dataclass(frozen=True)
class SystemLine:
    """One system in the list."""

    name: Text | Markup
    path: str
    role: Text
    whose: Text
    step: Text
    used: Text
    state: Badge


@dataclass(frozen=True)
class SystemsPage:
    """Those that were asked for, in the order in which somebody's is looked for."""

    lines: Sequence[SystemLine]
    chips: Sequence[Chip]


@dataclass(frozen=True)
class VersionCard:
    """An earlier version."""

    title: Text
    facts: Sequence[Fact]


@dataclass(frozen=True)
class SystemPage:
    """One of them, or a new one."""

    title: Text | Markup
    path: str
    is_new: bool
    is_fixed: bool
    """Whether what it is called and whose it is stays with the program."""
    roles: Sequence[Option]
    roundings: Sequence[Option]
    steps: Sequence[Option]
    professions: Sequence[Option]
    chosen: Sequence[str]
    used: Text
    form: FormState
    saved: bool | None
    earlier: Sequence[VersionCard]
    offered: Offered | None
    """None of a new one."""


def path_of(key: str) -> str:
    """Where one is."""
    return f"{HOME}/{key}"


def systems_page(
    systems: Sequence[CreditSystem],
    used: Mapping[str, int],
    last: Mapping[str, SystemRetirement],
    show: Shown,
) -> SystemsPage:
    """`used`: for how many cohorts each was approved; `last`: what was said of each last."""
    return SystemsPage(
        chips=chips(HOME, show),
        lines=[
            SystemLine(
                name=system_name(own),
                path=path_of(own.key),
                role=_short_role(own.role),
                whose=_whose(own.whose),
                step=_step(own.step_quarters),
                used=_used(used.get(own.key, 0)),
                state=state_of(own.key, last),
            )
            for own in systems
            if is_shown(own, last, show)
        ],
    )


def new_page(form: FormState | None = None) -> SystemPage:
    """Where one is added."""
    usual = {"role": "claimed", "step_quarters": "1", "rounding": "nearest"}
    wording = {"claim_wording": "I claim {amount} for {activity}.", "needs_verification": "yes"}
    return _page(None, (), 0, form or FormState(usual | wording), None, None)


def system_page(
    versions: Sequence[CreditSystem],
    used: int,
    offered: Offered,
    form: FormState | None = None,
    saved: bool | None = None,
) -> SystemPage:
    """`versions`: the newest first."""
    newest, *earlier = versions
    return _page(newest, earlier, used, form or FormState(values_of(newest)), saved, offered)


def _page(
    newest: CreditSystem | None,
    earlier: Sequence[CreditSystem],
    used: int,
    form: FormState,
    saved: bool | None,
    offered: Offered | None,
) -> SystemPage:
    return SystemPage(
        title=system_name(newest) if newest else _("Add a credit system"),
        path=path_of(newest.key) if newest else HOME,
        is_new=newest is None,
        is_fixed=newest is not None and newest.key in OF_CODE,
        roles=[Option(role, words) for role, words in ROLES.items()],
        roundings=[Option(how, words) for how, words in ROUNDINGS.items()],
        steps=[Option(str(step), _step(step)) for step in STEPS],
        professions=[Option(own, words) for own, words in PROFESSIONS.items()],
        chosen=form.value("professions").splitlines(),
        used=_used(used),
        form=form,
        saved=saved,
        earlier=[_version(own) for own in earlier],
        offered=offered,
    )


def values_of(system: CreditSystem) -> dict[str, str]:
    """What one says, by field."""
    texts = ("name", "unit_one", "unit_many", "heading")
    wordings = ("claim_wording", "certificate_wording", "usual_statement")
    return {name: str(getattr(system, name)) for name in (*texts, *wordings)} | {
        "role": system.role.value,
        "step_quarters": str(system.step_quarters),
        "rounding": system.rounding.value,
        "professions": "\n".join(system.professions),
        "needs_verification": "yes" if system.needs_verification else "",
        "seen": str(system.version),
    }


def _version(system: CreditSystem) -> VersionCard:
    facts = [
        Fact(_("Units"), f"{system.unit_one} / {system.unit_many}"),
        Fact(_("Steps"), _step(system.step_quarters)),
        Fact(_("Rounding"), ROUNDINGS[system.rounding]),
        Fact(_("For"), _whose(system.whose)),
        Fact(_("What a claim states"), system.claim_wording),
        Fact(_("What a certificate says"), system.certificate_wording),
        Fact(_("Usual statement"), system.usual_statement),
    ]
    title = _("Version {version}", version=system.version)
    return VersionCard(title, [fact for fact in facts if fact.text])


def _short_role(role: SystemRole) -> Text:
    return {
        SystemRole.CLAIMED: pgettext("of a credit system", "Claimed"),
        SystemRole.ADDED: pgettext("of a credit system", "Added"),
        SystemRole.NOTED: pgettext("of a credit system", "Noted"),
    }[role]


def _whose(professions: Sequence[Profession]) -> Text:
    if not professions:
        return _("Everybody")
    return _("{professions:and}", professions=tuple(PROFESSIONS[own] for own in professions))


def _step(quarters: int) -> Text:
    return _(
        "{amount}, which is {minutes} minutes", amount=credits_fact(quarters), minutes=15 * quarters
    )


def _used(cohorts: int) -> Text:
    if not cohorts:
        return _("No cohort so far")
    return ngettext("{count} cohort", "{count} cohorts", count=cohorts)
