"""Other ways to fund a project: subsidies and their end, loans, investment and payment by outcome, gifts in kind."""
