"""The checks that need more than one sentence: one file each, found by the registry."""
