r"""Commands that authors type and math-core lacks, each with LaTeX that means the same.

In a template ``#`` is the next argument and ``@`` one that is left out, such as a colour. The arguments keep their
order, so that an error inside one is still reported at its place.
"""

from __future__ import annotations

_SAME = r"""
dotsb cdots|dotsc ldots|dotsi cdots|dotsm cdots|dotso ldots|mathellipsis ldots|centerdot cdot|sdot cdot|intop int
smallint int|smallsetminus setminus|smallfrown frown|smallsmile smile|shortmid mid|nshortmid nmid|newline \
shortparallel parallel|nshortparallel nparallel|thickapprox approx|thicksim sim|varpropto propto|cr \
"""
_NAMES = "tr Tr rank diag Var Cov sgn softmax"
_NO_EFFECT = "allowbreak nobreak tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge sixptsize"
_TEXTS = "hbox mbox llap rlap textmd textnormal textup url"
_GROUPS = "mathllap mathrlap mathclap mathnormal vcenter smash"
_SECOND_ONLY = "href htmlClass htmlId htmlData htmlStyle"

# Name -> template; where a command takes fewer arguments too, the templates by their number.
MACROS: dict[str, str | tuple[str, ...]] = {
    **{
        (pair := entry.split())[0]: f"\\{pair[1]} "
        for entry in _SAME.replace("\n", "|").split("|")
        if entry
    },
    **{name: rf"\operatorname{{{name}}}" for name in _NAMES.split()},
    **dict.fromkeys(_NO_EFFECT.split(), " "),
    **dict.fromkeys(_TEXTS.split(), r"\text{#}"),
    **dict.fromkeys(_GROUPS.split(), "{#}"),
    **dict.fromkeys(_SECOND_ONLY.split(), "@{#}"),
    "norm": r"\left\lVert #\right\rVert ",
    "abs": r"\left\lvert #\right\rvert ",
    "E": r"\mathbb{E}",
    "dv": (r"\frac{d}{d #}", r"\frac{d #}{d #}"),
    "pdv": (r"\frac{\partial}{\partial #}", r"\frac{\partial #}{\partial #}"),
    "tag": r"\qquad\text{(#)}",
    "tag*": r"\qquad\text{#}",
    "above": r"\over @",
    "label": "@",
    "color": "@",
    "colorbox": r"@\text{#}",
    "fcolorbox": r"@@\fbox{#}",
    "raisebox": r"@\text{#}",
    "rule": r"@@\blacksquare ",
    "pmb": r"\boldsymbol{#}",
    "mathbbm": r"\mathbb{#}",
    "mathds": r"\mathbb{#}",
    "overlinesegment": r"\overline{#}",
    "underlinesegment": r"\underline{#}",
    "textcircled": "(#)",
    "varinjlim": r"\underrightarrow{\lim}",
    "varprojlim": r"\underleftarrow{\lim}",
    "varliminf": r"\underline{\lim}",
    "varlimsup": r"\overline{\lim}",
    "KaTeX": r"\text{KaTeX}",
    "LaTeX": r"\text{LaTeX}",
    "TeX": r"\text{TeX}",
}
OPTIONAL = frozenset(("smash", "rule", "raisebox", "dv", "pdv"))
"""Macros whose optional argument in brackets is left out."""
