"""The history of the tables, numbered; one that was released is never changed."""
