"""Actor: a state, organisation, office, person or group that a text names."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.records.documents import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody named in a text, as far as the text and the tables of facts allow.

    `name` is the canonical English name; `id` is "BLR", "org:NATO", "person:…" or None;
    `code` is the ISO 3166-1 alpha-3 code of the state the actor is or acts for; `sector` is a
    PLOVER sector (GOV, MIL, MED, IGO, REB, CVL …) or None. Several actors in one place are one
    Actor with `members`, its names joined with "; ", its id and code None.
    """

    name: str
    id: str | None = None
    code: str | None = None
    sector: str | None = None
    span: Evidence | None = None
    members: tuple[Actor, ...] = ()
