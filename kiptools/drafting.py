"""A questionnaire while it is being edited: what can be chosen, what was chosen, and the way back.

A `Draft` is frozen: every change is a function that returns a new one, which remembers the one before it. What was left
out stays in it, so that it can be taken in again; ``draft.codebook`` is the questionnaire as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kiptools.codebook import Codebook, Item, Scale, Wording, with_wordings
from kiptools.messages import KipError, message, visible
from kiptools.priority import importance_of
from kiptools.questionnaires import IMPORTANCE_NOTE

__all__ = [
    "Draft",
    "moved",
    "open_draft",
    "restored",
    "undone",
    "with_constructs",
    "with_importance",
    "with_languages",
    "with_statement",
    "with_wording",
    "without",
]


@dataclass(frozen=True)
class Draft:
    """A questionnaire and everything that it could have.

    Parameters
    ----------
    whole : Codebook
        All questions, those that are left out as well, in their order.
    topics : tuple of str
        Names of the constructs that are asked about.
    languages : tuple of str
        Codes of the languages in which it is asked.
    importance : bool
        Whether it is asked how important each statement is.
    out : frozenset of str
        Names of the statements that are left out.
    before : Draft or None
        What it was before the last change.
    """

    whole: Codebook
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    importance: bool = True
    out: frozenset[str] = frozenset()
    before: Draft | None = field(default=None, compare=False, repr=False)

    @cached_property
    def codebook(self) -> Codebook:
        """The questionnaire as it stands."""
        items = tuple(item for item in self.whole.items if self.asks(item))
        asked = {item.name for item in items}
        anchors, following = {"": ""}, ""
        for item in reversed(self.whole.items):
            following = item.name if item.name in asked else following
            anchors[item.name] = following
        notes = tuple(
            replace(note, before=anchors.get(note.before, ""))
            for note in self.whole.notes
            if note.name != IMPORTANCE_NOTE or any(item.role == "importance" for item in items)
        )
        topics = {construct.name: construct for construct in self.whole.constructs}
        named = dict.fromkeys(item.construct for item in items if item.construct)
        constructs = tuple(topics[name] for name in named)
        chosen = replace(self.whole, items=items, constructs=constructs, notes=notes)
        return with_wordings(chosen, lambda wording: wording.only(self.languages))

    def asks(self, item: Item) -> bool:
        """Whether the questionnaire has that question."""
        if item.construct and item.construct not in self.topics:
            return False
        if item.role == "importance" and not self.importance:
            return False
        return item.name not in self.out and self.statement_of.get(item.name) not in self.out

    def statements(self, topic: str) -> tuple[Item, ...]:
        """What is asked about a topic, each statement once: its question on importance goes with it."""
        return tuple(item for item in self._on(topic) if self.asks(item))

    def left_out(self, topic: str) -> tuple[Item, ...]:
        """The statements on a topic that can be taken in again."""
        return tuple(item for item in self._on(topic) if item.name in self.out)

    def _on(self, topic: str) -> tuple[Item, ...]:
        return tuple(
            item for item in self.whole.items if item.construct == topic and item.name not in self.statement_of
        )

    @cached_property
    def twins(self) -> Mapping[str, Item]:
        """By a statement's name, the question how important it is."""
        found = ((item.name, importance_of(self.whole, item)) for item in self.whole.items if item.role == "experience")
        return {name: twin for name, twin in found if twin is not None}

    @cached_property
    def statement_of(self) -> Mapping[str, str]:
        """By the name of a question on importance, its statement."""
        return {twin.name: name for name, twin in self.twins.items()}

    @cached_property
    def frames(self) -> Mapping[str, str]:
        """By language, what stands before a statement when it is asked how important it is."""
        found: dict[str, Counter[str]] = {}
        for name, twin in self.twins.items():
            statement = dict(self.whole[name].wording.texts)
            for code, text in twin.wording.texts:
                if statement.get(code) and text.endswith(statement[code]):
                    found.setdefault(code, Counter())[text.removesuffix(statement[code])] += 1
        return {code: counts.most_common(1)[0][0] for code, counts in found.items()}

    def follows(self, name: str, language: str) -> bool:
        """Whether the question on importance has the statement's own words, and changes with them."""
        if name not in self.twins:
            return True
        asked, said = dict(self.twins[name].wording.texts), dict(self.whole[name].wording.texts)
        return asked.get(language, "") == self._framed(language, said.get(language, ""))

    def _framed(self, language: str, text: str) -> str:
        return self.frames.get(language, "") + text if text else ""


# --- opening -----------------------------------------------------------------------------------------


def open_draft(codebook: Codebook, bank: Codebook) -> Draft:
    """A questionnaire to be edited, with what the bank has beyond it.

    Parameters
    ----------
    codebook : Codebook
    bank : Codebook
        Its statements can be taken in; its translations are offered for wordings that are still the bank's own.

    Returns
    -------
    Draft
        ``draft.codebook`` is `codebook`.
    """
    asked_twice = any(item.role == "importance" for item in codebook.items)
    topics = tuple(construct.name for construct in codebook.constructs)
    languages = codebook.languages
    if not set(languages) & set(bank.languages):  # the bank could not say anything in it
        return Draft(codebook, topics, languages, asked_twice)
    names = {item.name for item in codebook.items}
    further = [item for item in _on_its_scales(bank, codebook) if item.construct and item.name not in names]
    items = list(codebook.items)
    for item in further:
        items.insert(_place(items, item, bank), item)
    anchors, added = {note.name: note.before for note in bank.notes}, {item.name for item in further}
    notes = tuple(  # a note whose statement is left out here stands where the bank has it
        replace(note, before=anchors[note.name]) if anchors.get(note.name) in added else note for note in codebook.notes
    )
    known = {note.name for note in notes}
    notes += tuple(
        note for note in bank.notes if note.name == IMPORTANCE_NOTE and note.name not in known and not asked_twice
    )
    constructs = (*codebook.constructs, *(each for each in bank.constructs if each.name not in topics))
    whole = replace(codebook, items=tuple(items), constructs=constructs, notes=notes)
    out = frozenset(
        item.name for item in further if item.construct in topics and (item.role != "importance" or asked_twice)
    )
    rated = any(item.rated for item in codebook.items)
    return Draft(_with_translations(whole, languages, bank), topics, languages, asked_twice or not rated, out)


def _on_its_scales(bank: Codebook, codebook: Codebook) -> Iterable[Item]:
    """The bank's questions with the answers that the questionnaire has under the same name."""
    scales = {item.scale.name: item.scale for item in codebook.items if item.scale}
    for item in bank.items:
        own = scales.get(item.scale.name) if item.scale else None
        if item.scale is None or own is None:
            yield item
        elif own.scores == item.scale.scores and own.ordered == item.scale.ordered:
            yield replace(item, scale=own)
        else:
            yield replace(item, scale=Scale(_free(item.scale.name, scales), item.scale.choices))


def _place(items: list[Item], new: Item, bank: Codebook) -> int:
    """Where a statement goes: behind those on its topic with its role, else behind the topic before it.

    Without any topic that is behind what the bank asks before its topics.
    """
    same = [place for place, item in enumerate(items) if item.construct == new.construct]
    if same:
        alike = [place for place in same if items[place].role == new.role]
        return (alike or same)[-1] + 1
    order = [construct.name for construct in bank.constructs]
    topics = [place for place, item in enumerate(items) if item.construct]
    earlier = [place for place in topics if items[place].construct in order[: order.index(new.construct)]]
    if topics:
        return earlier[-1] + 1 if earlier else topics[0]
    first = next(place for place, item in enumerate(bank.items) if item.construct)
    before = {item.name for item in bank.items[:first]}
    return max((place for place, item in enumerate(items) if item.name in before), default=-1) + 1


def _with_translations(codebook: Codebook, languages: tuple[str, ...], bank: Codebook) -> Codebook:
    """What is worded as in the bank has the bank's further languages too."""
    known: dict[tuple[tuple[str, str], ...], Wording] = {}

    def key(wording: Wording) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((code, text) for code, text in wording.texts if code in shared))

    def learn(wording: Wording) -> Wording:
        known.setdefault(key(wording), wording)
        return wording

    def complete(wording: Wording) -> Wording:
        had = dict(wording.texts)
        found = known.get(key(wording), Wording()) if key(wording) else Wording()
        return Wording(wording.texts + tuple(pair for pair in found.texts if pair[0] not in {*had, *languages}))

    shared = set(languages) & set(bank.languages)
    with_wordings(bank, learn)
    return with_wordings(codebook, complete)


# --- changing ----------------------------------------------------------------------------------------


def undone(draft: Draft) -> Draft:
    """The draft before the last change; the first one as it is."""
    return draft.before or draft


def with_constructs(draft: Draft, names: Iterable[str]) -> Draft:
    """Ask about these topics, and about no other.

    Raises
    ------
    KipError
        There is no such topic.
    """
    known, wanted = tuple(construct.name for construct in draft.whole.constructs), tuple(names)
    for name in wanted:
        if name not in known:
            raise KipError(
                message('There is no topic "{name}"; the questionnaire can have {names}.', name=name, names=known)
            )
    return _changed(draft, topics=tuple(name for name in known if name in wanted))


def with_importance(draft: Draft, asked: bool) -> Draft:
    """Ask how important each statement is, or do not."""
    return _changed(draft, importance=asked)


def with_languages(draft: Draft, codes: Iterable[str]) -> Draft:
    """Ask in these languages.

    Raises
    ------
    KipError
        None is left, or there is no wording in one of them.
    """
    known, wanted = draft.whole.languages, tuple(codes)
    for code in wanted:
        if code not in known:
            raise KipError(message('There is no wording in "{code}"; there is one in {codes}.', code=code, codes=known))
    if known and not wanted:
        raise KipError(message("A questionnaire needs one language at least."))
    return _changed(draft, languages=tuple(code for code in known if code in wanted))


def with_wording(draft: Draft, name: str, language: str, text: str) -> Draft:
    """Word a question differently in one language.

    Where the question on a statement's importance has the statement's own words, it changes with them.
    A wording in a language that is not asked in is forgotten, because it would say what was said before.

    Parameters
    ----------
    draft : Draft
    name : str
        The question.
    language : str
    text : str
        Nothing takes the wording in this language away.

    Returns
    -------
    Draft

    Raises
    ------
    KipError
        There is no such question, or no wording in any language would be left.
    """
    text, item = visible(text).strip(), draft.whole[name]
    if text == dict(item.wording.texts).get(language, ""):
        return draft
    new = {name: _reworded(draft, item, language, text)}
    if draft.follows(name, language) and name in draft.twins:
        twin = draft.twins[name]
        new[twin.name] = _reworded(draft, twin, language, draft._framed(language, text))
    items = tuple(new.get(item.name, item) for item in draft.whole.items)
    return _changed(draft, whole=replace(draft.whole, items=items))


def _reworded(draft: Draft, item: Item, language: str, text: str) -> Item:
    texts = {code: said for code, said in item.wording.texts if not code or code in draft.languages} | {language: text}
    order = ["", *draft.whole.languages]
    kept = sorted(((code, said) for code, said in texts.items() if said), key=lambda pair: order.index(pair[0]))
    if not kept:
        raise KipError(
            message("A question needs a wording in one language at least; remove it if it is not to be asked.")
        )
    return replace(item, wording=Wording(tuple(kept)))


def without(draft: Draft, name: str) -> Draft:
    """Leave a statement out, and the question how important it is."""
    return _changed(draft, out=draft.out | {draft.whole[name].name})


def restored(draft: Draft, name: str) -> Draft:
    """Take a statement in again, and the question how important it is."""
    twin = draft.twins.get(name)
    return _changed(draft, out=draft.out - {name, twin.name if twin else name})


def moved(draft: Draft, name: str, by: int) -> Draft:
    """Change places with the statement on the same topic that is `by` places below (above, if negative).

    The first one cannot move up, nor the last one down: they stay.
    """
    others = [item.name for item in draft.statements(draft.whole[name].construct)]
    place = others.index(name) + by
    if not 0 <= place < len(others):
        return draft
    swapped = {name: others[place], others[place]: name}
    twins = [draft.twins.get(each) for each in (name, others[place])]
    if twins[0] and twins[1]:
        swapped |= {twins[0].name: twins[1].name, twins[1].name: twins[0].name}
    items = tuple(draft.whole[swapped.get(item.name, item.name)] for item in draft.whole.items)
    notes = tuple(replace(note, before=swapped.get(note.before, note.before)) for note in draft.whole.notes)
    return _changed(draft, whole=replace(draft.whole, items=items, notes=notes))


def with_statement(
    draft: Draft, topic: str, language: str, text: str, *, reverse: bool = False, importance: str = ""
) -> Draft:
    """Add a statement of one's own to a topic.

    Parameters
    ----------
    draft : Draft
    topic : str
        Name of the construct.
    language : str
    text : str
    reverse : bool
        Whether agreeing is unfavourable.
    importance : str
        What is asked to be rated as important, where that is not the statement itself: agreeing that "we hear of it
        by chance" is unfavourable, and important is "that we are told".

    Returns
    -------
    Draft
        A statement to which agreeing is unfavourable has a question on importance only if `importance` is given.

    Raises
    ------
    KipError
        There is no text, the text is there already, or there is no scale on which to answer.
    """
    text, importance = visible(text).strip(), visible(importance).strip()
    if not text:
        raise KipError(message("Write the statement first, then add it."))
    if any(text == dict(item.wording.texts).get(language) for item in draft.codebook.items):
        raise KipError(message('The questionnaire asks "{text}" already.', text=text))
    like = _like(draft, topic, "experience")
    if like is None:
        raise KipError(message("The questionnaire has no scale on which statements are rated."))
    names = {item.name for item in draft.whole.items}
    name = _numbered(topic, {each.lower() for each in names})
    items = list(draft.whole.items)
    new = Item(name, like.type, Wording(((language, text),)), like.scale, topic, "experience", reverse)
    items.insert(_place(items, new, draft.whole), new)
    asked, twin = importance or ("" if reverse else text), _like(draft, topic, "importance")
    if asked and twin is not None and language in draft.frames:
        wording = Wording(((language, draft._framed(language, asked)),))
        other = Item(f"{name}_importance", twin.type, wording, twin.scale, topic, "importance")
        items.insert(_place(items, other, draft.whole), other)
    return _changed(draft, whole=replace(draft.whole, items=tuple(items)))


def _like(draft: Draft, topic: str, role: str) -> Item | None:
    """A statement with that role, on that topic if there is one."""
    alike = [item for item in draft.whole.items if item.role == role]
    return next((item for item in alike if item.construct == topic), alike[0] if alike else None)


def _numbered(topic: str, names: set[str]) -> str:
    number = 1
    while any(f"{topic}_{number}{end}".lower() in names for end in ("", "_importance")):
        number += 1
    return f"{topic}_{number}"


def _free(name: str, taken: Iterable[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _changed(draft: Draft, **changes: object) -> Draft:
    new = replace(draft, **changes, before=draft)  # type: ignore[arg-type]
    return draft if new == draft else new
