"""Every change of funds and their books: a fund opened, money moved, an entry reversed, a year closed."""
