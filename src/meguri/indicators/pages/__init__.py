"""The pages of figures, one file for each."""
