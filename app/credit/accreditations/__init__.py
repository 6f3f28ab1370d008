"""Who accredits a provider, until when, and in which words that is said."""
