"""Here so that every test can import `factories`."""
