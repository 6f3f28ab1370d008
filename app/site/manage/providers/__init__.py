"""Providers of accredited activities, as their officers and administrators keep them."""
