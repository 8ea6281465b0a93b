"""What is typed about funds: the fund itself, an expense, another movement, a reversal."""
