"""The checks of an English original before it is translated: one file each, found by the registry."""
