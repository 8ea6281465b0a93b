"""Pages that bring several slices together: the country, prefectures, the map, a town's home, search, about."""
