"""Sister sessions: those of the same case in other cohorts of the program, in the same weeks."""
