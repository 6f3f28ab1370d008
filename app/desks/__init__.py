"""The pages of one role, composed from the packages below: pages and routes, never a rule."""
