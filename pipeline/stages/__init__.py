"""The steps of the pipeline: the only place where stores meet plugins."""
