"""Joining: members of one set are one; pairs held apart stay apart, through others too."""

from __future__ import annotations

from collections import defaultdict


class Sets:
    """Disjoint sets of ids that grow by `join` and never across a pair given to `part`."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)

    def root(self, one: str) -> str:
        """Return the id that stands for the set of this one."""
        root = one
        while (above := self._root.get(root, root)) != root:
            root = above
        while (above := self._root.get(one, one)) != root:
            self._root[one] = root
            one = above
        return root

    def part(self, left: str, right: str) -> bool:
        """Hold two sets apart from now on; False if they are one already."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return False
        self._apart[a].add(b)
        self._apart[b].add(a)
        return True

    def join(self, left: str, right: str) -> bool:
        """Make two sets one; False if they are held apart."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return True
        if b in self._apart.get(a, ()):
            return False
        if len(self._members.get(a, (a,))) < len(self._members.get(b, (b,))):
            a, b = b, a
        self._root[b] = a
        self._members.setdefault(a, [a]).extend(self._members.pop(b, [b]))
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart[a].add(other)
        return True
