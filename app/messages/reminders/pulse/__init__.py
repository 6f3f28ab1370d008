"""Whether it is time to plan: a question that costs next to nothing."""
