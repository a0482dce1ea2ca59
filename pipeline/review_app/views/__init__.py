"""The pages, each declared with what it does (`permissions.does`)."""
