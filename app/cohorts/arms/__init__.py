"""What the arm of a trial lets somebody take part in: known here, and why, only to the trial."""
