"""Programs, syllabus, cohorts, units with their session times, enrollment."""
