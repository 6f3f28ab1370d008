"""The HTTP kit: templates, fragments, forms, security headers, error pages."""
