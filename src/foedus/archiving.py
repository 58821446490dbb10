"""A store as JSON Lines and back without loss: what `export --format jsonl` and `import` do.

Every version of a document is a line as `foedus analyze` writes it, with the bytes it was read from
and how it came about; digests, judgements and reviews follow, one a line. Threads stand there for
readers: they are computed from the rest, so `read_archive` passes them over.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from foedus.errors import FoedusError, UnknownFormat
from foedus.records.codec import from_dict, to_dict, to_line
from foedus.records.entries import Listed
from foedus.records.reports import Failed
from foedus.records.reviews import Decision, Review
from foedus.records.threads import Digest, Judgement, Reason, Relation, Thread, Verdict
from foedus.stores import Filters, Reading, Store
from foedus.stores.store import Holding, Version
from foedus.weaving import find_threads

ARCHIVE = "foedus-archive/1"
"""Version of these lines."""

Plain = dict[str, Any]

_EVERYTHING = Filters()


def write_archive(store: Store, filters: Filters = _EVERYTHING) -> Iterator[str]:
    """Yield a store as JSON Lines, each with its line end; dates and id narrow the documents."""
    yield to_line({"archive": ARCHIVE}) + "\n"
    count = 0
    for holding in store.dump(filters):
        yield to_line(_WRITERS[type(holding)](holding)) + "\n"
        count += 1
    for noun in Listed:
        for thread in find_threads(store, filters, noun=noun):
            if len(thread.entries) > 1:
                yield to_line({"thread": _thread(thread)}) + "\n"
    yield to_line({"end": {"holdings": count}}) + "\n"


def read_archive(lines: Iterable[bytes], *, name: str) -> Iterator[Holding]:
    """Yield what the lines of `write_archive` hold, in their order.

    Args:
        lines: The lines of one whole archive.
        name: What to call it in errors.

    Raises:
        UnknownFormat: A line that is no such line, or lines that are missing.
        InvalidEvidence: A text, or the characters of a span, were altered.
        InvalidKind: A value outside its closed set.
    """
    count, number, ended = 0, 0, False
    for number, line in enumerate(lines, 1):
        where = f"{name}, line {number}"
        try:
            data = _object(line)
            if number == 1:
                _check_first(data)
            elif ended:
                raise UnknownFormat("something stands behind the last line")
            elif "end" in data:
                ended = True
                if data["end"] != {"holdings": count}:
                    raise UnknownFormat(f"{count} things stand before the end, not as it says")
            elif "thread" not in data:
                yield _read(data)
                count += 1
        except FoedusError as error:
            raise type(error)(f"{where}: {error}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise UnknownFormat(
                f"{where}: {type(error).__name__}: {error}; right would be a line that"
                " `foedus export --format jsonl` wrote"
            ) from error
    if not ended:
        raise UnknownFormat(f"{name}: the lines end after {number} without an end; it was cut off")


def _object(line: bytes) -> Plain:
    data = json.loads(line)
    if not isinstance(data, dict):
        raise UnknownFormat(f"a line is {type(data).__name__}, not an object")
    return data


def _check_first(data: Plain) -> None:
    if data.get("archive") != ARCHIVE:
        raise UnknownFormat(
            f'the first line must be {{"archive": "{ARCHIVE}"}}; make such a file with: foedus'
            " export --format jsonl. What `foedus analyze` writes is no store"
        )


def _read(data: Plain) -> Holding:
    if "schema" in data:
        return _read_version(data)
    if len(data) == 1:
        ((key, value),) = data.items()
        if key in _READERS and isinstance(value, dict):
            return _READERS[key](value)
    raise UnknownFormat(f"no thing with {', '.join(data)}; known: {', '.join(_READERS)}")


def _version(version: Version) -> Plain:
    reading = version.reading
    return {
        **to_dict(version.analysis),
        "version": version.number,
        "newest": version.newest,
        "carried": [list(place) for place in version.carried],
        "reading": {
            "model": reading.model,
            "parse": _packed(reading.parse),
            "source": _packed(reading.source),
            "marks": reading.marks,
            "known": dict(reading.known),
            "place": reading.place,
        },
    }


def _read_version(data: Plain) -> Version:
    reading = data["reading"]
    unpacked = {key: _unpacked(reading[key]) for key in ("parse", "source")}
    return Version(
        analysis=from_dict(data),
        reading=Reading(**{**reading, **unpacked}),
        number=int(data["version"]),
        newest=data["newest"] is True,
        carried=tuple((str(noun), int(position)) for noun, position in data["carried"]),
    )


def _packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _unpacked(text: str | None) -> bytes | None:
    try:
        return None if text is None else base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise UnknownFormat(f"bytes that are no Base64: {error}") from error


def _read_failed(data: Plain) -> Failed:
    return Failed(**data)


def _read_digest(data: Plain) -> Digest:
    return Digest(**{**data, "keys": tuple(data["keys"])})


def _read_judgement(data: Plain) -> Judgement:
    score = data["score"]
    return Judgement(
        **{
            **data,
            "relation": Relation(data["relation"]),
            "verdict": Verdict(data["verdict"]),
            "score": None if score is None else float(score),
            "reasons": tuple(Reason(**reason) for reason in data["reasons"]),
        }
    )


def _read_review(data: Plain) -> Review:
    if not isinstance(data["number"], int):
        raise UnknownFormat("a review has no number")
    return Review(**{**data, "decision": Decision(data["decision"])})


def _thread(thread: Thread) -> Plain:
    told = [[entry.id for entry in utterance.entries] for utterance in thread.utterances]
    return {"id": thread.id, "noun": thread.entries[0].noun, "utterances": told}


def _plainly(key: str) -> Callable[[Any], Plain]:
    return lambda record: {key: dataclasses.asdict(record)}


_WRITERS: Mapping[type[Any], Callable[[Any], Plain]] = {
    Version: _version,
    Failed: _plainly("failure"),
    Digest: _plainly("digest"),
    Judgement: _plainly("judgement"),
    Review: _plainly("review"),
}
_READERS: Mapping[str, Callable[[Plain], Holding]] = {
    "failure": _read_failed,
    "digest": _read_digest,
    "judgement": _read_judgement,
    "review": _read_review,
}
