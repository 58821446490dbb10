"""A component for spaCy: `nlp.add_pipe("foedus")` fills spans and dicts; needs `foedus[spacy]`.

It reads the text of a Doc with foedus's own model, whatever other components say, so it works in a
blank pipeline of English too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Span

import foedus
from foedus.errors import UnreadableDocument
from foedus.export.cited import Cited
from foedus.listing import list_analysis
from foedus.records.codec import to_dict
from foedus.records.entries import Listed

KEY = "foedus"
"""Under it stand the whole analysis in `doc.user_data`, and spans in `doc.spans`, noun by noun."""
KNOWN = "foedus_known"
"""Under it in `doc.user_data` may stand what is known of a text: published, outlet, author, url."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Reads each Doc; `published` and `outlet` hold for all that say nothing else."""

    published: str | None = None
    outlet: str | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["foedus.commitments"]` and the like, and `doc.user_data["foedus"]`.

        A span covers the tokens in which the characters stand; the exact characters stand in the
        dicts. Its label is the noun and the part ("commitments.if"), its id the record's.
        """
        known = foedus.KnownText(published=self.published, outlet=self.outlet)
        known.update(doc.user_data.get(KNOWN, {}))
        try:
            analysis = foedus.analyze(doc.text, **known)
        except UnreadableDocument:  # no word in it, so nothing is said
            return doc
        doc.user_data[KEY] = to_dict(analysis)
        for noun in Listed:
            cited = (Cited(entry=entry) for entry in list_analysis(analysis, noun))
            doc.spans[f"{KEY}.{noun}"] = [span for one in cited for span in _spans(doc, one)]
        return doc


def make_component(
    nlp: Language, name: str, *, published: str | None, outlet: str | None
) -> Component:
    """Return the component that spaCy asks for by its name."""
    return Component(published=published, outlet=outlet)


def _spans(doc: Doc, cited: Cited) -> Iterable[Span]:
    for mark in cited.quotations:
        label = f"{cited.entry.noun}.{mark.label}"
        found = doc.char_span(
            mark.span.start,
            mark.span.end,
            label=label,
            span_id=cited.entry.id,
            alignment_mode="expand",
        )
        if found is not None:
            yield found


_register = cast(
    "Callable[[Callable[..., Component]], object]",
    Language.factory("foedus", default_config={"published": None, "outlet": None}),
)
_register(make_component)
