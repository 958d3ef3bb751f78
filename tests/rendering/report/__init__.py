"""Tests of how a report reads."""
