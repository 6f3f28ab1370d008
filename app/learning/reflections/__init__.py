"""What a learner writes in a unit: the draft while they write, each version that they saved."""
