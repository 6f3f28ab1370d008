"""Why an institution or a person cannot be added; pure."""

from app.language.reasons import reason

INSTITUTION_KNOWN = reason("institution.known", "There is an institution of this name already.")
ADDRESS_KNOWN = reason("person.address_known", "This address belongs to somebody already.")
