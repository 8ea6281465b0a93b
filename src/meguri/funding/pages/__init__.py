"""The pages of money: the years, one year, its lines, one line, and the work of tying lines to projects."""
