"""The command line: thin functions over the stages, without rules of their own."""
