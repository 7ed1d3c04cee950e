"""Learning outcomes, and the programme that they belong to: modules, and a plan of what is done when.

One frozen value; the spreadsheet of `kiptools.outcome_workbook` is the same on disk. What a person has decided about
the level of an outcome is kept with the outcome and counts for more than what the kit reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiptools.messages import Message, message

__all__ = [
    "KNOWLEDGE",
    "KNOWLEDGE_NAMES",
    "LEVELS",
    "LEVEL_NAMES",
    "LOWER",
    "STEP_KINDS",
    "STEP_NAMES",
    "TAXONOMY",
    "Outcome",
    "Programme",
    "Step",
    "TrainingModule",
]

TAXONOMY = 2001
"""The revised taxonomy (Anderson & Krathwohl 2001): evaluate is the fifth level and create the sixth; in that of 1956
synthesis was the fifth and evaluation the sixth."""
LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")
LOWER = LEVELS[:2]
"""What can be reached by reading and listening."""
KNOWLEDGE = ("factual", "conceptual", "procedural", "metacognitive")
STEP_KINDS = ("activity", "assessment", "other")
"""`other` takes time and serves no outcome: a welcome, a break."""

LEVEL_NAMES: dict[str, Message] = {
    "remember": message("Remember"),
    "understand": message("Understand"),
    "apply": message("Apply"),
    "analyse": message("Analyse"),
    "evaluate": message("Evaluate"),
    "create": message("Create"),
}
KNOWLEDGE_NAMES: dict[str, Message] = {
    "factual": message("Facts"),
    "conceptual": message("Concepts"),
    "procedural": message("Procedures"),
    "metacognitive": message("One's own thinking and acting"),
}
STEP_NAMES: dict[str, Message] = {
    "activity": message("Activity"),
    "assessment": message("Assessment"),
    "other": message("Welcome, break"),
}


@dataclass(frozen=True)
class Outcome:
    """What learners can do afterwards.

    Parameters
    ----------
    id : str
        Short and different from all others in the programme, like O1.
    text : str
        As its author wrote it.
    module : str
        Id of the module it belongs to; empty if there are no modules.
    lang : str
        Two letters; empty if it is to be told from the text.
    level, knowledge : str
        What a person has decided: one of `LEVELS`, of `KNOWLEDGE`; empty where nobody has.
    by : str
        Who has decided, best by a letter.
    """

    id: str
    text: str
    module: str = ""
    lang: str = ""
    level: str = ""
    knowledge: str = ""
    by: str = ""


@dataclass(frozen=True)
class TrainingModule:
    """A part of the programme that has a time of its own.

    Parameters
    ----------
    id, title : str
    minutes : int or None
        How long it may take: the slot.
    """

    id: str
    title: str
    minutes: int | None = None


@dataclass(frozen=True)
class Step:
    """A line of the session plan.

    Parameters
    ----------
    id : str
    kind : str
        One of `STEP_KINDS`.
    text : str
        What learners do there.
    module : str
        Id.
    minutes : int or None
        None for an assessment that is done later, and for another step where it is not known; 0 where it takes none of
        the session's time.
    outcomes : tuple of str
        Ids of the outcomes that it practises, or assesses.
    lang : str
        Two letters; empty if it is to be told from the text.
    level : str
        The level that it asks for, as a person has decided; empty where nobody has.
    """

    id: str
    kind: str
    text: str
    module: str = ""
    minutes: int | None = None
    outcomes: tuple[str, ...] = ()
    lang: str = ""
    level: str = ""


@dataclass(frozen=True)
class Programme:
    """A training programme.

    Parameters
    ----------
    outcomes : tuple of Outcome
    modules : tuple of TrainingModule
    steps : tuple of Step
        In the order in which they happen.
    title : str
    notes : tuple of Message
        What was decided in reading it.
    """

    outcomes: tuple[Outcome, ...] = ()
    modules: tuple[TrainingModule, ...] = ()
    steps: tuple[Step, ...] = ()
    title: str = ""
    notes: tuple[Message, ...] = field(default=(), compare=False)

    def of_kind(self, kind: str) -> tuple[Step, ...]:
        """The steps of one kind."""
        return tuple(step for step in self.steps if step.kind == kind)

    def in_module(self, module: str) -> tuple[Step, ...]:
        """The steps of one module, in their order."""
        return tuple(step for step in self.steps if step.module == module)
