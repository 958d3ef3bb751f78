"""Tests of what programs read and write."""
