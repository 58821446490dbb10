"""Every error of foedus.

FoedusError
├── InvalidEvidence      a span whose characters are not the text's
├── InvalidKind          a value outside a closed set (kind, class, verb …)
├── UnknownLanguage      a text in a language that no folder of `languages/` supplies
├── UnknownFormat        an input whose format no reader knows
├── UnreadableDocument   an input that has a reader but could not be read
├── UnusableParse        a stored parse that is damaged or of another version
├── ModelFault           the shipped model is missing, altered or does not fit the runtime
├── UnknownRecord        an id that the store does not hold
├── ChangedText          another text under the id of a stored document
├── StaleReview          an edit of a value that somebody else has changed meanwhile
├── InvalidPattern       an event, assumption or search that cannot be read
├── StoreFault           a store that is missing, locked, damaged or of another schema
│   └── StoreClosed      a store used after it was closed
├── BulkFault            a bulk run whose engine failed, without a document to blame
└── MissingExtra         an optional part that is not installed
"""


class FoedusError(Exception):
    """A fault that foedus names; the message says what, where and what would be right."""

    code = "error"
    """Short public name, written to `error.code` of the output."""


class InvalidEvidence(FoedusError):
    """A span does not lie in its text or its characters differ from the text's."""

    code = "invalid_evidence"


class InvalidKind(FoedusError):
    """A value is outside its closed set."""

    code = "invalid_kind"


class UnknownLanguage(FoedusError):
    """No language folder reads this text."""

    code = "unknown_language"


class UnknownFormat(FoedusError):
    """No reader knows this input."""

    code = "unknown_format"


class UnreadableDocument(FoedusError):
    """An input could not be read: empty, binary, too large or broken."""

    code = "unreadable"


class UnusableParse(FoedusError):
    """A parse that was kept cannot be unpacked; the language model must read the text anew."""

    code = "parse"


class ModelFault(FoedusError):
    """The language model is missing or its bytes differ from its manifest."""

    code = "model"


class UnknownRecord(FoedusError):
    """The store holds no record under this id."""

    code = "unknown_record"


class ChangedText(FoedusError):
    """The store holds another text under this document's id; a text never changes."""

    code = "changed_text"


class StaleReview(FoedusError):
    """An edit starts from a value that no longer holds."""

    code = "stale_review"


class InvalidPattern(FoedusError):
    """An event, an assumption or the words of a search cannot be read; the message says where."""

    code = "invalid_pattern"


class StoreFault(FoedusError):
    """A store cannot be opened or written."""

    code = "store"


class StoreClosed(StoreFault):
    """A store was used after it was closed."""

    code = "store_closed"


class BulkFault(FoedusError):
    """The engine of a bulk run stopped, and no document is to blame."""

    code = "bulk"


class MissingExtra(FoedusError):
    """An optional part is not installed; the message names the command that installs it."""

    code = "missing_extra"
