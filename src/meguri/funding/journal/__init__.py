"""The journal: funds, their accounts by purpose, entries that balance and never change, and the closing of a year."""
