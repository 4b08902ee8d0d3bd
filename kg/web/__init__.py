"""The saved queries on the web."""
