"""A trial of the demo that began more than a year ago; its people and answers are invented."""
