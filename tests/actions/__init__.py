"""Tests of what a user can do, on a ledger in memory."""
