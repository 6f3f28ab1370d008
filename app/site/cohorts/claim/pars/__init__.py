"""Whether a learner lets their credit be reported to PARS."""
