"""The people of a study, as its trial sees them."""
