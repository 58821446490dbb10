"""The programmers' interface under /api/v1: what the store holds, answers and reviews, as JSON."""
