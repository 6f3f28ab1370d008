"""The asynchronous part: readings, reflections, knowledge checks, attestations."""
