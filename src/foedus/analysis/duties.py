"""Duties: what the obligations of a treaty amount to in the field's table of alliances.

The kinds are those of the tables of instruments (`foedus.world.instruments.Duty`), which follow the
Alliance Treaty Obligations and Provisions project: defence, offence, neutrality, non-aggression
and consultation, each with the condition that it waits for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.languages.treaties import TreatyWords
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Condition, Kind, Polarity
from foedus.records.documents import Evidence
from foedus.world.instruments import Duty

_HELPS = ("military_aid", "join_war", "provide_aid", "deploy", "mobilise", "use_force")
_FORCE = ("use_force", "nuclear_use")
_ATTACKS = ("armed_attack", "invasion", "weapon_use", "threat_to_security", "violation")
_TREATY_KINDS = (Kind.OBLIGATION, Kind.ASSURANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One row of the table: who owes what sort of duty, and which condition it waits for.

    `condition` is None for what is owed in any case; `condition_class` is its label. `hedges` are
    words that soften the duty. `commitment_id` leads to the record with the evidence.
    """

    duty: Duty
    committer: Actor
    condition: Evidence | None
    condition_class: str | None
    act: Evidence
    hedges: tuple[str, ...]
    commitment_id: str

    @property
    def conditional(self) -> bool:
        """Say whether the duty waits for something."""
        return self.condition is not None


def tabulate_duties(found: Iterable[Commitment], words: TreatyWords) -> tuple[DutyRow, ...]:
    """Return the duties in case of war and peace among the commitments of one treaty.

    Args:
        found: Commitments of a document; only obligations and assurances count.
        words: Which words speak of neutrality, of guarantees and of being at war.

    Returns:
        Rows in the order of the commitments. Duties of other sorts (trade, reports) give none;
        without rows the treaty obliges to nothing in case of war.

    Example:
        >>> from foedus.pipeline import analyze_text
        >>> text = "If either Party is attacked, the other Party shall remain neutral."
        >>> rows = tabulate_duties(analyze_text(text).commitments, TreatyWords.load())
        >>> [(row.duty.value, row.condition.exact) for row in rows]
        [('neutrality', 'If either Party is attacked')]
    """
    rows = []
    for one in found:
        duty = duty_of(one, words)
        if duty is Duty.NONE:
            continue
        condition = one.condition
        rows.append(
            DutyRow(
                duty=duty,
                committer=one.committer,
                condition=condition.span if condition is not None else None,
                condition_class=condition.event_class if condition is not None else None,
                act=one.action.span,
                hedges=one.hedges,
                commitment_id=one.id,
            )
        )
    return tuple(rows)


def duty_of(commitment: Commitment, words: TreatyWords) -> Duty:
    """Return the sort of duty that a commitment is, `Duty.NONE` for none of the table."""
    if commitment.kind not in _TREATY_KINDS:
        return Duty.NONE
    label, said = commitment.action.action_class, commitment.action.span.exact
    refused = commitment.polarity is Polarity.WILL_NOT
    if label == "consult" and not refused:
        return Duty.CONSULTATION
    if label in _FORCE and refused:
        return Duty.NONAGGRESSION
    if words.neutral.search(said) is not None and not refused:
        # "Respect the neutrality of X" is owed to X; to be neutral is owed to whoever fights.
        return Duty.NONAGGRESSION if commitment.beneficiary is not None else Duty.NEUTRALITY
    if refused:
        aiding = label in _HELPS or label == "not_join"
        return Duty.NEUTRALITY if aiding else Duty.NONE
    if words.guaranteeing.search(said) is not None:
        return Duty.GUARANTEE
    if label in _HELPS and commitment.condition is not None:
        return _help(commitment.condition, words)
    return Duty.NONE


def _help(condition: Condition, words: TreatyWords) -> Duty:
    """Return what help in war is: offence where it does not matter who began."""
    if words.at_war.search(condition.span.exact) is not None:
        return Duty.OFFENCE
    return Duty.DEFENCE if condition.event_class in _ATTACKS else Duty.NONE
