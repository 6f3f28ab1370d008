"""The ways to make a session up, as a form has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.casework.make_up_requests.enums import CreditType, Way
from app.language import Text, _
from app.packs.schema import MAKE_UP_WAYS, MakeUpWay, PolicyData
from app.site.parts.absences import WAYS
from app.web.parts import Option

LIVE = Option(CreditType.LIVE, _("Live credit"))
NOT_LIVE = (
    Option(CreditType.ENDURING, _("Credit for enduring material")),
    Option(CreditType.NONE, _("No credit")),
)


@dataclass(frozen=True)
class WayField:
    """One way in a form."""

    name: str
    title: Text
    credits: Sequence[Option]


WAY_FIELDS = (
    WayField(Way.SISTER_SESSION, WAYS[Way.SISTER_SESSION], (LIVE, *NOT_LIVE)),
    WayField(Way.RECORDING, WAYS[Way.RECORDING], NOT_LIVE),
    WayField(Way.CASE_RESPONSE, WAYS[Way.CASE_RESPONSE], NOT_LIVE),
)
"""Only a session can be live."""


def way_values(policy: PolicyData) -> Mapping[str, str]:
    """The ways of a policy as the fields of the form hold them; of the others what is usual."""
    offered = {rule.way: rule for rule in policy.make_up_ways}
    values: dict[str, str] = {}
    for usual in MAKE_UP_WAYS:
        rule = offered.get(usual.way, usual)
        values |= {
            usual.way: "yes" if usual.way in offered else "",
            f"{usual.way}_credit": rule.credit,
            f"{usual.way}_words": str(rule.words),
        }
    return values


def ways_chosen(before: PolicyData, chosen: Mapping[str, MakeUpWay]) -> tuple[MakeUpWay, ...]:
    """The ways that were chosen, in the order that they have."""
    order = [*(rule.way for rule in before.make_up_ways), *chosen]
    return tuple(chosen[way] for way in dict.fromkeys(order) if way in chosen)
