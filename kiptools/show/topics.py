"""Which module of this package shows a result: loaded when the first result of its kind is to be shown."""

from __future__ import annotations

import sys
from importlib import import_module

__all__ = ["TOPICS", "load_topics", "load_topics_of"]

TOPICS: dict[str, tuple[str, ...]] = {
    "actions": ("actions",),
    "bloom": ("outcomes",),
    "canvas": ("canvas",),
    "codebook": ("questionnaires",),
    "concerns": ("concerns",),
    "constructs": ("constructs",),
    "critique": ("critique",),
    "experts": ("experts",),
    "formulas": ("methods",),
    "gaps": ("gaps",),
    "groups": ("groups",),
    "involvement": ("involvement",),
    "likert": ("describe",),
    "methods": ("methods",),
    "needs": ("needs",),
    "network": ("network",),
    "nonresponse": ("nonresponse",),
    "outcomes": ("outcomes",),
    "pairwise": ("pairwise",),
    "partners": ("partners",),
    "pilot": ("pilot",),
    "plan": ("plan",),
    "precision": ("samples",),
    "priority": ("priorities",),
    "programme": ("programmes",),
    "progress": ("progress",),
    "proposals": ("strategies",),
    "ranking": ("swot",),
    "relations": ("relations",),
    "repairs": ("programmes",),
    "samples": ("samples",),
    "sampling": ("sampling",),
    "strategies": ("strategies",),
    "swot": ("swot",),
    "tasks": ("tasks", "load"),
    "training": ("training",),
    "validation": ("validation",),
    "waves": ("waves",),
    "weighting": ("nonresponse",),
}
"""By the module that a result comes from: those that teach `table`, `figure` and `sentence` to show it."""


def load_topics_of(result: object) -> bool:
    """Load what shows a result; whether anything was not loaded before.

    Parameters
    ----------
    result : object

    Returns
    -------
    bool
    """
    home = type(result).__module__.removeprefix("kiptools.")
    missing = [name for topic in TOPICS.get(home, ()) if (name := f"kiptools.show.{topic}") not in sys.modules]
    for name in missing:
        import_module(name)
    return bool(missing)


def load_topics() -> None:
    """Load what shows any result."""
    for topics in TOPICS.values():
        for topic in topics:
            import_module(f"kiptools.show.{topic}")
