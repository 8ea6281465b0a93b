"""What is typed about subsidies, who stays, loans, investment, payment by outcome, and gifts in kind."""
