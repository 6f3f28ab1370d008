"""What changes in the schedule of a published cohort: its sessions, moved, canceled and added."""
