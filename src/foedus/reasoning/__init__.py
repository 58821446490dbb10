"""What follows from events and promises, why, why not, and the least that would draw an actor in.

An answer says what texts say, not what will happen.
"""
