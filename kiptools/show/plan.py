"""A survey plan, shown: what is decided, and what is still open."""

from __future__ import annotations

from kiptools.language import Language
from kiptools.messages import counted, message, visible
from kiptools.plan import PLAN_QUESTIONS, Plan, PlanQuestion
from kiptools.questionnaires import item_bank
from kiptools.show.html import Rendered
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

__all__: list[str] = []

_OPEN = message("Not decided yet")
_NOT_NEEDED = message("Nothing (no answer is needed)")
_PERSONAL = ("contact", "dpo")
_NAMES_A_PERSON = message("Given; not printed here, because it names a person")


@table.register
def _(result: Plan, language: Language) -> Rendered:
    undecided = result.undecided
    rows = [
        [
            language.say(question.text),
            _answer(result, question, language) or language.say(_OPEN if question in undecided else _NOT_NEEDED),
        ]
        for question in PLAN_QUESTIONS
    ]
    head = [language.say(message("Question")), language.say(message("Answer"))]
    return html_table(language.say(message("The survey plan")), head, rows, words=True)


def _answer(plan: Plan, question: PlanQuestion, language: Language) -> str:
    if question.kind == "day" and (day := plan.day(question.key)):
        return language.day(day)
    if question.key == "reminders":
        return "; ".join(map(language.day, plan.reminders))
    if question.key == "constructs":
        titles = {topic.name: topic.wording.in_language(language.code) for topic in item_bank().constructs}
        return ", ".join(titles.get(name, visible(name)) for name in plan.constructs)
    if question.key in _PERSONAL and plan[question.key]:
        return language.say(_NAMES_A_PERSON)
    return visible(plan[question.key])


@sentence.register
def _(result: Plan, language: Language) -> str:
    count = len(result.undecided)
    if not count:
        return language.say(message("Everything that the plan asks is decided."))
    return language.say(
        counted(
            "{count} of {all} questions of the plan is still open; letters and notice have a gap there.",
            "{count} of {all} questions of the plan are still open; letters and notice have gaps there.",
            count,
            all=len(PLAN_QUESTIONS),
        )
    )
