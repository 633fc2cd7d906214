"""The kinds of answer and who judges each: a table to which kinds join.

A judge is named by ``module:function`` and imported when the first answer of its kind is judged, so
that a choice question never loads numpy.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TypeAlias, cast

from vctutor.course.model import Question
from vctutor.errors import CourseError
from vctutor.grading.variants import Variant
from vctutor.grading.verdict import Verdict
from vctutor.i18n import _

Judge: TypeAlias = Callable[[Question, Variant, "str | tuple[int, ...]"], Verdict]

JUDGES = {
    "choice": "vctutor.grading.kinds.choice:judge_one",
    "choices": "vctutor.grading.kinds.choice:judge_many",
    "number": "vctutor.grading.kinds.scalars:judge_number",
    "expression": "vctutor.grading.kinds.scalars:judge_expression",
    "vector": "vctutor.grading.kinds.arrays:judge_vector",
    "matrix": "vctutor.grading.kinds.arrays:judge_matrix",
    "shape": "vctutor.grading.kinds.shape:judge_shape",
    "order": "vctutor.grading.kinds.order:judge_order",
    "text": "vctutor.grading.kinds.text:judge_text",
}


def kind(question: Question) -> str:
    """Return the name of the question's kind of answer, as authors write it (``choice`` ...)."""
    return str(question.answer.__struct_config__.tag)


@cache
def _load(name: str) -> Judge:
    module, function = JUDGES[name].split(":")
    return cast(Judge, getattr(import_module(module), function))


def judge(question: Question) -> Judge:
    """Return who judges the answers to this question.

    Raises:
        CourseError: nobody judges this kind.
    """
    name = kind(question)
    if name not in JUDGES:
        raise CourseError(_("answers of the kind '{name}' can't be judged").format(name=name))
    return _load(name)
