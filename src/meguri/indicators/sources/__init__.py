"""Reading what others publish, each form in a module of its own; nothing here writes."""
