"""What is typed in this room: a contract, an official total."""
