"""Echoes: descriptions that repeat somebody named elsewhere ("the president", "the ministry")."""

from __future__ import annotations

from foedus.analysis.groups import find_group
from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import Nominal, read_nominal, start_of
from foedus.analysis.organs import Organ, named_organ
from foedus.analysis.rebels import AGAINST_STATES
from foedus.analysis.scene import Scene, joined
from foedus.analysis.titles import Title
from foedus.records.actors import Actor

_BLOCS = frozenset({"alliance", "bloc", "union", "organisation", "organization"})
_ARMED = frozenset({"group", "movement", "militia", "organisation", "organization", "faction"})
_RULING = frozenset({"government", "leadership", "cabinet"})
_RESENTED = frozenset({"regime", "junta"})
"""What nobody calls his own government: a state that is named behind it is sooner who says so."""
_ORGANS = frozenset({"ministry"})
MAX_SENTENCES_BACK = 2
"""So many sentences before a bare "ministry" the state whose it is may act."""
MAX_SENTENCES_TO_PAIR = 4
"""So many sentences before "the two sides" the two may be named together."""
MAX_WORDS_BACK = 200
NEAR = 4
"""A name stands so near a ministry that is its own."""
_INDEFINITE = frozenset({"a", "an", "another", "one", "any", "every", "each", "no", "some"})


def find_echo(scene: Scene, phrase: Nominal, at: str | None) -> Actor | None:
    """Return the one of whom a bare or titled noun phrase repeats the name; None where several fit.

    Args:
        scene: The text with its names and titles.
        phrase: A noun phrase without a name at its head.
        at: An ISO date at which offices are looked up.
    """
    group = find_group(scene, phrase)
    if group is not None:
        return group
    first = scene.parse.tokens[phrase.first].text.lower()
    before = scene.parse.tokens[phrase.first - 1].text.lower() if phrase.first else ""
    two = "two" in (first, scene.singular(phrase.core)) or before == "both"
    if two and scene.plural(phrase.head):
        return _pair(scene, phrase) or _two_people(scene, phrase)
    realms = {"island": scene.words.islands, **scene.words.realms}
    word = scene.parse.tokens[phrase.head].text.lower()  # whatever number the model gives it
    if first not in _INDEFINITE and word in realms and phrase.tail - phrase.core == 1:
        return None if before in _INDEFINITE else _realm(scene, phrase, realms[word])
    if scene.plural(phrase.head) or first in _INDEFINITE or before in _INDEFINITE:
        return None
    head = scene.singular(phrase.head)
    if scene.words.is_person(head):
        of_organ = any(scene.singular(i) in _ORGANS for i in range(phrase.core, phrase.tail))
        return _titled(scene, phrase, at) or (_organ(scene, phrase, at) if of_organ else None)
    short = _short_form(scene, phrase)
    if short is not None:
        return short
    bare = phrase.tail - phrase.core == 1
    if scene.words.is_body(head) and bare:
        found = _body(scene, phrase, head)
        if found is not None:
            return found
    return _organ(scene, phrase, at) if head in scene.words.organs else None


def _organ(scene: Scene, phrase: Nominal, at: str | None) -> Actor | None:
    """Return the organ of the state with which it stood before, for its army the state itself.

    Of a ministry that stood with none it is the only state that acts in the sentences before it.
    """
    if scene.inner(phrase.first, phrase.last):
        return None
    head = scene.singular(phrase.head)
    if phrase.possessor is not None:
        return _owned_organ(scene, phrase, at) if head in _ORGANS else None
    before = named_organ(scene.parse, scene.mentions, phrase.head, words=scene.words)
    state = None if before is None else before.owner
    if before is not None and head in scene.words.forces:
        return state
    if before is None and head in _ORGANS and not _named_before(scene, phrase.head):
        state = scene.home or _acting_state(scene, phrase.first)
    if state is None or state.code is None:
        return None
    words = scene.line(phrase.core, phrase.tail)
    if before is not None and phrase.tail - phrase.core == 1:
        words = _organ_words(scene, phrase.head, before)
    named = scene.world.resolve(f"{state.name}'s {words}", at=at)
    if named is not None and named.id is not None:
        return named
    return Actor(name=f"{state.name}'s {words}", code=state.code, sector="GOV")


def _organ_words(scene: Scene, head: int, named: Organ) -> str:
    """Return what a bare "ministry" was called last: "foreign ministry"."""
    noun = scene.parse.tokens[head].text.lower()
    for index in range(head - 1, named.last - 1, -1):
        if scene.parse.tokens[index].text.lower() == noun:
            first = start_of(scene.parse, index)
            first += scene.parse.tokens[first].upos == "DET"
            return scene.line(first, index + 1)
    return scene.line(named.first, named.last).partition(" ")[2]


def _owned_organ(scene: Scene, phrase: Nominal, at: str | None) -> Actor | None:
    """Return the ministry of a state that its possessor repeats: "the South's ministry"."""
    first, last = phrase.possessor or (phrase.first, phrase.first)
    owner = read_nominal(scene.parse, first, last, cover=scene.cover, words=scene.words)
    state = find_echo(scene, owner, at)
    if state is None or state.code is None or state.id != state.code:
        return None
    words = scene.line(phrase.core, phrase.tail)
    named = scene.world.resolve(f"{state.name}'s {words}", at=at)
    return named or Actor(name=f"{state.name}'s {words}", code=state.code, sector="GOV")


def _named_before(scene: Scene, head: int) -> bool:
    """Say whether the noun stands before with a name, so that it is that one's body."""
    word, tokens = scene.singular(head), scene.parse.tokens
    earlier = (i for i in range(max(0, head - MAX_WORDS_BACK), head) if scene.singular(i) == word)
    return any(
        i in scene.cover
        for at in earlier
        for i in range(max(0, at - NEAR), at + NEAR)
        if tokens[i].sentence == tokens[at].sentence
    )


def _acting_state(scene: Scene, index: int) -> Actor | None:
    """Return the only state that is, or whose people or body is, a subject shortly before."""
    tokens = scene.parse.tokens
    number = tokens[index].sentence
    found: dict[str | None, Actor] = {}
    for mention in reversed(scene.before(index)):
        distance = number - tokens[mention.first].sentence
        if distance > MAX_SENTENCES_BACK:
            break
        token = tokens[mention.last - 1]
        if (mention.adjective or token.deprel == "nmod:poss") and token.head >= 0:
            token = tokens[token.head]
        if token.deprel == "conj" and token.head >= 0:
            token = tokens[token.head]
        if mention.sort is Sort.STATE and token.deprel.startswith("nsubj"):
            found.setdefault(mention.actor.code, mention.actor)
            if not distance:
                break  # "two Indian officials said the government …"
    return next(iter(found.values())) if len(found) == 1 else None


def find_body(scene: Scene, index: int) -> Actor | None:
    """Return the body named last before a noun that may stand for it ("company")."""
    head = scene.singular(index)
    for mention in reversed(scene.before(index)):
        if mention.sort is not Sort.PERSON and _is_a(scene, mention, head):
            return mention.actor
    return None


def _realm(scene: Scene, phrase: Nominal, codes: frozenset[str]) -> Actor | None:
    """Return the only state named before that is an island, or a kingdom."""
    states = [m.actor for m in scene.before(phrase.first) if m.sort is Sort.STATE]
    found = {actor.code: actor for actor in states if actor.code in codes}
    return next(iter(found.values())) if len(found) == 1 else None


def _pair(scene: Scene, phrase: Nominal) -> Actor | None:
    """Return the two states named together shortly before, or the only two ("both sides")."""
    if scene.singular(phrase.head) not in scene.words.pairs:
        return None
    states = [m for m in scene.before(phrase.first) if m.sort is Sort.STATE]
    tokens = scene.parse.tokens
    oldest = tokens[phrase.head].sentence - MAX_SENTENCES_TO_PAIR
    for left, right in zip(states[-2::-1], states[:0:-1], strict=False):
        if tokens[left.first].sentence < oldest:
            break
        between = [t.text.lower() for t in scene.parse.tokens[left.last : right.first]]
        if (
            between[-1:] in (["and"], ["the"])
            and len(between) <= 2
            and left.actor.id != right.actor.id
        ):
            return joined([left.actor, right.actor])
    distinct = {m.actor.name: m.actor for m in states}
    return joined(list(distinct.values())) if len(distinct) == 2 else None


def _two_people(scene: Scene, phrase: Nominal) -> Actor | None:
    """Return the only two persons named in the sentence before: "the two leaders"."""
    if scene.singular(phrase.head) not in scene.words.heads | {"minister"}:
        return None
    number = scene.parse.tokens[phrase.head].sentence
    found: dict[str, Actor] = {}
    for mention in reversed(scene.before(phrase.first)):
        distance = number - scene.parse.tokens[mention.first].sentence
        if distance > 1:
            break
        if distance and mention.sort is Sort.PERSON:
            found.setdefault(mention.actor.name, mention.actor)
    return joined([*found.values()][::-1]) if len(found) == 2 else None


def _titled(scene: Scene, phrase: Nominal, at: str | None) -> Actor | None:
    """Return the only person of the document whose title has the words of this one."""
    parse, words = scene.parse, scene.words
    names = scene.inner(phrase.first, phrase.last)
    covered = {i for m in names for i in range(m.first, m.last)}
    last = phrase.last if phrase.last - phrase.core <= 5 else phrase.tail
    wanted = {
        scene.singular(i)
        for i in range(phrase.core, last)
        if i not in covered and parse.tokens[i].upos in ("NOUN", "PROPN", "ADJ")
    } - {"own"}
    codes = {m.actor.code for m in names if m.sort is Sort.STATE}
    found: dict[str, Actor] = {}
    own: dict[str, bool] = {}
    for title in scene.titles:
        blocked = (title.words & words.blockers) - wanted
        fits = wanted <= title.words or (wanted == {"leader"} and title.words & words.heads)
        person = _latest(scene, title)
        if fits and not blocked and (not codes or person.code in codes):
            found[person.name] = person
            own[person.name] = own.get(person.name, True) and title.side is None
    if len(found) > 1 and not names:  # "the president" where the other is the French one
        at_home = [name for name, bare in own.items() if bare]
        found = {name: found[name] for name in at_home} if len(at_home) == 1 else found
    if not found and wanted:
        found = _holders(scene, wanted, codes=codes, at=at)
    if not found and not names and wanted <= scene.words.heads | {"prime", "minister"}:
        return _at_home(scene, wanted, phrase=phrase, at=at)
    return next(iter(found.values())) if len(found) == 1 and wanted else None


def _at_home(scene: Scene, wanted: set[str], *, phrase: Nominal, at: str | None) -> Actor | None:
    """Return who leads the state whose government publishes the text ("the President")."""
    home = scene.home
    if home is None or home.code is None:
        return None
    for office, title in scene.words.holders.items():
        name = scene.world.holder(office, home.code, at) if at and wanted <= set(title) else None
        if name is not None:
            return scene.world.actor_of(name, at)
    return Actor(name=scene.line(phrase.core, phrase.tail), code=home.code, sector="GOV")


def _latest(scene: Scene, title: Title) -> Actor:
    """Return a titled person with the code that the whole document gives him."""
    mention = scene.starts.get(title.mention.first)
    return title.mention.actor if mention is None else mention.actor


def _holders(
    scene: Scene, wanted: set[str], *, codes: set[str | None], at: str | None
) -> dict[str, Actor]:
    """Return the persons of the document who held, by the tables, the office of these words.

    In a text without a date, an office that only one of them ever held.
    """
    found: dict[str, Actor] = {}
    for actor in scene.people.values():
        if actor.code is None or (codes and actor.code not in codes):
            continue
        for office, title in scene.words.holders.items():
            holds = (
                scene.world.has_held(actor, office)
                if at is None
                else scene.world.holder(office, actor.code, at) == actor.name
            )
            if wanted <= set(title) and holds:
                found[actor.name] = actor
    return found


def _short_form(scene: Scene, phrase: Nominal) -> Actor | None:
    """Return whose name begins or ends with this capital noun, or has it as its initials.

    "The Community", "the North", "the NSC".
    """
    token = scene.parse.tokens[phrase.head]
    if phrase.tail - phrase.core != 1 or not token.text[0].isupper() or not token.index:
        return None
    halves = scene.words.halves.get(token.text.lower(), {})
    named = (code for code in scene.states if code in halves or code in halves.values())
    other = next((halves.get(code, code) for code in named), None)
    if other is not None and scene.parse.tokens[token.index - 1].upos == "DET":
        return scene.world.actor_of(other)  # "the North" in a text on South Korea
    initials = token.text.isupper() and len(token.text) > 2
    if phrase.first == scene.parse.sentences[token.sentence].first and not initials:
        return None
    found = {
        m.actor.name: m.actor
        for m in scene.before(phrase.first)
        if m.sort in (Sort.STATE, Sort.ORGANISATION)
        and token.text in (m.actor.name.split()[0], m.actor.name.split()[-1], _initials(m))
        and " " in m.actor.name
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _initials(mention: Mention) -> str:
    """Return the first letters of the capitalised words of a name."""
    return "".join(word[0] for word in mention.actor.name.split() if word[0].isupper())


def _body(scene: Scene, phrase: Nominal, head: str) -> Actor | None:
    """Return the body named last that a bare noun may stand for, or the only state of the text."""
    found = find_body(scene, phrase.head)
    if found is None and head in scene.words.governments and scene.home is not None:
        return scene.home
    if found is None and head in scene.words.companies:
        return _only_company(scene)
    bare = not scene.inner(phrase.first, phrase.last)
    if found is None and head in _RULING and len(scene.states) > 1 and bare:
        return _acting_state(scene, phrase.first)
    if found is None and head in _RULING | _RESENTED and len(scene.states) == 1:
        state = next(iter(scene.states.values()))
        named = any(m.actor.code == state.code for m in scene.before(phrase.first))
        return state if named or head in _RULING else None
    return found


def _only_company(scene: Scene) -> Actor | None:
    """Return the only body of a text that may be a company, also if it is named later."""
    found = {
        m.actor.name: m.actor
        for m in scene.mentions
        if m.sort is Sort.ORGANISATION and m.actor.id is None and m.actor.sector in (None, "BUS")
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _is_a(scene: Scene, mention: Mention, head: str) -> bool:
    """Say whether a named body may be called by this noun."""
    actor = mention.actor
    if mention.sort is Sort.STATE:
        return head in ("country", "nation") and not mention.demonym
    if actor.sector in AGAINST_STATES and head in _ARMED:
        return actor.id is not None
    if mention.sort is not Sort.ORGANISATION:
        return False
    if head in _BLOCS:
        return actor.sector == "IGO"
    if head in scene.words.papers:
        return actor.sector == "MED"
    if head in scene.words.companies:
        return actor.sector in (None, "BUS") and actor.id is None
    return head in _words(scene, mention)


def _words(scene: Scene, mention: Mention) -> set[str]:
    """Return the words of a name, as the tables have it and as it stands here."""
    said = (token.text.lower() for token in scene.parse.tokens[mention.first : mention.last])
    return {*mention.actor.name.lower().split(), *said}
