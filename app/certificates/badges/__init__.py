"""A certificate as a digital badge: a signed statement for programs, where its holder wants one."""
