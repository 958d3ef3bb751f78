"""Promises as the files of other programs have them: read into arrivals, written from commitments."""
