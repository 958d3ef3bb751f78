"""Hooks: programs of the user's own, run after something was recorded."""
