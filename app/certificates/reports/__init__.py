"""How a cohort went: its people by stage, session by session, and by what they were."""
