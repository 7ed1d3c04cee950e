"""Progress files: counted beside the notebooks, handed in without a name, and read as data whoever wrote them."""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiptools as kip
import kiptools.show.progress  # noqa: F401
from kiptools import progress as progress_module
from kiptools.checks import exercise, find, questions
from kiptools.checks.keys import CORRECT, NOT_ATTEMPTED, NOT_YET, OTHERWISE, UNREADABLE, Verdict
from kiptools.cli.learning import add_class
from kiptools.messages import KipError
from kiptools.progress import (
    FILE_NAME,
    Progress,
    begin,
    forget,
    hand_in,
    read_class,
    read_progress,
    record,
)

E1_MISTAKE = find("E1").key(exercise("evaluation")).mistakes[0]
RIGHT = Verdict("E1", CORRECT, ())
WRONG = Verdict("E1", NOT_YET, (), E1_MISTAKE.name)


@pytest.fixture(autouse=True)
def a_new_session():
    progress_module._told.clear()


@pytest.fixture
def counted(tmp_path) -> Path:
    """A folder in which attempts are counted."""
    folder = tmp_path / "learner"
    folder.mkdir()
    begin(folder)
    return folder


def written(path: Path, questions: object = None, **more: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"kip_progress": 1, "questions": questions or {}, **more}), encoding="utf-8")
    return path


def entry(attempts: int = 1, solved: bool = True, **mistakes: int) -> dict[str, object]:
    return {"attempts": attempts, "solved": solved, "mistakes": mistakes}


# Counting.


def test_without_a_file_nothing_is_counted_and_nothing_is_written(tmp_path):
    assert record(WRONG, tmp_path) is None and not [*tmp_path.iterdir()]


def test_attempts_mistakes_and_what_is_solved_are_counted(counted, monkeypatch):
    monkeypatch.chdir(counted)  # the folder of the notebook
    record(Verdict("E1", NOT_ATTEMPTED, ()))
    assert read_progress(FILE_NAME) == Progress()
    for verdict in (WRONG, WRONG, Verdict("E1", NOT_YET, (), UNREADABLE), RIGHT, WRONG):
        found = record(verdict)
    assert found == read_progress(counted)
    assert found.attempts == (("E1", 5),) and found.solved == {"E1"}
    assert set(found.mistakes) == {("E1", E1_MISTAKE.name, 3), ("E1", UNREADABLE, 1)}
    assert str(found.line("evaluation")).startswith("Solved so far: 1 of ")


def test_the_file_holds_counts_and_nothing_else(counted):
    record(WRONG, counted)
    record(RIGHT, counted)
    assert json.loads((counted / FILE_NAME).read_text(encoding="utf-8")) == {
        "kip_progress": 1,
        "questions": {"E1": {"attempts": 2, "solved": True, "mistakes": {E1_MISTAKE.name: 1}}},
    }
    assert [path.name for path in counted.iterdir() if path.name != ".progress.lock"] == [FILE_NAME]


def test_what_the_kit_does_not_know_is_not_counted_under_its_name(counted):
    record(Verdict("E1", NOT_YET, (), "Ana Horvat, ana@example.org"), counted)
    record(Verdict("Z9", CORRECT, ()), counted)
    record(Verdict("E999", CORRECT, ()), counted)
    assert read_progress(counted).mistakes == (("E1", OTHERWISE, 1),)
    assert read_progress(counted).attempts == (("E1", 1),)


def test_a_check_counts_and_says_so(counted, monkeypatch):
    monkeypatch.chdir(counted)
    right = find("E1").key(exercise("evaluation")).right
    assert "Solved so far: 1 of" in kip.Show("en").check("E1", right).text
    assert read_progress(counted).solved == {"E1"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"kip_progress": 1}', b'{"kip_progress": 1, "questions": []}']
)
def test_a_damaged_file_is_told_once_left_alone_and_stops_nobody(counted, monkeypatch, content):
    (counted / FILE_NAME).write_bytes(content)
    monkeypatch.chdir(counted)
    first, second = (kip.Show("en").check("E1", E1_MISTAKE.answer) for _ in range(2))
    assert "Attempts are not counted here: " in first.text and "it stays as it is" in first.text
    assert "Attempts are not counted" not in second.text
    said = kip.Show("en").language.say(E1_MISTAKE.said)
    assert said in first.text and said in second.text
    assert (counted / FILE_NAME).read_bytes() == content


def test_a_folder_that_cannot_be_written_to_stops_nobody(counted, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    before = (counted / FILE_NAME).read_bytes()
    monkeypatch.setattr(progress_module, "replacing", full)
    assert "cannot be written" in str(record(WRONG, counted).line("evaluation"))
    assert (counted / FILE_NAME).read_bytes() == before


def test_a_link_in_place_of_the_file_is_not_followed(counted, tmp_path):
    other = written(tmp_path / "other.json")
    before = other.read_bytes()
    (counted / FILE_NAME).unlink()
    (counted / FILE_NAME).symlink_to(other)
    assert "no ordinary file" in str(record(WRONG, counted).line("evaluation"))
    assert other.read_bytes() == before and (counted / FILE_NAME).is_symlink()


def test_notebooks_that_count_at_once_lose_nothing(counted):
    code = (
        "import sys; from pathlib import Path; from kiptools.progress import record; "
        "from kiptools.checks.keys import Verdict\n"
        f"for _ in range(20): record(Verdict('E1', 'not yet', (), {E1_MISTAKE.name!r}), Path(sys.argv[1]))"
    )
    kernels = [subprocess.Popen([sys.executable, "-c", code, str(counted)]) for _ in range(4)]
    assert [kernel.wait(120) for kernel in kernels] == [0] * 4
    assert read_progress(counted).attempts == (("E1", 80),)
    assert read_progress(counted).mistakes == (("E1", E1_MISTAKE.name, 80),)


def test_forgetting_an_exercise_keeps_the_others(counted):
    written(counted / FILE_NAME, {"E1": entry(2, otherwise=1), "P1": entry(3), "E77": entry()})
    forget(counted, "evaluation")
    found = read_progress(counted)
    assert found.attempts == (("P1", 3),) and found.solved == {"P1"} and found.mistakes == ()
    assert forget(counted, "partner_network") and not forget(counted, "partner_network")


# Handing in.


def test_the_file_for_the_trainer_has_a_name_only_if_one_is_given(counted, tmp_path):
    record(RIGHT, counted)
    plain, signed = tmp_path / "a.json", tmp_path / "b.json"
    assert hand_in(counted, plain) == plain
    assert plain.read_bytes() == (counted / FILE_NAME).read_bytes()
    hand_in(counted, signed, "Ana  Horvat\n")
    assert read_progress(signed).signed == "Ana Horvat" and read_progress(plain).signed == ""
    with pytest.raises(KipError, match="exists already"):
        hand_in(counted, plain)


def test_only_what_the_kit_knows_is_handed_in(counted, tmp_path):
    written(counted / FILE_NAME, {"E1": entry(3, anas_secret=1), "my street": entry()}, signed="Ana")
    content = json.loads(hand_in(counted, tmp_path / "out.json").read_text(encoding="utf-8"))
    assert content == {"kip_progress": 1, "questions": {"E1": entry(3)}}


@pytest.mark.parametrize(
    ("out", "sign", "said"), [("out.txt", "", "ends in .json"), ("out.json", "x" * 81, "too long")]
)
def test_what_is_wrong_with_handing_in_is_said(counted, tmp_path, out, sign, said):
    with pytest.raises(KipError, match=said):
        hand_in(counted, tmp_path / out, sign)
    assert not (tmp_path / out).exists()


def test_a_damaged_file_is_not_handed_in_and_the_way_on_is_said(counted, tmp_path):
    (counted / FILE_NAME).write_text("{")
    with pytest.raises(KipError, match=r"(?s)damaged.*give that file another name"):
        hand_in(counted, tmp_path / "out.json")
    assert (counted / FILE_NAME).read_text() == "{" and not (tmp_path / "out.json").exists()


def test_nothing_counted_nothing_to_hand_in(tmp_path):
    with pytest.raises(KipError, match="Nothing is counted"):
        hand_in(tmp_path, tmp_path / "out.json")


# A class.


@pytest.fixture
def class_of_six(tmp_path) -> Path:
    """Counted by hand: E1 tried by 5 with 1 + 3 + 4 + 2 + 2 = 12 attempts, solved by 3."""
    folder = tmp_path / "class"
    name = E1_MISTAKE.name
    written(folder / "1.json", {"E1": entry()})
    written(folder / "2.json", {"E1": entry(3, True, **{name: 2})})
    written(folder / "3.json", {"E1": entry(4, False, **{name: 1, OTHERWISE: 3})})
    written(folder / "table" / "4.json", {"E1": entry(2, False, **{UNREADABLE: 2})})
    written(folder / "5.json", {"E1": entry(2, True, **{name: 1})}, signed="Ana")
    written(folder / "6.json")
    return folder


def test_a_class_is_counted(class_of_six):
    found = read_class(class_of_six)
    first, *others = found.questions
    assert found.learners == 6 and not found.notes and not found.few
    assert (first.id, first.tried, first.attempts, first.solved) == ("E1", 5, 12, 3)
    assert first.mistakes == ((E1_MISTAKE.name, 3, 4), (OTHERWISE, 1, 3), (UNREADABLE, 1, 2))
    assert [each.id for each in found.questions] == [each.id for each in questions("evaluation")]
    assert all(each.attempts == each.tried == each.solved == 0 for each in others)
    assert [(each.name, each.solved) for each in found.signed] == [("Ana", ("E1",))]


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_a_class_is_shown(class_of_six, lang):
    show, found = kip.Show(lang), read_class(class_of_six)
    table = show.table(found)
    mistake = " ".join(show.language.say(E1_MISTAKE.said).split())
    assert mistake in " ".join(table.text.split())
    assert "Ana" in table.text and "1.json" not in table.html and str(class_of_six) not in table.html
    assert "6" in show.sentence(found).text
    if lang == "en":
        assert "by 3 learners, 4 times" in table.text
        assert "5 of 6" in table.text and "3 of 6" in table.text
        assert show.sentence(found).text == (
            "6 learners handed in a file."  # of one question nobody can say that it was the hardest
        )


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"E1": entry(), "E2": entry(2, False)}, "The hardest question was E2: tried by 1, solved by 0."),
        ({"E1": entry(), "E2": entry()}, "Whoever tried a question solved it."),
        ({"E1": entry()}, "Whoever tried a question solved it."),
        ({"E1": entry(2, False)}, ""),
    ],
)
def test_the_hardest_question_is_one_of_several(tmp_path, entries, said):
    found = read_class(written(tmp_path / "a.json", entries))
    assert kip.Show("en").sentence(found).text == f"1 learner handed in a file. {said}".strip()
    for lang in kip.LANGUAGES:
        assert ("E2" in kip.Show(lang).sentence(found).text) == ("E2" in said)


def test_more_attempts_than_anybody_makes_by_hand_are_named_and_left_out(tmp_path):
    written(tmp_path / "a.json", {"E1": entry(1_000_000, True, otherwise=999_999), "E2": entry(1000)})
    written(tmp_path / "b.json", {"E1": entry(3)})
    found = read_class(tmp_path)
    first, second, *_ = found.questions
    assert (first.tried, first.attempts, first.solved, first.mistakes) == (1, 3, 1, ())
    assert (second.tried, second.attempts) == (1, 1000) and found.learners == 2
    [note] = found.notes
    assert "a.json has more than 1000 attempts" in str(note) and str(note).endswith("left out: E1.")


def test_few_files_without_a_name_may_be_recognised(tmp_path):
    for number in range(4):
        written(tmp_path / f"{number}.json", {"E1": entry()})
    assert "may recognise" in kip.Show("en").table(read_class(tmp_path)).text
    written(tmp_path / "4.json", {"E1": entry()}, signed="Ana")
    assert read_class(tmp_path).few
    written(tmp_path / "5.json", {"E1": entry(5)})
    assert not read_class(tmp_path).few and "may recognise" not in kip.Show("en").table(read_class(tmp_path)).text


def test_a_file_given_twice_counts_once(tmp_path):
    one, other = written(tmp_path / "a.json", {"E1": entry()}), written(tmp_path / "b.json", {"E1": entry()})
    os.link(one, tmp_path / "c.json")
    found = read_class([one, tmp_path, str(other)])
    assert found.learners == 2
    said = "\n".join(map(str, found.notes))
    assert said.count("counts once") == 3 and "c.json is the same file as" in said
    assert said.count("Both count") == 1  # b.json, another file with the same in it


def test_two_learners_who_tried_nothing_are_no_duplicates(tmp_path):
    found = read_class([written(tmp_path / "a.json"), written(tmp_path / "b.json")])
    assert found.learners == 2 and not found.notes
    assert "Nobody has tried a question yet." in kip.Show("en").sentence(found).text
    assert "E1" not in kip.Show("en").table(found).text


def test_what_the_kit_does_not_know_is_named_and_left_out(tmp_path):
    path = written(tmp_path / "a.json", {"E1": entry(4, True, spy=2), "<b>Q</b>": entry(), "\x1b[31mZ": entry()})
    found = read_class(path)
    assert found.questions[0].attempts == 4 and found.questions[0].mistakes == ()
    table = kip.Show("en").table(found)
    assert "E1 spy" in table.text and "<b>Q</b>" in table.text and "&lt;b&gt;Q&lt;/b&gt;" in table.html
    assert "<b>" not in table.html and "\x1b" not in table.text + table.html


MARKUP = '<img src=x onerror=alert(1)>"\x1b]0;title\x07\u202e'


def test_a_signature_is_data(tmp_path):
    found = read_class(written(tmp_path / "a.json", {"E1": entry()}, signed=MARKUP))
    table = kip.Show("en").table(found)
    assert "<img" not in table.html and "&lt;img" in table.html
    assert not {"\x1b", "\x07", "\u202e"} & set(table.text + table.html + kip.Show("en").sentence(found).text)


def test_the_name_of_a_file_is_data(tmp_path):
    path = tmp_path / "<b>\x1b[31m.json"
    path.write_text("{")
    good = written(tmp_path / "good.json")
    shown = kip.Show("en").table(read_class([path, good]))
    assert "<b>" not in shown.html and "\x1b" not in shown.text + shown.html


HOSTILE = {
    "nothing": b"",
    "an array": b"[1, 2]",
    "a number": b"7",
    "no version": b'{"questions": {}}',
    "version true": b'{"kip_progress": true, "questions": {}}',
    "version 0": b'{"kip_progress": 0, "questions": {}}',
    "a newer version": b'{"kip_progress": 2, "questions": {}}',
    "a huge version": b'{"kip_progress": ' + b"9" * 5000 + b', "questions": {}}',
    "other keys": b'{"kip_progress": 1, "questions": {}, "__class__": "os.system"}',
    "a class for an entry": b'{"kip_progress": 1, "questions": {"E1": {"__class__": "x", "attempts": 1}}}',
    "NaN": b'{"kip_progress": 1, "questions": {"E1": {"attempts": NaN, "solved": true, "mistakes": {}}}}',
    "infinity": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 1e999, "solved": true, "mistakes": {}}}}',
    "negative": b'{"kip_progress": 1, "questions": {"E1": {"attempts": -1, "solved": false, "mistakes": {}}}}',
    "a fraction": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 1.0, "solved": false, "mistakes": {}}}}',
    "a billion": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 1000000001, "solved": false, "mistakes": {}}}}',
    "truth as a count": b'{"kip_progress": 1, "questions": {"E1": {"attempts": true, "solved": true, "mistakes": {}}}}',
    "solved without trying": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 0, "solved": true, "mistakes": {}}}}',
    "more mistakes than attempts": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 1, "solved": false, "mistakes": {"a": 2}}}}',
    "a list of mistakes": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 1, "solved": false, "mistakes": ["a"]}}}',
    "a key twice": b'{"kip_progress": 1, "questions": {"E1": {"attempts": 1, "attempts": 2, "solved": true, "mistakes": {}}}}',
    "half a letter": b'{"kip_progress": 1, "questions": {"\\ud800": {"attempts": 1, "solved": true, "mistakes": {}}}}',
    "half a letter in a signature": b'{"kip_progress": 1, "questions": {}, "signed": "\\udfff"}',
    "half a letter twice": b'{"\\ud800": 1, "\\ud800": 2}',
    "a signature that is a list": b'{"kip_progress": 1, "questions": {}, "signed": ["Ana"]}',
    "a long signature": b'{"kip_progress": 1, "questions": {}, "signed": "' + b"x" * 5000 + b'"}',
    "deep": b"[" * 150_000,
    "deep inside": b'{"kip_progress": 1, "questions": ' + b'{"a":' * 30_000 + b"1" + b"}" * 30_001,
    "many questions": json.dumps({"kip_progress": 1, "questions": {f"Q{n}": {} for n in range(2000)}}).encode(),
    "a pickle": pickle.dumps(print),
    "a script": b"#!/bin/sh\ntouch ran\n",
    "UTF-16": '{"kip_progress": 1, "questions": {}}'.encode("utf-16"),
    "large": b" " * 200_001,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_one_sentence_and_the_others_are_read(tmp_path, what):
    bad, good = tmp_path / "bad.json", written(tmp_path / "good.json", {"E1": entry()})
    bad.write_bytes(HOSTILE[what])
    found = read_class([bad, good])
    assert found.learners == 1 and found.questions[0].solved == 1
    assert len(found.notes) == 1 and "bad.json" in str(found.notes[0]) and "\n" not in str(found.notes[0])
    with pytest.raises(KipError) as refused:
        read_class(bad)
    assert len(refused.value.faults) == 1
    kip.Show("fr").table(found)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(content)
    with pytest.raises(KipError):
        read_class(path)


counts = st.one_of(st.integers(-2, 5), st.just(10**30), st.floats(), st.booleans(), st.none(), st.text(max_size=3))
entries = st.one_of(
    counts,
    st.fixed_dictionaries(
        {
            "attempts": counts,
            "solved": counts,
            "mistakes": st.one_of(counts, st.dictionaries(st.text(max_size=9), counts, max_size=3)),
        }
    ),
)


@given(
    st.fixed_dictionaries(
        {"kip_progress": st.sampled_from([1, 1, 1, 0, 2, "1", None])},
        optional={
            "questions": st.one_of(
                counts, st.dictionaries(st.sampled_from(["E1", "E2", "", "Z9"]), entries, max_size=3)
            ),
            "signed": st.one_of(st.text(max_size=90), counts),
            "more": counts,
        },
    )
)
def test_any_json_is_counted_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    try:
        found = read_class(path)
    except KipError as refused:
        assert len(refused.faults) == 1 and str(refused)
        return
    for lang in ("en", "hr"):
        kip.Show(lang).table(found)
        kip.Show(lang).sentence(found)
    for each in found.questions:
        assert 0 <= each.solved <= each.tried <= 1 and each.attempts <= 5


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("evaluation.ipynb", "is a notebook"),
        ("class.zip", "unpack it"),
        ("progress.pkl", "not opened"),
        ("progress.py", "not opened"),
        ("absent.json", "There is no file"),
        ("nul\0.json", "cannot be opened"),
    ],
)
def test_other_files_are_refused_unopened(tmp_path, name, said, monkeypatch):
    if "absent" not in name and "\0" not in name:
        written(tmp_path / name)
    monkeypatch.setattr(os, "open", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(KipError, match=said):
        read_class(tmp_path / name)


def test_a_hostile_notebook_runs_nothing(tmp_path):
    code = f"open({str(tmp_path / 'ran')!r}, 'w')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbformat.write(notebook, tmp_path / "evaluation.ipynb")
    (tmp_path / "progress.json").write_text(nbformat.writes(notebook))  # the same under an innocent name
    for path in (tmp_path / "evaluation.ipynb", tmp_path / "progress.json", tmp_path):
        with pytest.raises(KipError):
            read_class(path)
    assert not (tmp_path / "ran").exists()


def test_a_class_file_loads_no_code_beside_it(tmp_path):
    """A module of the kit's own name that lies beside the files is not imported."""
    for name in ("json", "kiptools", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w')")
    written(tmp_path / "a.json", {"E1": entry()})
    code = "from kiptools.progress import read_class; print(read_class('.').learners)"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n" and not (tmp_path / "ran").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_devices_links_and_folders_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "folder.json").mkdir()
    secret = written(tmp_path / "elsewhere" / ".hidden" / "secret.json", {"E1": entry()})
    (tmp_path / "link.json").symlink_to(secret)
    good = written(tmp_path / "good.json", {"E1": entry()})
    found = read_class(tmp_path)
    assert found.learners == 1
    said = "\n".join(map(str, found.notes))
    assert said.count("no ordinary file") == len(found.notes) == 4
    given = [good, Path("/dev/zero"), Path("/dev/null"), tmp_path / "loop.json"]
    assert [str(note).count("no ordinary file") for note in read_class(given).notes] == [1, 1, 1]


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(os, "open", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(KipError, match="larger than a progress file can be"):
        read_class(tmp_path)


def test_an_empty_folder_is_said(tmp_path):
    with pytest.raises(KipError, match="no progress file in"):
        read_class(tmp_path)
    with pytest.raises(KipError, match="no progress file among"):
        read_class([])


# The command.


@pytest.fixture
def command(capsys):
    """Runs ``kip class …``."""

    def run(*words: object, lang: str = "en") -> str:
        parser = argparse.ArgumentParser()
        add_class(parser.add_subparsers()).add_argument("--lang", default="en")
        options = parser.parse_args(["class", *map(str, words), "--lang", lang])
        options.run(options)
        return capsys.readouterr().out

    return run


def test_the_command_shows_and_writes_a_page(command, class_of_six, tmp_path):
    out = tmp_path / "class.html"
    (class_of_six / "ana.json").write_text("{")
    said = command(class_of_six, "--out", out)
    page = out.read_text(encoding="utf-8")
    assert "6 learners handed in a file." in said and f"{out} is written." in said
    assert "ana.json" in said and "ana.json" not in page  # files are called after people
    assert "Questions of the exercises" in page and "<script" not in page and "How the class fared" in page
    with pytest.raises(KipError, match="exists already"):
        command(class_of_six, "--out", out)
    with pytest.raises(KipError, match=r"\.html"):
        command(class_of_six, "--out", tmp_path / "class.txt")


def test_a_hostile_signature_is_no_markup_on_the_page(command, tmp_path):
    path, out = written(tmp_path / "a.json", {"E1": entry()}, signed=MARKUP), tmp_path / "class.html"
    said = command(path, "--out", out)
    assert "<img" not in out.read_text(encoding="utf-8") and "\x1b" not in said
