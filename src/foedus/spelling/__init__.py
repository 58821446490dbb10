"""How records are put into words for readers and into rows for programs, on every face alike."""
