"""What is typed of gifts: a call for them, its end, the account of the slips, a pledge, a wish for honour."""
