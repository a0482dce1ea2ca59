"""Source formats: each module finds the blocks of a text. See `pipeline.plugins.Source`."""
