"""The pages of those who work here: the day, a first day, the executive's. They put several slices together."""
