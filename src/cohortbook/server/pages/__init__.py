"""The pages around the workbooks: home, sign-in, review, and what to say on errors."""
