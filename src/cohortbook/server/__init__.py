"""The server: Voila with rooms, people and pages."""
