"""Tests of the formats that promises come in and go out by."""
