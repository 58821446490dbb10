"""Persons named behind their office, where the model finds nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from foedus.analysis.parse import Parse
from foedus.analysis.titled_names import find_titled_names
from foedus.languages.actors import load_actor_words

ReadTree = Callable[[str, str], Parse]

TREE = """
The the DET DT 4 det
union union NOUN NN 4 compound
's 's PART POS 2 case
{noun} {noun} NOUN NN 9 nsubj
, , PUNCT , 6 punct
Nils Nils PROPN NNP 4 appos
Holm Holm PROPN NNP 6 flat
, , PUNCT , 4 punct
spoke speak VERB VBD 0 root
. . PUNCT . 9 punct"""


def test_find_titled_names_takes_the_name_behind_an_office(read_tree: ReadTree) -> None:
    parse = read_tree("The union's chairman, Nils Holm, spoke.", TREE.format(noun="chairman"))
    parse = replace(parse, entities=())
    (found,) = find_titled_names(parse, words=load_actor_words())
    assert parse.text[found.start : found.end] == "Nils Holm"
    assert found.label == "PER"


def test_find_titled_names_takes_no_name_behind_a_thing(read_tree: ReadTree) -> None:
    parse = read_tree("The union's flagship, Nils Holm, spoke.", TREE.format(noun="flagship"))
    parse = replace(parse, entities=())
    assert find_titled_names(parse, words=load_actor_words()) == []
