"""Tests of what touches the world: the ledger file, the clock, settings, places on disk."""
