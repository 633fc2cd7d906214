"""LaTeX names of symbols that have no other ASCII form; a test compares them with the parser's commands."""

from __future__ import annotations

_RELATIONS = """
↰ Lsh ↱ Rsh ⋙ ggg ⊲ vartriangleleft ⋘ lll ⊳ vartriangleright ⇓ Downarrow ⇑ Uparrow ↓ darr ≧ geqq ⪈ gneq ≦ leqq ⪇
lneq ↑ uarr ≑ Doteq ⊫ VDash ⊩ Vdash ⤙ Yleft ≘ arceq ≍ asymp ⊣ dashv ≂ eqsim ⌢ frown ≩ gneqq ⋧ gnsim ≨ lneqq ⋦
lnsim ⌣ smile ⊴ trianglelefteq ⊵ trianglerighteq ≎ Bumpeq ⋐ Subset ⋑ Supset ⊪ Vvdash ⤚ Yright ⋈ bowtie ≏ bumpeq
≗ circeq ≖ eqcirc ⋗ gtrdot ≳ gtrsim ≞ measeq ⊶ origof ≛ stareq ≙ wedgeq ∽ backsim ≬ between ≕ eqqcolon ≷ gtrless
⊷ imageof ⇝ leadsto ⋖ lessdot ≶ lessgtr ≲ lesssim ↗ nearrow ↖ nwarrow ≾ precsim ≟ questeq ↘ searrow ≿ succsim ↙
swarrow ≊ approxeq ⩦ botdoteq ∷ dblcolon ⪊ gnapprox ⪉ lnapprox ⊸ multimap ⪵ precneqq ⋨ precnsim ⊏ sqsubset ⊐
sqsupset ⪶ succneqq ⋩ succnsim ⋍ backsimeq ⪆ gtrapprox ⋛ gtreqless ⋚ lesseqgtr ↯ lightning ⋔ pitchfork ⫅
subseteqq ⊊ subsetneq ⫆ supseteqq ⊋ supsetneq ⇚ Lleftarrow ⪖ eqslantgtr ⪌ gtreqqless ⪅ lessapprox ⪋ lesseqqgtr ⪷
precapprox ⊑ sqsubseteq ⊒ sqsupseteq ⫋ subsetneqq ⪸ succapprox ⫌ supsetneqq ⇈ upuparrows ⇛ Rrightarrow ⇕
Updownarrow ⋞ curlyeqprec ⋟ curlyeqsucc ⪕ eqslantless ≼ preccurlyeq ⪹ precnapprox ↾ upharpoonright ≽ succcurlyeq
⪺ succnapprox ↕ updownarrow ≓ risingdotseq ⇠ dashleftarrow ∺ dotsminusdots ≒ fallingdotseq ↩ hookleftarrow ↢
leftarrowtail ↼ leftharpoonup ↫ looparrowleft ↿ upharpoonleft ⇢ dashrightarrow ⇊ downdownarrows ↪ hookrightarrow
⇇ leftleftarrows ↬ looparrowright ↣ rightarrowtail ⇀ rightharpoonup ⇃ downharpoonleft ↽ leftharpoondown ⇆
leftrightarrows ⇄ rightleftarrows ⇂ downharpoonright ⇁ rightharpoondown ⇉ rightrightarrows ↞ twoheadleftarrow ⇋
leftrightharpoons ⇌ rightleftharpoons ↠ twoheadrightarrow ↭ leftrightsquigarrow
"""
_OTHERS = """
¶ P § S ℘ wp ≀ wr ◻ Box ⋒ Cap ⋓ Cup ð eth ℧ mho ¥ yen Ⅎ Finv ⅁ Game ⨝ Join ⨾ fcmp ⨏ fint ♭ flat ⨿ amalg ⨑ awint
· cdotp ♣ clubsuit ∯ oiint ∶ ratio ₹ rupee ♯ sharp ⊓ sqcap ⊔ sqcup ⊎ uplus ≚ veeeq ⊡ boxdot ⟋ diagup ♡ heartsuit
⋰ iddots ⨌ iiiint ⨎ intBar ⨍ intbar ⟪ lAngle ⦃ lBrace ⟮ lgroup ⋉ ltimes ⦵ minuso ∰ oiiint £ pounds ⟫ rAngle ⦄
rBrace ⟯ rgroup ⋊ rtimes ♠ spadesuit ⨋ sumint ⊻ veebar ◊ lozenge ☊ ascnode ∵ because ◯ bigcirc ⨀ bigodot ★
bigstar ⊞ boxplus ⋄ diamond ϝ digamma ∔ dotplus ⦉ llangle ✠ maltese ♮ natural ⦊ rrangle ⊼ barwedge ⨅ bigsqcap ⨆
bigsqcup ⨉ bigtimes ⨄ biguplus ⊟ boxminus ⊠ boxtimes ⨐ cirfnint ⋎ curlyvee ⟍ diagdown ♢ diamondsuit ⊺ intercal ⌞
llcorner ⌟ lrcorner ⌜ ulcorner ⌝ urcorner ϰ varkappa ‵ backprime ⨃ bigcupdot ✓ checkmark © copyright ∹ dashcolon
⊛ circledast ∁ complement ⋏ curlywedge ⎰ lmoustache ⎱ rmoustache ϶ backepsilon ⊚ circledcirc ⊝ circleddash ▵
vartriangle ⨈ bigdoublevee ⧫ blacklozenge ∱ intclockwise ▿ triangledown ◁ triangleleft ▴ blacktriangle ⋇
divideontimes ⦇ llparenthesis ∡ measuredangle ⦈ rrparenthesis ▷ triangleright ⨇ bigdoublewedge ↶ curvearrowleft
⩞ doublebarwedge ⋋ leftthreetimes ∢ sphericalangle ↺ circlearrowleft ↷ curvearrowright ⋌ rightthreetimes ↻
circlearrowright ∳ ointctrclockwise ∲ varointclockwise ▾ blacktriangledown ◀ blacktriangleleft ∻
kernelcontraction ▶ blacktriangleright
"""


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


NAMED_RELATIONS = _table(_RELATIONS)
COMMAND_OF = NAMED_RELATIONS | _table(_OTHERS)
"""Symbol -> LaTeX command without the backslash."""
