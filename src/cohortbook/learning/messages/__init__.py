"""What people are told outside the pages: of what, when, and what became of it."""
