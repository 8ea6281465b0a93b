"""The read side of projects: the list, one sheet, what falls due, what stands now."""
