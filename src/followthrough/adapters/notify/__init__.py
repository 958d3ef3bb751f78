"""Ways by which a digest goes somewhere."""
