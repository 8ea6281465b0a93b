"""What is typed when a project is planned, moved on, or reported on: one form for each kind of draft."""
