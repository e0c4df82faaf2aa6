"""Handlers: thin, named after what they serve; each names the permission it needs."""
