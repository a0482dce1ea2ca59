"""The review in the browser: accounts, pages and forms in front of the same desk that the terminal uses.

It has no rules about texts: every decision goes through `pipeline.stages.review.Desk`. Importing this package does
nothing; `start.start_django` sets Django up for one workspace.
"""
