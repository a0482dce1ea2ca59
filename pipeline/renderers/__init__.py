"""Output formats: each module turns a leaflet into the bytes of one file. See `pipeline.plugins.Renderer`."""
