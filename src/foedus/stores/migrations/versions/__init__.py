"""The revisions, each named after the schema that it makes."""
