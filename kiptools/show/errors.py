"""Python's own messages, followed by a sentence in the learner's language on what they usually mean."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from html import escape
from typing import Any

from kiptools.explanations import explain
from kiptools.language import Language
from kiptools.messages import KipError
from kiptools.show.html import Rendered, paragraph

__all__ = ["explain_errors", "explanation"]

_KEPT = "kip_original"
"""Where the notebook's own way of showing an error is remembered, so that a second call replaces and does not add."""


def explanation(error: BaseException, names: Mapping[str, object], language: Language) -> Rendered | None:
    """What an error usually means, in a language; None if nothing is known of it.

    What the kit itself refuses is said again in the language, since Python's own message is in English.

    Parameters
    ----------
    error : BaseException
    names : mapping of str to object
        What the notebook knows, by name; only the names are looked at.
    language : Language

    Returns
    -------
    Rendered or None
    """
    if isinstance(error, KipError):
        said = [language.say(each) for each in error.shown]
    else:
        found = explain(error, (name for name in list(names) if not name.startswith("_")))
        said = [language.say(found)] if found is not None else []
    if not said:
        return None
    inside = "".join(paragraph(each).html for each in said)
    style = "border-left:4px solid #9a4a00;padding:0.2em 0.8em;margin:0.4em 0"
    return Rendered(f'<div role="note" lang="{escape(language.code)}" style="{style}">{inside}</div>', "\n".join(said))


def explain_errors(language: Language) -> None:
    """From now on, errors in this notebook are followed by what they usually mean.

    The original stays as it is, and the cell counts as failed as before. Outside a notebook nothing happens.

    Parameters
    ----------
    language : Language
        A second call with another language replaces the first.
    """
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell: Any = get_ipython()
    shown = getattr(shell, "_showtraceback", None)  # all errors go through it, those of syntax too
    if shown is None:
        return
    original = getattr(shown, _KEPT, shown)

    def followed(etype: Any, evalue: Any, stb: Any) -> None:
        original(etype, evalue, stb)
        with suppress(Exception):  # whatever goes wrong in explaining, the original has been shown
            from IPython.display import display

            hidden = getattr(shell, "user_ns_hidden", {})
            names = {name: None for name in list(shell.user_ns) if name not in hidden}
            rendered = explanation(evalue, names, language)
            if rendered is not None:
                display(rendered)

    setattr(followed, _KEPT, original)
    shell._showtraceback = followed
