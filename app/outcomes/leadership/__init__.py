"""What leaders read of a program: its report on two pages, its paragraph for grants, its page."""
