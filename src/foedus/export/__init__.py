"""What foedus read, in the shapes of other programs and of print; one file a shape."""
