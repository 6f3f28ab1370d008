"""Whether the accreditation that was chosen can stand on the activity of a draft."""

from collections.abc import Mapping

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.accreditations.rules import OF_ANOTHER, why_not_joint, why_not_on
from app.language import Text, _
from app.people.providers.models import Provider
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.loaders import Draft


def stands(
    form: CreditForm, chosen: ProviderAccredited | None, named: Provider | None, draft: Draft
) -> Mapping[str, Text]:
    """What is wrong with it, by field. `named`: the provider that is meant, if it is known."""
    if form.accreditation is None:
        return {}
    if chosen is None:
        return {"accreditation": _("Choose one from the list.")}
    own, provider = chosen.accreditation, chosen.provider.name
    if named is None or named.id != chosen.provider.id:
        return {"accreditation": OF_ANOTHER(provider=provider)}
    days = [unit.local_date for unit in draft.sessions if unit.local_date]
    why_not = why_not_on(own, provider, days) or why_not_joint(own, form.joint_providers)
    return {"accreditation": why_not} if why_not else {}
