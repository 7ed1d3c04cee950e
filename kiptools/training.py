"""What a training has brought: how learners liked it, what they say they can do, and what is left of it later.

The analyses of surveys do the work (`agreement`, `change`, `pre_then_post`); here they are put beside each other, in
the order of Kirkpatrick's first three levels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiptools.likert import Agreement, agreement
from kiptools.messages import KipError, message
from kiptools.responses import Responses
from kiptools.waves import Change, PreThenPost, change, pre_then_post

__all__ = ["TrainingEvaluation", "training_evaluation"]


@dataclass(frozen=True)
class TrainingEvaluation:
    """Reaction, learning, follow-up.

    Parameters
    ----------
    reaction : Agreement or None
        How the training was rated at its end.
    learning : PreThenPost or None
        Self-assessment before, afterwards about before ("then"), and after.
    kept : Change or None
        From after to the follow-up.
    """

    reaction: Agreement | None = None
    learning: PreThenPost | None = None
    kept: Change | None = None


def training_evaluation(
    before: Responses | None = None,
    then: Responses | None = None,
    after: Responses | None = None,
    *,
    followup: Responses | None = None,
    reaction: Responses | None = None,
    key: str = "code",
    surveys_shown: bool = False,
) -> TrainingEvaluation:
    """What a training has brought, as far as it was asked: reaction, learning, and what is left of it later.

    Whatever is given is evaluated: `agreement` for the reaction; `pre_then_post` for learning, always with all three
    self-assessments; `change` from after to the follow-up. Nothing is tested with fewer than 30 linked learners, and no
    gain is computed from self-ratings, as they have no unit.

    Of the follow-up beside the learning only who moved is shown: those who answered afterwards are nearly the same
    learners in both, and what all of them said less what some of them said is what the few others said.

    Parameters
    ----------
    before, then, after : Responses or None
        The same questions before the training; after it, looking back to before; and after it about now.
    followup : Responses or None
        The same questions some months later.
    reaction : Responses or None
        What learners said of the training at its end.
    key : str
        The question that links the self-assessments, such as a code of one's own: its name, its wording, or its
        heading in the file.
    surveys_shown : bool
        Whether anybody sees what all learners answered in one of the self-assessments, as in `change`. Where one left
        or joined, hardly anything can be shown then.

    Returns
    -------
    TrainingEvaluation

    Raises
    ------
    KipError
        Nothing is given, one of before, "then" and after is missing, or the follow-up is given without after; and as
        `change`.

    References
    ----------
    Kirkpatrick, D. L. & Kirkpatrick, J. D. (2006). Evaluating Training Programs: The Four Levels, 3rd edition.
    Berrett-Koehler. Howard, G. S. (1980). Response-shift bias: a problem in evaluating interventions with pre/post
    self-reports. Evaluation Review 4, 93-106.

    Examples
    --------
    >>> from kiptools import kit_path, read_responses
    >>> folder = kit_path("data", "training")
    >>> waves = [read_responses(folder / f"{name}.csv", folder / "codebook") for name in ("before", "then", "after")]
    >>> found = training_evaluation(*waves)
    >>> found.learning.since_then.links.stayed, found.reaction is None
    (14, True)
    """
    waves = {"before": before, "then": then, "after": after}
    learning = before is not None or then is not None
    missing = tuple(name for name, wave in waves.items() if wave is None)
    if learning and missing:
        raise KipError(
            message(
                "What was learned takes the self-assessments before, then and after the training; missing: {missing}.",
                missing=missing,
            )
        )
    if after is None and followup is not None:
        raise KipError(
            message("The follow-up is compared with the self-assessment after the training, and that is missing.")
        )
    if not learning and after is not None and followup is None:
        raise KipError(
            message(
                "The self-assessment after the training alone tells of no change; give those before and then as well, "
                "or the follow-up."
            )
        )
    if not learning and after is None and reaction is None:
        raise KipError(
            message("There is nothing to evaluate: give the self-assessments, the follow-up, or the reaction.")
        )
    return TrainingEvaluation(
        agreement(reaction) if reaction is not None else None,
        pre_then_post(before, then, after, key=key, surveys_shown=surveys_shown)
        if before is not None and then is not None and after is not None
        else None,
        _kept(after, followup, key, surveys_shown, beside=learning)
        if after is not None and followup is not None
        else None,
    )


def _kept(after: Responses, followup: Responses, key: str, surveys_shown: bool, *, beside: bool) -> Change:
    """From after to the follow-up; beside the learning without how many were favourable."""
    found = change(after, followup, key=key, surveys_shown=surveys_shown)
    return replace(found, rows=tuple(replace(row, sides_shown=False) for row in found.rows)) if beside else found
