"""How a cohort went: its people by stage, by week, by session and by what they were."""
