"""Noticing which topics are left aside: from stamps and events to nudges."""
