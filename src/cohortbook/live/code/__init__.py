"""Running what groups write: confined, watched, and shown to all of them."""
