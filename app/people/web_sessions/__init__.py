"""The browsers in which somebody is signed in: how long, when last used, and how they end."""
