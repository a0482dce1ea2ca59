"""The machine translation engines: one file each, found by `pipeline.registry`; underscored modules are private."""
