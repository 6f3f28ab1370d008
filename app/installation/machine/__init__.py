"""What the machine and the settings have to give, and what to do where they do not."""
