"""Every approximation of the registry beside the recursion: errors, laws, bounds, costs and times."""
