"""What words on the command line mean, and how the command answers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiptools.jobs import FORMATS
from kiptools.language import LANGUAGES, Language
from kiptools.messages import Message, message

__all__ = [
    "Commands",
    "comma_list",
    "count",
    "counting_line",
    "day",
    "formats",
    "learners",
    "months",
    "said",
    "say_reading",
    "seed",
]

Commands = argparse._SubParsersAction  # what add_subparsers gives; argparse has no public name for it


def comma_list(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.split(",")) if name]


def count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of partners; give a whole number above 0")
    return int(text)


def learners(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of learners; give a whole number from 1 to 100")
    return int(text)


def seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 0 or more")
    return int(text)


def months(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of months; give a whole number above 0")
    return int(text)


def formats(text: str) -> list[str]:
    names = comma_list(text.lower())
    if not names or not set(names) <= set(FORMATS):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of formats; choose from {', '.join(FORMATS)}")
    return list(dict.fromkeys(names))


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; give one like 2026-03-31") from None


def say_reading(export: Path, lang: str) -> None:
    """Beside the output, so that a large file is no silence."""
    print(Language(lang).say(message("Reading {file} …", file=export.name)), file=sys.stderr, flush=True)


def counting_line() -> Callable[[str, int, int], None]:
    """What shows a line that counts, in its place; where it would be kept as a file, a line for every tenth of all."""
    width, tenth = 0, -1

    def show(line: str, done: int, of: int) -> None:
        nonlocal width, tenth
        if sys.stderr.isatty():
            print(f"\r{line:<{width}}", end="\n" if done == of else "", file=sys.stderr, flush=True)
            width = len(line)
        elif 10 * done // of > tenth:
            tenth = 10 * done // of
            print(line, file=sys.stderr, flush=True)

    return show


def said(fault: Message, lang: str) -> str:
    """In the chosen language, if there is such a language."""
    return Language(lang if lang in LANGUAGES else "en").say(fault)
