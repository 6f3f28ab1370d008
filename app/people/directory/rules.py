"""Why an institution or a person cannot be added; pure."""

from app.language.reasons import reason

INSTITUTION_KNOWN = reason("institution.known", "There is already an institution with this name.")
ADDRESS_KNOWN = reason("person.address_known", "This address already belongs to somebody.")
