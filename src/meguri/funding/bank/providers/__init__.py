"""Payment providers behind one interface (interface.py); each in a module of its own, chosen in choosing.py."""
