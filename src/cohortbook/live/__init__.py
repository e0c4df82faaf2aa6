"""What is alive while people learn: rooms, presence, documents."""
