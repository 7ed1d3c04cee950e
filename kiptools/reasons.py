"""Why a finding in a draft questionnaire matters, what it rests on, and how such a question may be put instead."""

from __future__ import annotations

from dataclasses import dataclass

from kiptools.messages import Message, message

__all__ = ["REASONS", "Reason"]


@dataclass(frozen=True)
class Reason:
    """Why a kind of finding matters, and what to do about it.

    Parameters
    ----------
    severity : {"mend", "look"}
        Whether it should be mended, or a person should have a look.
    what : Message
        What was found; ``{words}`` are the words that gave it away.
    why : Message
    source : str
        As it is cited; empty where the rule is the kit's own.
    pattern : Message
        How such a question may be put instead.
    """

    severity: str
    what: Message
    why: Message
    source: str
    pattern: Message


_DILLMAN = (
    "Dillman, D. A., Smyth, J. D. & Christian, L. M. (2014). Internet, Phone, Mail, and Mixed-Mode Surveys: The "
    "Tailored Design Method, 4th edition. Wiley."
)
_KROSNICK = (
    "Krosnick, J. A. & Presser, S. (2010). Question and questionnaire design. In P. V. Marsden & J. D. Wright (eds.), "
    "Handbook of Survey Research, 2nd edition. Emerald."
)
_TOURANGEAU = "Tourangeau, R., Rips, L. J. & Rasinski, K. (2000). The Psychology of Survey Response. Cambridge."
_FOWLER = "Fowler, F. J. (1995). Improving Survey Questions: Design and Evaluation. Sage."
_DEVELLIS = "DeVellis, R. F. (2017). Scale Development: Theory and Applications, 4th edition. Sage."
_HARKNESS = (
    "Harkness, J. A., Van de Vijver, F. J. R. & Mohler, P. P. (eds.) (2003). Cross-Cultural Survey Methods. Wiley."
)
_GDPR = "Regulation (EU) 2016/679 (General Data Protection Regulation), Article 5(1)(c)."
_SWEENEY = (
    "Sweeney, L. (2002). k-anonymity: a model for protecting privacy. International Journal of Uncertainty, Fuzziness "
    "and Knowledge-Based Systems 10, 557–570."
)


REASONS: dict[str, Reason] = {
    "double_barrelled": Reason(
        "mend",
        message('Two things are asked at once: "{words}".'),
        message(
            "Whoever agrees with one and not with the other has no answer to give, and nobody can tell which is meant."
        ),
        _DILLMAN,
        message("Ask two questions, or keep the one thing that the decision depends on."),
    ),
    "leading": Reason(
        "mend",
        message('The question suggests an answer: "{words}".'),
        message("People tend to give the answer that seems to be expected, above all to somebody who works with them."),
        _FOWLER,
        message("Leave praise, opinion and what others think out: name the thing, and ask how it was."),
    ),
    "negated": Reason(
        "look",
        message('The statement is in the negative: "{words}".'),
        message("To disagree with a negative takes one more step of thought, and some people miss it."),
        _KROSNICK,
        message("Say what is the case; to ask for something unfavourable, use a word of its own: late, hard, missing."),
    ),
    "double_negation": Reason(
        "mend",
        message('One negative stands on another: "{words}".'),
        message("A double negative takes more thought, and some people give an answer that they do not mean."),
        _KROSNICK,
        message("Say the same without either negative."),
    ),
    "absolute": Reason(
        "look",
        message('The words leave no exception: "{words}".'),
        message(
            "One exception is enough to disagree, so the answers of partners with few and many exceptions are alike."
        ),
        _DILLMAN,
        message("Leave the word out, or say how often or how soon: within a week, at each of the last three meetings."),
    ),
    "general_satisfaction": Reason(
        "mend",
        message('The question is about everything at once: "{words}".'),
        message("The answers are mostly friendly and tell nobody what to change."),
        _FOWLER,
        message("Ask about one thing that happened or did not: an answer, a meeting, a document, a referral."),
    ),
    "jargon": Reason(
        "look",
        message('Not every partner may know the word "{words}".'),
        message("People answer although they do not know a word, each in a meaning of their own."),
        _TOURANGEAU,
        message(
            "Say what somebody would see or do, in everyday words; if the word must stay, explain it in the question."
        ),
    ),
    "long": Reason(
        "look",
        message('The sentence is long: "{words}".'),
        message("The longer a question, the more of it is skipped or forgotten before the answer."),
        _KROSNICK,
        message(
            "Take out what the answer does not depend on, or put an explanation into a sentence before the question."
        ),
    ),
    "unbalanced_scale": Reason(
        "mend",
        message('The list of answers "{words}" has more levels on one side than on the other.'),
        message("An uneven list may draw answers towards the side with more levels."),
        _DILLMAN,
        message("Give as many favourable as unfavourable levels, in words that mirror each other."),
    ),
    "unlabelled_scale": Reason(
        "look",
        message('Not every level of the list of answers "{words}" has words.'),
        message(
            "Each person gives levels without words a meaning of their own; with words, answers are more reliable."
        ),
        _KROSNICK,
        message("Give each level words."),
    ),
    "counted_as_level": Reason(
        "mend",
        message('The answer "{words}" says nothing about the statement, and has a score as if it did.'),
        message("Whoever chooses it would count as if they had given the level of that number."),
        "",
        message("Write the word 'missing' as its score."),
    ),
    "no_role": Reason(
        "look",
        message("It has levels with scores, and no role."),
        message("Without a role it is counted, but it is not rated as favourable or not."),
        "",
        message("Write experience or importance into the column role, if it is a statement to be rated."),
    ),
    "no_topic": Reason(
        "look",
        message("This statement belongs to no topic, though others do."),
        message("It counts for itself, and in the result of no topic."),
        "",
        message("Write the name of a topic into the column construct."),
    ),
    "no_way_out": Reason(
        "mend",
        message('The list of answers "{words}" has no "does not apply" and no "don\'t know".'),
        message("Partners whom a statement does not concern tick the middle or stop, and both look like an opinion."),
        _DILLMAN,
        message("Add an answer such as \"does not apply to us\" after the levels, with the score 'missing'."),
    ),
    "forced_answer": Reason(
        "mend",
        message("An answer is required, and none of the answers says that the question does not apply."),
        message("Whoever cannot answer must invent an answer or give up the questionnaire."),
        _DILLMAN,
        message('Do not require the answer, or add "does not apply to us" to the list.'),
    ),
    "no_open_question": Reason(
        "mend",
        message("There is no open question."),
        message("Ratings tell where something is wrong, seldom what to do about it."),
        _DILLMAN,
        message("Add one at the end: which one thing should change first?"),
    ),
    "single_statement": Reason(
        "look",
        message('The topic "{words}" has a single statement.'),
        message("How far its wording, and not the topic, decides the answers cannot be seen from one statement."),
        _DEVELLIS,
        message("Add two or three statements about other sides of the topic, or do not report it as a topic."),
    ),
    "one_direction": Reason(
        "look",
        message("Agreeing is favourable in every statement."),
        message("Some people agree with whatever they are asked, and cannot be told from those who are content."),
        _KROSNICK,
        message(
            'If you can, ask for what happened, with answers such as "never" to "always". Whether reversed statements '
            "help is disputed; if you use some, avoid negatives and mark them as reversed."
        ),
    ),
    "missing_translation": Reason(
        "mend",
        message("Some text is missing in a language of the questionnaire: {words}."),
        message("Respondents see an empty line or another language."),
        _HARKNESS,
        message("Have it translated by somebody who knows what is meant, and read against the original by another."),
    ),
    "same_answer_twice": Reason(
        "mend",
        message('Two answers of one list have the same words: "{words}".'),
        message("Respondents cannot choose between them, and their answers cannot be told apart."),
        _HARKNESS,
        message("Give each answer words of its own; look up how the scale is usually worded in the language."),
    ),
    "same_in_two_languages": Reason(
        "look",
        message('The text is the same in two languages: "{words}".'),
        message("It may have been copied and not translated."),
        _HARKNESS,
        message("Have it translated."),
    ),
    "other_numbers": Reason(
        "mend",
        message("The languages do not name the same numbers: {words}."),
        message("Respondents answer different questions, and their answers are put together."),
        _HARKNESS,
        message(
            "Compare the wordings and write the same number, in digits in every language or in words in every language."
        ),
    ),
    "other_blanks": Reason(
        "mend",
        message("The languages do not have the same blanks to fill in: {words}."),
        message("In one language a name or a number is missing, or its blank is shown as it is."),
        "",
        message("Copy each blank with its brackets unchanged into every language."),
    ),
    "question_and_statement": Reason(
        "look",
        message("It is a question in one language and none in another: {words}."),
        message("The answers of a list rarely fit a question and a statement alike."),
        _HARKNESS,
        message("Word it the same way in every language."),
    ),
    "same_question_twice": Reason(
        "mend",
        message('The same is asked twice: "{words}".'),
        message("It takes time, and respondents wonder what the difference is."),
        _DILLMAN,
        message("Leave one of them out, or say what makes them different."),
    ),
    "other_minutes": Reason(
        "mend",
        message("The form promises {words} minutes, which does not fit how long answering probably takes."),
        message("Who is told less than it takes breaks off, and who is told more does not begin."),
        _DILLMAN,
        message("Write how long it takes a slow reader, once the questionnaire is final."),
    ),
    "personal_data": Reason(
        "mend",
        message('The answer may tell who somebody is: "{words}".'),
        message("Only what the decision needs may be asked, and answers are less frank where a name is given."),
        _GDPR,
        message("Leave it out. To know who has answered, keep a list of those who were asked, apart from the answers."),
    ),
    "identifying_profile": Reason(
        "look",
        message("Taken together, the questions about the respondent have {words} combinations of answers."),
        message("Even in a large network, most combinations fit fewer than five partners, who can then be recognised."),
        _SWEENEY,
        message("Keep only the questions by which results are to be compared, with few and broad answers."),
    ),
}
"""Each kind of finding, in the order in which findings of one question are told."""
