"""A question as plain text: what is asked, its options, and how it is answered."""

from __future__ import annotations

from vctutor.course.model import ManyChoices, NumberAnswer, OneChoice, OrderAnswer
from vctutor.grading.attempts import Attempt
from vctutor.grading.variants import choices, option_order, substitute
from vctutor.i18n import _
from vctutor.page.card import ASKS
from vctutor.page.text_options import TextOptions, prose, sentence

SET_IN = 2


def asked(attempt: Attempt, head: str, options: TextOptions) -> list[str]:
    """Return a question with its options, numbered.

    Args:
        attempt: the question and its variant.
        head: what stands before it, such as ``Question 3 of 12.``
        options: width, characters and speech.
    """
    ask = substitute(attempt.question.ask, attempt.variant, strict=False).strip()
    return [*prose(f"{head} {ask}", options), *offered(attempt, options)]


def offered(attempt: Attempt, options: TextOptions) -> list[str]:
    """Return the options, or the steps to be put in order, in the order of the variant."""
    if not attempt.offers:
        return []
    answer = attempt.question.answer
    texts = (
        answer.steps
        if isinstance(answer, OrderAnswer)
        else [choice.text for choice in choices(attempt.question)]
    )
    lines: list[str] = []
    for number, index in enumerate(option_order(attempt.question, attempt.variant), 1):
        lines += _option(
            number, substitute(texts[index], attempt.variant, strict=False).strip(), options
        )
    return lines


def _option(number: int, text: str, options: TextOptions) -> list[str]:
    if options.aloud:
        return prose(
            sentence(_("Option {number}: {text}").format(number=number, text=text)), options
        )
    lead = f"{options.margin(SET_IN)}{number}. "
    body = prose(text, options, len(lead))
    return [lead + body[0].lstrip(), *body[1:]] if body else [lead.rstrip()]


def how_to_answer(attempt: Attempt) -> str:
    """Return in a sentence what an answer looks like."""
    answer = attempt.question.answer
    count = len(attempt.order)
    if isinstance(answer, OneChoice):
        return _("Choose one, 1 to {count}.").format(count=count)
    if isinstance(answer, ManyChoices):
        return _("Choose all that are right, such as 1, {count}.").format(count=count)
    if isinstance(answer, OrderAnswer):
        example = ", ".join(str(place) for place in range(count, 0, -1))
        return _("Give the right order, such as {example}.").format(example=example)
    if isinstance(answer, NumberAnswer) and answer.unit:
        return _("Answer with a number ({unit}).").format(unit=answer.unit)
    asks = ASKS.get(str(answer.__struct_config__.tag), "")
    return _("Answer with {what}.").format(what=_(asks)) if asks else _("Type the answer.")
