"""``kip learn``: a learner's own copy of an exercise, opened; ``kip class``: what learners handed in."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cli.parsing import Commands, seed
from kiptools.jobs import option_name
from kiptools.messages import KipError, message

if TYPE_CHECKING:
    from kiptools.show import Rendered, Show

__all__ = ["add_class", "add_learn"]


def add_learn(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "learn",
        help="open your own copy of an exercise, or see what is solved",
        description="Make your own copy of an exercise and open it in JupyterLab; without a name, list the exercises.",
    )
    command.add_argument("name", nargs="?", metavar="NAME", help="the exercise, e.g. evaluation")
    command.add_argument("--folder", type=Path, metavar="DIR", help="where your copies are: kip-exercises, at home")
    command.add_argument(
        "--seed", type=seed, metavar="N", help="data of your own: a number from 1 on; 0 is the demo network"
    )
    command.add_argument("--reset", action="store_true", help="begin again; what is there is kept under a new name")
    command.add_argument("--progress", action="store_true", help="only show which questions are solved")
    command.add_argument("--hand-in", type=Path, metavar="FILE", help="write a file for the trainer, without your name")
    command.add_argument("--sign", metavar="NAME", help="put your name into that file")
    command.add_argument("--no-browser", action="store_true", help="start JupyterLab without opening a browser")
    command.set_defaults(run=_learn)
    return command


def add_class(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "class",
        help="see how a class fared, from the files that learners handed in",
        description="For each question: who tried, who solved it, and the commonest wrong answer.",
    )
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help="progress files, or folders with them")
    command.add_argument("--out", type=Path, metavar="FILE", help="write one page as well: class.html")
    command.set_defaults(run=_class)
    return command


def _learn(options: argparse.Namespace) -> None:
    from kiptools.learning import exercise_called, own_folder, prepare_folder, start_lab
    from kiptools.progress import hand_in
    from kiptools.show import Show

    show = Show(options.lang)
    _refuse_what_does_not_go_together(options)
    name = exercise_called(options.name) if options.name else None
    folder = own_folder() if options.folder is None else options.folder
    if folder.is_file():
        raise KipError(message("{folder} is a file, not a folder.", folder=str(folder)))
    if options.hand_in:
        path = hand_in(folder, options.hand_in, options.sign or "")
        told = (
            message("{file} is ready for the trainer; your name is in it.", file=str(path))
            if options.sign
            else message("{file} is ready for the trainer; your name is not in it.", file=str(path))
        )
        print(show.language.say(told))
    elif options.progress or not name:
        print(_progress(name, folder, show, options.progress).text)
    else:
        [copy] = prepare_folder(folder, [name], options.lang, options.seed, reset=options.reset)
        for note in copy.notes:
            print(show.language.say(note))
        print(show.language.say(message("Your copy is {file}.", file=str(copy.path))))
        opens = message("JupyterLab opens it in the browser. To end it, press Control-C here.")
        print(show.language.say(opens), flush=True)
        code = start_lab(folder, copy.path, ["--no-browser"] if options.no_browser else [])
        if code:
            raise KipError(
                message("JupyterLab ended with an error (number {code}): what it says stands above.", code=str(code))
            )


def _refuse_what_does_not_go_together(options: argparse.Namespace) -> None:
    for name in ("reset", "seed"):
        if getattr(options, name) not in (None, False) and (not options.name or options.progress or options.hand_in):
            raise KipError(message("--{name} needs the name of an exercise to open.", name=option_name(name)))
    if options.hand_in and (options.name or options.progress):
        raise KipError(
            message(
                "--hand-in writes what is counted for all exercises: leave out the name of an exercise and --progress."
            )
        )
    if options.sign is not None and not options.hand_in:
        raise KipError(message("--{name} needs --{needed} as well.", name="sign", needed="hand-in"))
    if options.sign is not None and not options.sign.strip():
        raise KipError(message("Give your name after --sign, or leave --sign out."))


def _progress(name: str | None, folder: Path, show: Show, all: bool) -> Rendered:
    """What is solved: in one exercise, in each, or for each question."""
    from kiptools.progress import FILE_NAME, WAY_ON, DamagedProgress, Progress, read_progress
    from kiptools.show.html import join, paragraph
    from kiptools.show.progress import details, overview

    there = os.path.lexists(folder / FILE_NAME)
    begin = message("Begin with the first: kip learn evaluation")
    if all and not there:
        raise KipError([message("There is no progress file in {folder}.", folder=str(folder)), begin])
    try:
        progress = read_progress(folder / FILE_NAME) if there else Progress()
    except DamagedProgress as error:
        raise KipError([*error.faults, WAY_ON]) from None
    if name:
        return details(progress, name, show.language)
    table = show.table(progress) if all else overview(progress, show.language)
    if there:
        return table
    return join([table, paragraph(show.language.say(begin))])


def _class(options: argparse.Namespace) -> None:
    from kiptools.places import refuse_existing, replacing
    from kiptools.progress import read_class
    from kiptools.show import Show
    from kiptools.teaching import page as as_page

    show = Show(options.lang)
    if options.out:
        if options.out.suffix.lower() != ".html":
            raise KipError(message("{file}: give a name that ends in .html.", file=str(options.out)))
        refuse_existing(options.out)
    found = read_class(options.files)
    sentence, table = show.sentence(found), show.table(found)
    print(f"{sentence.text}\n\n{table.text}")
    if options.out:
        page = show.table(replace(found, notes=()))  # what files are called may tell who handed in
        title = show.language.say(message("How the class fared"))
        with replacing(options.out) as new:
            new.write_text(as_page([f"# {title}", sentence, page], show.lang), encoding="utf-8")
        print(show.language.say(message("{file} is written.", file=str(options.out))))
