"""What groups decide about themselves: proposed, agreed to, carried out, and kept."""
