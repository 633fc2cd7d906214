"""Course files made to hang, crash or eat the memory of whoever reads them.

Run as a program: each is read in a process of its own that may use one second of the processor and 200 MB, and
one line ``name outcome`` is printed for each. The outcome is ``ok`` and the number of problems found, or how
the process ended.
"""

from __future__ import annotations

import os
import resource
import sys

from vctutor.course.characters import forbidden
from vctutor.course.loader import parse_chapter, parse_course
from vctutor.course.model import ChapterEntry

SIZE = 1 << 20
BODY = b"goals: [a]\nbody:\n"
ASK = BODY + b"  - question:\n      id: a\n      vary: {a: 1..2}\n"


def numbered(pattern: bytes, count: int) -> bytes:
    return b"".join(pattern.replace(b"#", b"%d" % index) for index in range(count))


def laughs() -> bytes:
    """Anchors of anchors: a thousand million laughs in a few lines."""
    rows = [b"a0: &a0 [ha, ha]\n"]
    for index in range(1, 1500):
        below = b"*a%d" % (index - 1)
        rows.append(b"a%d: &a%d [%s]\n" % (index, index, b", ".join([below] * 9)))
    return b"".join(rows)


def merges() -> bytes:
    rows = [b"a0: &a0 {x: 1}\n"]
    for index in range(1, 1500):
        rows.append(
            b"a%d: &a%d {<<: [%s]}\n" % (index, index, b", ".join([b"*a%d" % (index - 1)] * 9))
        )
    return b"".join(rows)


ATTACKS = {
    "billion laughs": laughs(),
    "merge keys": merges(),
    "merge keys nested": b"<<: " * (SIZE // 4),
    "30,000 brackets": b"[" * 30_000,
    "a million brackets": b"[" * SIZE,
    "a million braces": b"{" * SIZE,
    "brackets on lines": b"[\n" * (SIZE // 2),
    "brackets in many blocks": BODY + (b"  - " + b"[" * 500 + b"\n") * 1990,
    "question marks": b"? " * (SIZE // 2),
    "dashes": b"- " * (SIZE // 2),
    "colons": b": " * (SIZE // 2),
    "deep by indent": b"".join(b" " * index + b"a:\n" for index in range(1400)),
    "0x and a million digits": b"a: 0x" + b"f" * (SIZE - 5),
    "a million digits": b"a: " + b"9" * (SIZE - 3),
    "60,000 digits": b"a: " + b"9" * 60_000,
    "a float of 60,000 digits": b"a: 9." + b"9" * 60_000,
    "a long exponent": b"a: 1e" + b"9" * 60_000,
    "a million items": b"[" + b"a," * (SIZE // 2 - 1),
    "a million empty items": b"body: [" + b"," * (SIZE - 7),
    "50,000 blocks": BODY + b"  - a\n" * 49_000,
    "many keys": numbered(b"k#: 1\n", 80_000),
    "the same key": b"goals: [a]\n" * 20_000,
    "the same key in one block": BODY + b"  - question: {" + b"a: 1, " * 24_000 + b"}\n",
    "a huge scalar": b"a: " + b"x" * (SIZE - 3),
    "a huge quoted scalar": b'a: "' + b"\\x41" * (SIZE // 4 - 2) + b'"',
    "a huge scalar of lines": b"a:\n" + b" b\n" * (SIZE // 3 - 1),
    "a huge block scalar": b"a: |\n" + b"\n" * (SIZE - 5),
    "a huge folded scalar": b"a: >\n" + b" x\n\n" * (SIZE // 4 - 2),
    "a million escapes": b'a: "' + b"\\n" * (SIZE // 2 - 2),
    "quotes never closed": BODY + b'  - "\n' * 170_000,
    "quotes never closed in 1,900 keys": numbered(b'k#: "\n', 1900),
    "2,000 broken blocks": BODY + (b"  - [" + b"a," * 250 + b"\n") * 1990,
    "aliases": BODY + b"  - *a\n" * 140_000,
    "a long alias": b"- *" + b"a" * (SIZE - 3),
    "tags": BODY + b"  - !a\n" * 140_000,
    "python objects": b"!!python/object/apply:os.system [exit]\n" * 26_000,
    "directives": b"%TAG ! a\n" * (SIZE // 9),
    "documents": b"---\n" * (SIZE // 4),
    "comments": b"#\n" * (SIZE // 2),
    "spaces": b" " * SIZE,
    "newlines": b"\n" * SIZE,
    "nulls": b"\x00" * SIZE,
    "escape characters": b"\x1b" * SIZE,
    "bidi": "\u202e".encode() * (SIZE // 3),
    "not UTF-8": b"\xe9" * SIZE,
    "UTF-16": "a: b\n".encode("utf-16") * 80_000,
    "unknown keys": BODY + numbered(b"  - text: a\n    captoin#: 1\n", 12_000),
    "long unknown keys": BODY + (b'  - question: {"' + b"abcdef " * 9000 + b'": 1}\n') * 16,
    "parameters that don't exist": ASK + b'      ask: "' + b"{+b} " * 13_000 + b'"\n',
    "such, in many blocks": BODY + (ASK[len(BODY) :] + b'      ask: "' + b"{b}" * 20_000 + b'"\n') * 15,
    "formulas and braces": ASK + b'      ask: "' + b"$a$ {b} " * 8_000 + b'"\n',
    "40,000 options": ASK + b"      answer: {choice: [" + b"{text: a}," * 24_000 + b"]}\n",
    "40,000 ranges": BODY + b"  - question: {vary: {" + numbered(b"a#: 1..1000,", 20_000) + b"}}\n",
    "an endless range": ASK.replace(b"1..2", b"0..99999999999999999999/0.0000000001"),
}  # fmt: skip


def texts(value: object) -> list[str]:
    """Return every text in a tree of plain values."""
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one
    return found


def attempt(data: bytes) -> str:
    """Read the file as a chapter and as a course; return how many problems were told."""
    import msgspec

    entry = ChapterEntry(number=0, id="a", title="A", file="a.yaml")
    chapter, course = parse_chapter(data, entry), parse_course(data)
    problems = [*chapter.parsed.problems, *course.parsed.problems]
    if not chapter.parsed.problems or not course.parsed.problems:
        return "passed as right"
    for text in texts(msgspec.to_builtins([chapter.chapter, course.course])):
        if forbidden(text.replace("\n", "")):
            return "let a forbidden character through"
    if any("\n" in str(problem) or len(str(problem)) > 400 for problem in problems):
        return "told a problem in more than a line"
    return f"ok {len(problems)}"


def contained(data: bytes) -> str:
    """Return the outcome of an attempt in a process of its own, under limits of the kernel."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
        resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))
        try:
            outcome = attempt(data)
        except BaseException as error:
            outcome = f"raised {type(error).__name__}"
        os.write(writing, outcome.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        outcome = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return outcome or f"was killed by signal {os.WTERMSIG(status)}"


def main() -> None:
    """Try every attack; each reads the chapter and the course, so each has half of the second."""
    for name, data in ATTACKS.items():
        assert len(data) <= SIZE, name
        print(f"{name}\t{contained(data)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
