"""The network: one MiniLM encoder, and every head that reads from it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

VOCABULARY = 30522
HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
ARC, LABEL, ROLE, POOL = 256, 96, 64, 96
SHAPES = 12
CANDIDATE_HEADS = 4
INPUTS = ("pieces", "shapes", "mask", "first", "last")


class Layer(nn.Module):
    """One transformer layer as in BERT: attention, a two-layer perceptron, norms after each."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.mix_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.widen = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.out_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return new states [batch, pieces, hidden]; `bias` is added to the attention scores."""
        batch, length = states.shape[0], states.shape[1]

        def heads(x: Tensor) -> Tensor:
            return x.view(batch, length, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS).transpose(1, 2)

        query, key, value = (
            heads(self.query(states)),
            heads(self.key(states)),
            heads(self.value(states)),
        )
        scores = query @ key.transpose(2, 3) * (HIDDEN // ATTENTION_HEADS) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        states = self.mix_norm(states + self.dropout(self.mix(mixed)))
        return self.out_norm(
            states + self.dropout(self.narrow(functional.gelu(self.widen(states))))
        )


class Encoder(nn.Module):
    """MiniLM-L6 with a word-shape embedding added to its input: its words are lower case."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return states [batch, pieces, hidden]; mask is 1 for a piece, 0 for padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.words(pieces) + self.places(places)[None] + self.shapes(shapes)
        states = self.dropout(self.norm(states))
        bias = (1.0 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            states = layer(states, bias)
        return states


class Projection(nn.Module):
    """A linear map with a bend and dropout."""

    def __init__(self, size: int, out: int, dropout: float) -> None:
        super().__init__()
        self.linear, self.dropout = nn.Linear(size, out), nn.Dropout(dropout)

    def forward(self, states: Tensor) -> Tensor:
        """Return the projected states."""
        return self.dropout(functional.gelu(self.linear(states)))


class NameHead(nn.Module):
    """Scores of the tags of names, trained alone on what the finished encoder says of words."""

    def __init__(self, tags: int, inner: int = 192) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.2)
        self.inner = Projection(HIDDEN, inner, 0.3)
        self.out = nn.Linear(inner, tags)

    def forward(self, words: Tensor) -> Tensor:
        """Return the scores [batch, words, tags]."""
        return self.out(self.inner(self.dropout(words)))


class Frames(nn.Module):
    """For every word as anchor, which words play which role beside it, and what the frame is.

    Role scores are bilinear in anchor and word, with a term for the word alone; the slots read the
    anchor and the mean of the words of each role.
    """

    def __init__(self, roles: int, slots: dict[str, int], dropout: float) -> None:
        super().__init__()
        self.roles = roles
        self.anchors, self.members = (
            Projection(HIDDEN, roles * ROLE, dropout),
            Projection(HIDDEN, roles * ROLE, dropout),
        )
        self.match = nn.Linear(ROLE, ROLE, bias=False)
        self.alone = nn.Linear(HIDDEN, roles)
        self.pool = nn.Linear(HIDDEN, POOL)
        self.joint = Projection(POOL * (roles + 1), 192, dropout)
        self.slots = nn.ModuleDict({name: nn.Linear(192, size) for name, size in slots.items()})

    def forward(
        self, words: Tensor, mask: Tensor, anchors: Tensor | None = None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Return scores: roles [batch, roles, anchors, words], slots [batch, anchors, labels].

        Every word is an anchor, or those at the given places.
        """
        batch = words.shape[0]

        def split(x: Tensor) -> Tensor:
            return x.view(batch, -1, self.roles, ROLE).transpose(1, 2)

        chosen = words if anchors is None else words[:, anchors]
        scores = (
            self.match(split(self.anchors(chosen)))
            @ split(self.members(words)).transpose(2, 3)
            * ROLE**-0.5
        )
        scores = scores + self.alone(words).transpose(1, 2)[:, :, None, :]
        share = torch.sigmoid(scores) * mask[:, None, None, :]
        share = share / (share.sum(-1, keepdim=True) + 0.1)
        pooled = self.pool(words)
        means = (share @ pooled[:, None]).transpose(1, 2).flatten(2)
        own = pooled if anchors is None else pooled[:, anchors]
        joint = self.joint(torch.cat([own, means], -1))
        return scores, {name: head(joint) for name, head in self.slots.items()}


@dataclass(frozen=True)
class Sizes:
    """How many labels each head has."""

    upos: int
    xpos: int
    lemma: int
    deprel: int
    entity: int
    attribution_roles: int
    attribution_slots: dict[str, int]
    commitment_roles: int
    commitment_slots: dict[str, int]


class Network(nn.Module):
    """The encoder with its heads; `forward` returns every score, by name."""

    def __init__(
        self, vocabulary: int, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.25
    ) -> None:
        super().__init__()
        self.encoder = Encoder(vocabulary, dropout)
        self.dropout = nn.Dropout(head_dropout)
        self.root = nn.Parameter(torch.zeros(HIDDEN))
        self.tags = nn.ModuleDict(
            {
                "upos": nn.Linear(HIDDEN, sizes.upos),
                "xpos": nn.Linear(HIDDEN, sizes.xpos),
                "lemma": nn.Linear(HIDDEN, sizes.lemma),
                "entity": nn.Linear(HIDDEN, sizes.entity),
                "marks": nn.Linear(HIDDEN, 4),
            }
        )
        self.dependent, self.governor = (
            Projection(HIDDEN, ARC, head_dropout),
            Projection(HIDDEN, ARC, head_dropout),
        )
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_alone = nn.Linear(ARC, 1, bias=False)
        self.label_dependent = Projection(HIDDEN, LABEL, head_dropout)
        self.label_governor = Projection(HIDDEN, LABEL, head_dropout)
        self.label = nn.Linear(LABEL, LABEL * sizes.deprel, bias=False)
        self.label_alone = nn.Linear(2 * LABEL, sizes.deprel)
        self.deprels = sizes.deprel
        self.attribution = Frames(sizes.attribution_roles, sizes.attribution_slots, head_dropout)
        self.commitment = Frames(sizes.commitment_roles, sizes.commitment_slots, head_dropout)

    def words(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> Tensor:
        """Return word states [batch, words, hidden]: the mean of a word's first and last piece."""
        states = self.encoder(pieces, shapes, mask)

        def pick(index: Tensor) -> Tensor:
            return torch.gather(states, 1, index[:, :, None].expand(-1, -1, HIDDEN))

        return self.dropout((pick(first) + pick(last)) * 0.5)

    def read(self, inputs: dict[str, Tensor]) -> Tensor:
        """Return word states of a batch's inputs."""
        return self.words(*(inputs[name] for name in INPUTS))

    def frames(self, family: str) -> Frames:
        """Return the head of a family of frames, "attributions" or "commitments"."""
        return {"attributions": self.attribution, "commitments": self.commitment}[family]

    def keep_layers(self, count: int) -> None:
        """Leave out all but so many layers of the encoder, spread evenly, the last one kept."""
        layers = self.encoder.layers
        kept = [round((n + 1) * len(layers) / count) - 1 for n in range(count)]
        self.encoder.layers = nn.ModuleList(layers[n] for n in kept)

    def arcs(self, words: Tensor, mask: Tensor) -> Tensor:
        """Return arc scores [batch, words, 1 + words]: column 0 is the root."""
        root = self.root[None, None, :].expand(words.shape[0], 1, HIDDEN)
        governors = self.governor(torch.cat([root, words], 1))
        scores = self.arc(self.dependent(words)) @ governors.transpose(1, 2) * ARC**-0.5
        scores = scores + self.arc_alone(governors).transpose(1, 2)
        allowed = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        return scores + (1.0 - allowed[:, None, :]) * -1e4

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Return scores [batch, words, k, labels] for heads [batch, words, k] (0 is the root)."""
        root = self.root[None, None, :].expand(words.shape[0], 1, HIDDEN)
        governors = self.label_governor(torch.cat([root, words], 1))
        dependents = self.label_dependent(words)
        batch, length, k = heads.shape
        flat = heads.reshape(batch, length * k, 1).expand(-1, -1, LABEL)
        chosen = torch.gather(governors, 1, flat).view(batch, length, k, LABEL)
        bent = self.label(dependents).view(batch, length, self.deprels, LABEL)
        both = torch.cat([dependents[:, :, None, :].expand(-1, -1, k, -1), chosen], -1)
        return chosen @ bent.transpose(2, 3) * LABEL**-0.5 + self.label_alone(both)
