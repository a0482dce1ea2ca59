"""Checks: one file each, found by the registry. A check sees one segment and says what a person should look at."""
