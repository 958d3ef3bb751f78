"""Tests of the command line: all it says, on both streams, and its exit status."""
