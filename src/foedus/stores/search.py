"""Full text: FTS5 on SQLite, tsvector on PostgreSQL, over the same folded words.

Both index words that foedus cut itself, so that the same query finds the same documents.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from foedus.stores.folding import Term, find_words

MAX_POSITION = 16_383
"""PostgreSQL keeps no place of a word beyond this one; a phrase there is found by its words."""
MAX_PLACES = 255
"""PostgreSQL keeps so many places of one word."""


def create_index(connection: Connection) -> None:
    """Make what full text needs beside the tables."""
    if _is_sqlite(connection):
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS text_words USING"
            " fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS text_words"
            " (rowid INTEGER PRIMARY KEY REFERENCES texts(key), words tsvector NOT NULL)"
        )
        connection.exec_driver_sql(
            "CREATE INDEX IF NOT EXISTS text_words_by_word ON text_words USING gin (words)"
        )


def add_to_index(connection: Connection, key: int, body: str) -> None:
    """Index a text under the key of its row."""
    value = to_words(connection, body)
    kind = "" if _is_sqlite(connection) else "::tsvector"
    query = text(f"INSERT INTO text_words (rowid, words) VALUES (:key, (:words){kind})")
    connection.execute(query, {"key": key, "words": value})


def to_words(connection: Connection, body: str) -> str:
    """Return the words of a text as the index of this database takes them."""
    words = [word.folded for word in find_words(body)]
    return " ".join(words) if _is_sqlite(connection) else _to_vector(words)


def find_texts(
    connection: Connection, terms: list[Term], *, skip: int, limit: int
) -> Iterator[int]:
    """Yield the keys of so many texts that hold the terms, best first, after the first `skip`."""
    if _is_sqlite(connection):
        query = "SELECT rowid FROM text_words WHERE text_words MATCH :asked ORDER BY rank, rowid"
        asked = _to_match(terms)
    else:
        query = (
            "SELECT rowid FROM text_words WHERE words @@ (:asked)::tsquery"
            " ORDER BY ts_rank(words, (:asked)::tsquery) DESC, rowid"
        )
        asked = " & ".join(_to_query(term) for term in terms)
    part = text(f"{query} LIMIT :limit OFFSET :skip")
    values = {"asked": asked, "limit": limit, "skip": skip}
    yield from map(int, connection.scalars(part, values).all())


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _to_match(terms: list[Term]) -> str:
    """Return the terms as FTS5 reads them: those that must occur, NOT those that must not."""
    wanted = " AND ".join(_phrase(term) for term in terms if not term.negated)
    refused = " OR ".join(_phrase(term) for term in terms if term.negated)
    return f"({wanted}) NOT ({refused})" if refused else wanted


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'


def _to_query(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.prefix:
        words[-1] += ":*"
    return f"{'!' if term.negated else ''}({' <-> '.join(words)})"


def _to_vector(words: list[str]) -> str:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, 1):
        known = places.setdefault(word, [])
        if len(known) < MAX_PLACES:
            known.append(min(place, MAX_POSITION))
    return " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())
