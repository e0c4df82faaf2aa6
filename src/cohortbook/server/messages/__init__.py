"""Messages to people and programs outside the pages: settings, words, and the postman."""
