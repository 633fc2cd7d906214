"""From the bytes of a course file to the model, with every mistake on the way.

A block that can't be read becomes a `BrokenBlock` that shows what is wrong, and everything around it works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vctutor.course.blocks import KINDS, kind_of_block, read_block
from vctutor.course.characters import quoted
from vctutor.course.fields import Collector, Fields, PlacedText
from vctutor.course.files import COURSE_FILE, read_bytes
from vctutor.course.model import (
    AnyBlock,
    BrokenBlock,
    Chapter,
    ChapterEntry,
    Course,
    Position,
    Problem,
    Term,
)
from vctutor.course.nodes import (
    BrokenNode,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    Source,
    places_of,
    walk,
)
from vctutor.course.salvage import read_tree
from vctutor.course.yaml_reader import YamlReader, decode
from vctutor.i18n import _

COURSE_KEYS = ("id", "title", "language", "chapters", "opening", "finishing")
CHAPTER_KEYS = ("id", "title", "goals", "terms", "summary", "body")

# How much of a broken block is shown.
SHOWN_LINES = 40
# Of a chapter, or of a page of the course: enough for a book, and laid out within a second.
MAX_BLOCKS = 2000
MAX_CHAPTERS = 10_000
MAX_TERMS = 1000  # of a chapter
SHOWN_PROBLEMS = 20

# A key of an entry of the list that is not YAML, and what it holds: all up to the next key.
_PART = re.compile(r"\b(id|file|title):[ ]((?:(?![,{}\n]\s*(?:id|file|title):)[^{}\n])*)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_MADE = re.compile(rf"(?:{'|'.join(KINDS)}|broken)-[0-9]+\Z")


class ParsedFile(Struct, frozen=True, kw_only=True):
    """What parsing a file yields besides the model, for the checks of `vctutor check`.

    Attributes:
        source: the file's text.
        problems: every mistake, in the order of the file.
        texts: every text and where it stands.
        nodes: the node of each block, by its place.
        whole: whether everything that others may name, such as chapters, terms and places, could be read.
    """

    source: Source
    problems: tuple[Problem, ...]
    texts: tuple[PlacedText, ...]
    nodes: dict[str, MappingNode]
    whole: bool = True

    def position(
        self, place: str, path: tuple[str | int, ...] = (), offset: int = 0, key: bool = False
    ) -> Position:
        """Return where a field of a block stands, or the nearest thing around it.

        Args:
            place: the block's place.
            path: the keys and indexes that lead to the field from the block.
            offset: a character of the field's text.
            key: whether the field's key is meant and not its value.
        """
        block = self.nodes[place]
        if path and path[0] not in block.entries:  # 'predict' may stand beside or in 'simulation'
            path = ("simulation", *path)
        node = walk(block, path)
        if key:
            above = walk(block, path[:-1])
            if isinstance(above, MappingNode) and path[-1] in above.keys:
                return self.source.position(above.keys[str(path[-1])].start)
        if offset and isinstance(node, ScalarNode):
            places = places_of(self.source, node, node.text)
            return self.source.position(places[min(offset, len(node.text))])
        return self.source.position(node.start)


class ReadCourse(Struct, frozen=True):
    """A course, with what parsing its ``course.yaml`` yielded besides."""

    course: Course
    parsed: ParsedFile


class ReadChapter(Struct, frozen=True):
    """A chapter, with what parsing its file yielded besides."""

    chapter: Chapter
    parsed: ParsedFile


def load_course(directory: Path) -> ReadCourse:
    """Read ``course.yaml`` and no other file.

    Raises:
        CourseError: the file can't be opened.
    """
    return parse_course(read_bytes(directory, COURSE_FILE))


def load_chapter(directory: Path, entry: ChapterEntry) -> ReadChapter:
    """Read the file of one chapter.

    Raises:
        CourseError: the file can't be opened.
    """
    return parse_chapter(read_bytes(directory, entry.file), entry)


def parse_course(data: bytes, file: str = COURSE_FILE) -> ReadCourse:
    """Make a course of the content of its ``course.yaml``; never raises."""
    found, root, mistakes = _tree(file, data, COURSE_KEYS)
    fields = Fields(found, root, _("a course"), COURSE_KEYS)
    title = fields.text("title") if "title" in fields or fields.entries else ""
    before = len(found.problems)
    chapters = _entries(found, fields)
    chapters_whole = bool(fields.entries) and len(found.problems) == before
    _check_id(found, fields, "id")
    name = fields.text_or_none("id", "plain") or ""
    course = Course(
        id=name if _ID.match(name) else "",
        title=title or _("Untitled course"),
        language=_language(found, fields),
        chapters=chapters,
        opening=_body(found, fields.get("opening"), mistakes),
        finishing=_body(found, fields.get("finishing"), mistakes, "finishing-"),
    )
    parsed = _parsed(found, mistakes, whole=not mistakes and chapters_whole)
    return ReadCourse(_with_course_problems(course, parsed.problems), parsed)


def parse_chapter(data: bytes, entry: ChapterEntry) -> ReadChapter:
    """Make a chapter of the content of its file; never raises."""
    found, root, mistakes = _tree(entry.file, data, CHAPTER_KEYS)
    fields = Fields(found, root, _("a chapter"), CHAPTER_KEYS)
    _agree(found, fields, entry)
    if fields.entries:
        fields.get("goals", required=True)
    body = _body(found, fields.get("body", required=bool(fields.entries)), mistakes)
    goals = fields.texts("goals")
    summary = fields.texts("summary")
    known = set(fields.entries) <= set(CHAPTER_KEYS)
    before = len(found.problems)
    terms = _terms(found, fields)
    whole = known and bool(fields.entries) and len(found.problems) == before and not mistakes
    parsed = _parsed(found, mistakes, whole)
    if not body and parsed.problems:
        body = (
            _broken(parsed.source, 0, len(parsed.source.text) - 1, parsed.problems, "broken-1"),
        )
    chapter = Chapter(
        id=entry.id,
        number=entry.number,
        title=entry.title,
        goals=tuple(filter(None, goals)),
        body=body,
        terms=terms,
        summary=tuple(filter(None, summary)),
        problems=parsed.problems,
    )
    return ReadChapter(chapter, parsed)


# --- files -------------------------------------------------------------------------------------------------


def _tree(file: str, data: bytes, known: Sequence[str]) -> tuple[Collector, Node, list[Problem]]:
    """Return where findings go, the file's tree, and what was wrong with the file as YAML."""
    source, problems = decode(file, data)
    reader = YamlReader(source)
    root = read_tree(reader, known)
    found = Collector(source)
    if root is None or (isinstance(root, ScalarNode) and root.value is None):
        if not (problems or reader.problems):
            found.at(source.position(0), _("the file is empty"))
        root = BrokenNode(0, len(source.text))
    return found, root, problems + reader.problems


def _parsed(found: Collector, mistakes: list[Problem], whole: bool) -> ParsedFile:
    unique = {(p.at, p.message): p for p in [*mistakes, *found.problems]}
    ordered = sorted(unique.values(), key=lambda p: (p.at.line, p.at.column))
    return ParsedFile(
        source=found.source,
        problems=tuple(ordered),
        texts=tuple(found.texts),
        nodes=found.places,
        whole=whole,
    )


def _with_course_problems(course: Course, problems: tuple[Problem, ...]) -> Course:
    return replace(course, problems=problems)


# --- the list of chapters ----------------------------------------------------------------------------------


def _entries(found: Collector, fields: Fields) -> tuple[ChapterEntry, ...]:
    entries: list[ChapterEntry] = []
    seen: dict[tuple[str, str], Node] = {}
    for item in fields.items("chapters", required=bool(fields.entries), most=MAX_CHAPTERS):
        if isinstance(item, BrokenNode):
            entries += _salvaged(found.source.text[item.start : item.end], len(entries))
            continue
        before = len(found.problems)
        one = Fields(found, item, _("a chapter of the list"), ("id", "file", "title"))
        entry = ChapterEntry(
            number=len(entries),
            id=one.text("id", "plain"),
            file=one.text("file", "plain"),
            title=one.text("title"),
        )
        _check_id(found, one, "id")
        for key, value in (("id", entry.id), ("file", entry.file)):
            first = seen.setdefault((key, value), item)
            if first is not item and value:
                line = found.source.position(first.start).line
                found.problem(
                    one.entries[key],
                    _("the {key} {value} is that of line {line} too").format(
                        key=key, value=quoted(value), line=line
                    ),
                )
        # Nothing can be opened without a file.
        if (len(found.problems) == before and entry.file) or (
            entry.id and entry.file and entry.title
        ):
            entries.append(entry)
    return tuple(entries)


def _language(found: Collector, fields: Fields) -> str:
    """Return the code of the course's language; English where it is missing or none."""
    name = (fields.text_or_none("language", "plain") or "en").strip()
    if _LANGUAGE.match(name):
        return name
    message = _("the language {name} must be a code such as en, de or pt-BR")
    found.problem(fields.entries["language"], message.format(name=quoted(name)))
    return "en"


def _salvaged(text: str, number: int) -> list[ChapterEntry]:
    """Return the chapter of an entry that is not YAML, so that a colon in its title does not cost the chapter."""
    parts = {key: " ".join(value.strip(" '\"").split()) for key, value in _PART.findall(text)}
    if not (parts.get("id") and parts.get("file")):
        return []
    title = parts.get("title") or parts["id"]
    return [ChapterEntry(number=number, id=parts["id"], file=parts["file"], title=title)]


def _check_id(found: Collector, fields: Fields, key: str) -> None:
    """Report an id that can't be typed after ``vctutor open``."""
    node = fields.get(key)
    if not isinstance(node, ScalarNode) or not node.text.strip():
        return
    name = node.text.strip()
    if not _ID.match(name) or len(name) > 80:
        better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]
        found.problem(
            node,
            _("the id {name} must be small letters, digits and hyphens").format(name=quoted(name)),
            better or None,
        )
    elif name.isdigit():
        found.problem(
            node, _("the id {name} is a number; start it with a letter").format(name=quoted(name))
        )
    elif _MADE.match(name):
        found.problem(
            node,
            _("the id {name} is like those made for blocks without one; choose a word").format(
                name=quoted(name)
            ),
        )


def _agree(found: Collector, fields: Fields, entry: ChapterEntry) -> None:
    for key, wanted in (("id", entry.id), ("title", entry.title)):
        given = fields.text_or_none(key, "plain" if key == "id" else "prose")
        if given is not None and given != wanted:
            message = _("the {key} is {given} here and {wanted} in {course_file}").format(
                key=key, given=quoted(given), wanted=quoted(wanted), course_file=COURSE_FILE
            )
            found.problem(fields.entries[key], message)


# --- terms and body ----------------------------------------------------------------------------------------


def _terms(found: Collector, fields: Fields) -> tuple[Term, ...]:
    terms: list[Term] = []
    seen: dict[str, Node] = {}
    for item in fields.items("terms", most=MAX_TERMS):
        before = len(found.problems)
        one = Fields(found, item, _("a term"), ("term", "means"))
        term = Term(term=one.text("term"), means=one.text("means"))
        first = seen.setdefault(term.term.casefold(), item)
        if first is not item:
            line = found.source.position(first.start).line
            found.problem(
                item,
                _("the term {term} is explained in line {line} already").format(
                    term=quoted(term.term), line=line
                ),
            )
        if len(found.problems) == before:
            terms.append(term)
    return tuple(terms)


def _body(
    found: Collector, node: Node | None, mistakes: list[Problem], prefix: str = ""
) -> tuple[AnyBlock, ...]:
    """Return the blocks of a list, a `BrokenBlock` for each in which something is wrong."""
    if node is None:
        return ()
    if isinstance(node, BrokenNode):
        return ()
    if not isinstance(node, SequenceNode):
        found.wrong_type(node, _("the body"), _("a list of blocks, each with its '- '"))
        return ()
    counts: dict[str, int] = {}
    places: dict[str, Node] = {}
    if len(node.items) > MAX_BLOCKS:
        beyond = _("there are more than {most} blocks; those from here on are not read")
        found.problem(node.items[MAX_BLOCKS], beyond.format(most=MAX_BLOCKS))
    items = node.items[:MAX_BLOCKS]
    return tuple(_block(found, item, mistakes, counts, places, prefix) for item in items)


def _block(
    found: Collector,
    node: Node,
    mistakes: list[Problem],
    counts: dict[str, int],
    places: dict[str, Node],
    prefix: str,
) -> AnyBlock:
    before = len(found.problems)
    at = found.source.position(node.start)
    kind = None if isinstance(node, BrokenNode) else kind_of_block(found, node)
    counts[kind or "broken"] = counts.get(kind or "broken", 0) + 1
    place = f"{prefix}{kind or 'broken'}-{counts[kind or 'broken']}"
    block: AnyBlock | None = None
    if kind is not None and isinstance(node, MappingNode):
        place = _place(found, node, kind, places) or place
        found.places[place] = node
        block = read_block(found, node, kind, at, place)
    first, last = at.line, found.source.position(_last_index(found.source, node)).line
    inside = [p for p in mistakes if first <= p.at.line <= last] + found.problems[before:]
    if block is not None and not inside:
        return block
    return _broken(found.source, node.start, _last_index(found.source, node), inside, place)


def _broken(
    source: Source, start: int, last: int, problems: Iterable[Problem], place: str
) -> BrokenBlock:
    """Return the stand-in for a block with mistakes, with at most `SHOWN_LINES` lines of its source."""
    at = source.position(start)
    ordered = sorted(problems, key=lambda p: (p.at.line, p.at.column))
    end = min(source.position(last).line, at.line + SHOWN_LINES - 1)
    return BrokenBlock(
        at=at,
        place=place,
        problems=tuple(ordered[:SHOWN_PROBLEMS]),
        source=source.lines(at.line, end),
    )


def _place(found: Collector, node: MappingNode, kind: str, places: dict[str, Node]) -> str | None:
    """Return the name an author gave a block, unless it can't be one or is taken."""
    inner = node.entries[kind]
    for holder in (node, inner):
        if not isinstance(holder, MappingNode) or "id" not in holder.entries:
            continue
        given = holder.entries["id"]
        before = len(found.problems)
        _check_id(found, Fields(found, holder, _("a block")), "id")
        name = found.text(given, "'id'", "plain")
        first = places.setdefault(name, given)
        if first is not given and name:
            line = found.source.position(first.start).line
            found.problem(
                given,
                _("the id {name} is taken by line {line}").format(name=quoted(name), line=line),
            )
        return name if len(found.problems) == before else None
    return None


def _last_index(source: Source, node: Node) -> int:
    """Return the index of the last character of a node, without the white space and comments after it."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow:
        inner = (
            list(node.entries.values())[-1:] if isinstance(node, MappingNode) else node.items[-1:]
        )
        if not inner:
            break
        node = inner[0]
    end = max(node.end - 1, node.start)
    while end > node.start and source.text[end].isspace():
        end -= 1
    return end
