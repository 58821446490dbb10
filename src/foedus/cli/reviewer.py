"""Reviewing at a terminal: one record or pair after another, one key each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foedus.cli.keys import parse_value, read_key, read_line
from foedus.cli.messages import say
from foedus.cli.render import Page
from foedus.cli.settings import Format, Settings
from foedus.errors import FoedusError
from foedus.records.entries import Entry, Listed
from foedus.records.slots import get_slot, slots_of
from foedus.records.threads import MACHINE, Judgement, Relation, Verdict
from foedus.records.times import When
from foedus.reviewing import accept, edit, judge, reject, revised, undo
from foedus.spelling.blocks import find_marks, to_block
from foedus.spelling.marks import find_passages
from foedus.stores import Filters, Store

RECORD_KEYS = "a accept  r reject  e edit  u undo  j/Enter next  k back  q leave"
PAIR_KEYS = "s same  n not same  u undo  j/Enter next  k back  q leave"
NEXT, BACK = ("j", "\n", " "), ("k",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stop:
    """One thing to decide: how it is shown and what its keys do; True goes on to the next."""

    show: Callable[[], None]
    keys: dict[str, Callable[[], bool]]


class Reviewer:
    """A person at a terminal who decides; whatever he decides is stored at once."""

    def __init__(self, store: Store, name: str, settings: Settings) -> None:
        self._store = store
        self._name = name
        self._settings = settings
        self._page = Page(Format.TABLE)

    def go(self, noun: Listed, filters: Filters, *, ids: Sequence[str] | None, pairs: bool) -> None:
        """Show what is to be decided, one after another, until the reader leaves."""
        if pairs:
            stops = [self._pair(one) for one in self._doubtful()]
            self._walk(stops, PAIR_KEYS, "pairs")
            return
        chosen = list(ids) if ids else self._least_certain(noun, filters)
        self._walk([self._record(one) for one in chosen], RECORD_KEYS, noun.value)

    def _walk(self, stops: Sequence[_Stop], keys: str, what: str) -> None:
        if not stops:
            say(f"no {what} in {self._settings.store_name} to review")
            return
        place, decided = 0, 0
        shown = -1
        while place < len(stops):
            if place != shown:
                sys.stdout.write(f"── {place + 1} of {len(stops)} · {keys}\n\n")
                stops[place].show()
                sys.stdout.flush()
                shown = place
            key = read_key()
            if key == "q":
                break
            if key in NEXT or key in BACK:
                place = max(place - 1, 0) if key in BACK else place + 1
            elif key in stops[place].keys:
                went = self._try(stops[place].keys[key])
                decided += went
                place += went
                shown = place - 1 if went else -1
            elif key.strip():
                say(f"key {key!r} does nothing here; {keys}")
        say(f"{decided} decided by {self._name}, {len(stops) - decided} left -> "
            f"{self._settings.store_name}")  # fmt: skip

    def _try(self, act: Callable[[], bool]) -> bool:
        """Run what a key does; a fault is said in one line and the record stays in view."""
        try:
            return act()
        except FoedusError as error:
            say(str(error))
            return False

    def _least_certain(self, noun: Listed, filters: Filters) -> list[str]:
        scored = [
            (getattr(entry.record, "score", 1.0), place, entry.id)
            for place, entry in enumerate(self._store.find_records(noun, filters))
        ]
        return [record_id for _, _, record_id in sorted(scored)]

    def _record(self, record_id: str) -> _Stop:
        store, name = self._store, self._name

        def show() -> None:
            standing = store.get_standing(record_id)
            entry = revised(store.get(record_id), standing)
            self._show(entry)
            for step in standing.reviews:
                edited = f" {step.slot}: {step.before} → {step.after}" if step.slot else ""
                self._page.note(f"  {step.at[:16]} {step.reviewer}: {step.decision}{edited}")

        def do(act: Callable[..., object]) -> Callable[[], bool]:
            def run() -> bool:
                act(store, record_id, by=name)
                return True

            return run

        def change() -> bool:
            self._edit(record_id)
            return False

        def back() -> bool:
            undo(store, record_id, by=name)
            return False

        keys = {"a": do(accept), "r": do(reject), "e": change, "u": back}
        return _Stop(show=show, keys=keys)

    def _edit(self, record_id: str) -> None:
        entry = revised(self._store.get(record_id), self._store.get_standing(record_id))
        slot = read_line(f"slot ({', '.join(slots_of(entry))}): ")
        if not slot:
            return
        value = read_line(f"{slot} is {get_slot(entry, slot)}; new value: ")
        if value:
            why = read_line("why (Enter for none): ") or None
            edit(self._store, record_id, slot, parse_value(value), by=self._name, why=why)

    def _doubtful(self) -> list[Judgement]:
        """Return the machine's unsure judgements that no person has settled, best score first."""
        settled: set[tuple[str, str]] = set()
        unsure = []
        for one in self._store.find_judgements():
            if one.judge != MACHINE:
                change = settled.discard if one.verdict is Verdict.WITHDRAWN else settled.add
                change((one.left, one.right))
            elif one.verdict is Verdict.UNSURE and one.relation is not Relation.POSITION:
                unsure.append(one)
        left = [one for one in unsure if (one.left, one.right) not in settled]
        return sorted(left, key=lambda one: (-(one.score or 0.0), one.left, one.right))

    def _pair(self, judgement: Judgement) -> _Stop:
        store, left, right = self._store, judgement.left, judgement.right

        def show() -> None:
            self._show(store.get(left))
            self._show(store.get(right))
            for reason in judgement.reasons:
                self._page.note(f"  {reason.weight:+.2f} {reason.feature}: {reason.said}")

        def say_that(verdict: Verdict, *, on: bool = True) -> Callable[[], bool]:
            def run() -> bool:
                judge(store, left, right, verdict, by=self._name)
                return on

            return run

        keys = {
            "s": say_that(Verdict.SAME),
            "n": say_that(Verdict.NOT_SAME),
            "u": say_that(Verdict.WITHDRAWN, on=False),
        }
        return _Stop(show=show, keys=keys)

    def _show(self, entry: Entry) -> None:
        self._page.block(to_block(entry), numbered=False)
        if not isinstance(entry.record, When):
            for passage in find_passages(entry.document.text, find_marks(entry.record)):
                self._page.passage(passage.text)
