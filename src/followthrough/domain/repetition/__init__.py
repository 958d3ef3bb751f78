"""Repetition that people type, read as an RRULE and its first day, and said again in words."""
