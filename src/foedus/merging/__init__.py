"""Records to threads: which tell the same thing, how their wording moves, what cannot both hold."""
