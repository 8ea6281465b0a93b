"""What the demo shows: sourced facts of one real town, and a made-up town with people in every role."""
