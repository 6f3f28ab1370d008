"""In what somebody claims, where several credit systems fit them."""
