"""What learners rely on of an activity."""
