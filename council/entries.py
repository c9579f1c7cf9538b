"""Records and passages as entries of an index."""
