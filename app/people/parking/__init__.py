"""Forms that were sent when the session had ended: kept until their sender has signed in again."""
