"""Promises, events, due dates and reliability: pure decisions, no input or output."""
