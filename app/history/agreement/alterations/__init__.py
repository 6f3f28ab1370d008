"""Whether it is noted of certificates as lines tell that they were found altered."""
