"""Registers what this room brings, once, when the slice is ready."""
