"""Acts on figures."""
