"""Two providers that turn out to be one."""
