"""What a draft of a cohort will give: its credit, and publishing or discarding it as a whole."""
