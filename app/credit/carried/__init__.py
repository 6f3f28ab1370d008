"""What was done in a cohort from which somebody was transferred, and counts where they are."""
