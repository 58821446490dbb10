"""Cards as HTML: a commitment, or a place where words stand; everything is escaped.

Written here and not in a template, because a page has many of them: they were most of its cost.
Unseen characters are shown by their code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup, escape

from foedus.records.documents import Document
from foedus.web.marks import UNSEEN, Piece
from foedus.web.sentences import Telling
from foedus.web.written import write_marked, write_seen

LABEL_CHARACTERS = 80
"""A label says so much of a sentence, and a few more where that is all of it."""
_FEW = 5
_MARKED = re.compile("[&<>'\"]")
_ODD = re.compile(f"[&<>'\"{UNSEEN}]")


def write_sentence(one: Telling, link: bool = True) -> Markup:
    """Return who would do what, if what happens; as a link to the record unless it is its page."""
    begin, end = '<span class="would">', "</span>"
    if link:
        begin, end = f'<a class="would" href="/commitments/{_plain(one.id)}">', "</a>"
    star = '<abbr title="said by a speaker who commits somebody else">*</abbr>' * one.starred
    condition = ' <span class="quiet">(no condition is stated)</span>'
    if one.condition:
        condition = f', <span class="condition">“{_seen(one.condition)}”</span>'
    return Markup(
        f"{begin}{_seen(one.who)}{star} {_plain(one.would)}{end}"
        f' <span class="act">“{_seen(one.act)}”</span>{condition}'
    )


def write_source(one: Telling, with_document: bool = True) -> Markup:
    """Return who says so, through whom, when and, unless it is that page, in which document."""
    if one.starred:
        said = f"asserted by {_seen(one.speaker or 'nobody named')}, who does not speak for "
        said += _seen(one.who)
    else:
        said = f"says {_seen(one.speaker)}" if one.speaker else "says the text itself"
    if one.channel:
        said += f', through <span class="chain">{_seen(" → ".join(one.channel))}</span>'
    if one.when:
        said += f", {_seen(one.when)}"
    if with_document:
        place = f"/documents/{quote(one.document.id, safe='')}#{_plain(one.id)}"
        said += f' · <a href="{place}">{_seen(one.document.title or one.document.id)}</a>'
    return Markup(f'<p class="source">{said}</p>\n')


def write_tags(one: Telling) -> Markup:
    """Return kind, strength and manner, and what a person decided."""
    mode = _plain(one.mode)
    written = (
        f'<p class="tags"><span class="tag kind">{_plain(one.kind.replace("_", " "))}</span>'
        f' <span class="tag">{_plain(one.strength)}</span>'
        f' <span class="tag mode-{mode}">{mode}</span>'
    )
    if one.starred:
        written += ' <span class="tag bad">* on another’s word</span>'
    if one.decision:
        good = "good" if one.decision == "accepted" else "bad"
        written += f' <span class="tag {good}">{_plain(one.decision)}</span>'
    if one.edited:
        written += ' <span class="tag">edited</span>'
    return Markup(f"{written}</p>\n")


def write_button(
    csrf: str, record_id: str, back: str, decision: str, plain: bool = False
) -> Markup:
    """Return the form with which a person decides about one record; its key is the first letter."""
    return Markup(_button(_hidden(csrf, record_id, back), decision, plain=plain))


def write_hidden(csrf: str, record_id: str, back: str) -> Markup:
    """Return what a form about one record carries unseen."""
    return Markup(_hidden(csrf, record_id, back))


def write_card(one: Telling, csrf: str | None, here: str) -> Markup:
    """Return a commitment as the register has it.

    A proof of the caller's session adds what decides about it, which leads back `here`.
    """
    own = _plain(one.id)
    choice = buttons = ""
    if csrf is not None:
        choice = (
            f'<input type="checkbox" form="bulk" name="record_id" value="{own}"'
            f' aria-label="Choose: {_plain(_shortened(one.line))}">'
        )
        hidden = _hidden(csrf, one.id, f"{here}#{one.id}")
        steps = ("accept", "reject", *(("undo",) if one.decision else ()))
        forms = [_button(hidden, step, plain=True) for step in steps]
        buttons = f'<div class="actions">{"".join(forms)}</div>'
    return Markup(
        f'<article class="card" id="{own}" data-card tabindex="-1"><div class="with-choice">'
        f'{choice}<h2 class="plain-heading">{write_sentence(one)}</h2></div>\n'
        f"{write_source(one)}{write_tags(one)}\n{buttons}</article>\n"
    )


def write_place(document: Document, start: int, end: int, pieces: Iterable[Piece]) -> Markup:
    """Return a place of a text with its marks and the words around it, and where it stands."""
    title, outlet = document.title or document.id, document.outlet or "no outlet named"
    return Markup(
        '<article class="card" data-card tabindex="-1"><h2 class="plain-heading">'
        f'<a href="/documents/{quote(document.id, safe="")}">{_seen(title)}</a></h2>'
        f'{write_marked(pieces)}<p class="source">characters {start}–{end}, {_seen(outlet)},'
        f" {_plain(document.published.earliest or 'no date')}</p></article>\n"
    )


def _button(hidden: str, decision: str, *, plain: bool) -> str:
    name, key = decision.capitalize(), decision[0]
    against = decision == "reject"
    kind = f' class="plain{" against" * against}"' if plain or against else ""
    return (
        f'<form method="post" action="/review">{hidden}'
        f'<button name="decision" value="{_plain(decision)}" data-key="{_plain(key)}"{kind}>'
        f"{_plain(name)} <kbd>{_plain(key)}</kbd></button></form>"
    )


def _hidden(csrf: str, record_id: str, back: str) -> str:
    return (
        f'<input type="hidden" name="csrf" value="{_plain(csrf)}">'
        f'<input type="hidden" name="record_id" value="{_plain(record_id)}">'
        f'<input type="hidden" name="back" value="{_plain(back)}">'
    )


def _seen(text: str) -> str:
    """Return a text as HTML, unseen characters as their code points; most have nothing odd.

    It is a plain string: what is added to a Markup is escaped once more.
    """
    return text if _ODD.search(text) is None else str(write_seen(text))


def _plain(text: str) -> str:
    return text if _MARKED.search(text) is None else str(escape(text))


def _shortened(text: str) -> str:
    """Return the first words of a text that is too long for a label."""
    if len(text) <= LABEL_CHARACTERS + _FEW:
        return text
    return text[: LABEL_CHARACTERS - len("...")].rsplit(" ", 1)[0] + "..."
