"""Lets `python -m pipeline` be the command `pipeline`."""

from pipeline.cli.main import main

main()
