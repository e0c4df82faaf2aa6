"""The page of a group: who it is and what it decides itself."""
