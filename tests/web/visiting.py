"""A visitor who follows links and fills in forms, and pages taken apart."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

from fastapi.testclient import TestClient
from httpx2 import Response

BLOCKS = ("td", "th", "li", "p", "dt", "dd", "h1", "h2", "h3", "a", "span", "option")
"""Elements whose words are no part of the word before them."""


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.words += [" "] if tag in BLOCKS else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return the words of the page with single blanks."""
        return " ".join("".join(self.words).split())

    def find(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Return the attributes of the elements that have all of these."""
        return [
            held
            for name, held in self.elements
            if name == tag and attributes.items() <= held.items()
        ]


class Visitor:
    """Somebody with a browser without scripts: follows links and sends forms with their proof."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.proof = ""

    def get(self, address: str, *, status: int = 200) -> Page:
        """Return a page; its answer must have this status."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
        return self._look(answer)

    def post(self, address: str, *, status: int = 200, **fields: object) -> Page:
        """Return the page that a form leads to."""
        answer = self.client.post(address, data={"csrf": self.proof, **fields})
        assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
        return self._look(answer)

    def upload(self, text: bytes, name: str) -> Page:
        """Return the page that an uploaded file leads to."""
        files = {"file": (name, text)}
        return self._look(self.client.post("/documents", data={"csrf": self.proof}, files=files))

    def _look(self, answer: Response) -> Page:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', answer.text)
        self.proof = found[1] if found else self.proof
        return Page(answer.text)


def wait_for(visitor: Visitor, page: Page) -> Page:
    """Return the page of a reading once it is over, by looking again as its link says."""
    for _ in range(400):
        again = [held["href"] for held in page.find("a") if held["href"].startswith("/jobs/")]
        if not again:
            return page
        time.sleep(0.05)
        page = visitor.get(again[0])
    raise AssertionError("the reading is not over after twenty seconds")
