"""Who leads a session of a published cohort."""
