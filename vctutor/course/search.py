"""Full-text search over a course: an inverted index, built when it is first wanted.

Each word of a query must occur, as a whole word or as the start of one, so that results come while one types. The best
passage comes first: a whole word counts more than a beginning, a rare word more than a common one, a title or heading
more than a sentence, and a short passage more than a long one (the weights are those of BM25).
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import NamedTuple

from vctutor.course.model import Chapter
from vctutor.course.passages import SearchPassage, passages, words, words_of

# How much a word weighs where it stands; passages of the first kinds are looked at first.
_WEIGHTS = {
    "chapter": 6.0,
    "heading": 4.0,
    "term": 4.0,
    "simulation": 2.5,
    "formula": 1.6,
    "text": 1.0,
    "question": 1.0,
    "code": 0.7,
}
_SATURATION = 1.2  # BM25's k1: how soon further occurrences stop to count
_LENGTH = 0.5  # BM25's b: how much a long passage is held against it
_BEGINNING = 0.6  # what the beginning of a word counts against the whole
_MAX_WORDS = 8  # of a query
# The most passages looked at for one word of a query. A course has to be hundreds of chapters long before a common word
# reaches this; then titles, headings and terms come first.
_MAX_POSTINGS = 8_000
_MAX_ENDINGS = 200  # words of the course that one beginning may stand for


class Hit(NamedTuple):
    """A passage found.

    Attributes:
        passage: what was found and where.
        score: larger is better; comparable within one search.
        words: the words of the course that were met, for marking them.
    """

    passage: SearchPassage
    score: float
    words: frozenset[str]


class Index:
    """An index of the passages of a course. It never changes once it is built."""

    def __init__(self, found: Iterable[SearchPassage], spoken: Callable[[str], str]) -> None:
        """Index these passages; `Index.of` does it for chapters."""
        # In the order of their weight, so that a word that occurs everywhere is met in titles first.
        self._passages = sorted(found, key=lambda one: -_WEIGHTS[one.kind])
        self._places: dict[str, array[int]] = {}
        self._weights: dict[str, array[float]] = {}
        counts = [Counter(words_of(passage, spoken)) for passage in self._passages]
        lengths = [count.total() for count in counts]
        average = sum(lengths) / len(lengths) if lengths else 1.0
        for number, (passage, count) in enumerate(zip(self._passages, counts, strict=True)):
            long = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[number] / max(average, 1.0))
            weight = _WEIGHTS[passage.kind] * (_SATURATION + 1)
            for word, times in count.items():
                if word not in self._places:
                    self._places[word] = array("I")
                    self._weights[word] = array("f")
                self._places[word].append(number)
                self._weights[word].append(weight * times / (times + long))
        self._vocabulary = sorted(self._places)

    @classmethod
    def of(cls, chapters: Iterable[Chapter], spoken: Callable[[str], str]) -> Index:
        """Build the index of these chapters.

        Args:
            chapters: the chapters, read once each and not kept.
            spoken: says a formula in words, so that "gradient" finds one that holds a nabla.
        """
        return cls((one for chapter in chapters for one in passages(chapter)), spoken)

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self._passages)

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """Return the passages that hold every word of the query, the best first.

        Args:
            query: words; each may be a beginning only.
            limit: the most passages to return.
        """
        sought = [self._meant(word) for word in dict.fromkeys(words(query)[:_MAX_WORDS])]
        if not sought or not all(sought):
            return []
        sought.sort(key=lambda meant: sum(len(self._places[word]) for word, _ in meant))
        scores = self._scores(sought[0])
        for meant in sought[1:]:
            scores = self._narrowed(scores, meant)
        best = nsmallest(limit, scores.items(), key=lambda item: (-item[1], item[0]))
        met = {word for meant in sought for word, _ in meant}
        return [self._hit(number, score, met) for number, score in best]

    def suggest(self, query: str) -> str | None:
        """Return the query with its unknown words replaced by the nearest known, or None if nothing is near."""
        from vctutor.errors import nearest

        better = []
        for word in words(query)[:_MAX_WORDS]:
            near: str | None = word
            if not self._meant(word):
                alike = [known for known in self._vocabulary if known[:1] == word[:1]]
                near = nearest(word, alike) if len(word) <= 40 else None
            if near is None:
                return None
            better.append(near)
        joined = " ".join(better)
        return joined if joined != " ".join(words(query)) else None

    def _meant(self, word: str) -> list[tuple[str, float]]:
        """Return the words of the course that a word of a query may mean, and how much each counts."""
        meant = [(word, 1.0)] if word in self._places else []
        start = bisect_left(self._vocabulary, word)
        for known in self._vocabulary[start : start + _MAX_ENDINGS]:
            if not known.startswith(word):
                break
            if known != word:
                meant.append((known, _BEGINNING * (0.5 + 0.5 * len(word) / len(known))))
        return meant

    def _rarity(self, meant: list[tuple[str, float]]) -> float:
        """Return the inverse document frequency of a query word.

        All its completions share it, so that the whole word ranks first.
        """
        holding = min(len(self._passages), sum(len(self._places[word]) for word, _ in meant))
        return math.log(1 + (len(self._passages) - holding + 0.5) / (holding + 0.5))

    def _scores(self, meant: list[tuple[str, float]]) -> dict[int, float]:
        """Return the score of every passage for one word of the query, the best of what it may mean."""
        scores: dict[int, float] = {}
        rarity = self._rarity(meant)
        left = _MAX_POSTINGS
        for word, share in meant:
            factor = share * rarity
            places = self._places[word][:left]
            found = {n: factor * w for n, w in zip(places, self._weights[word], strict=False)}
            if scores:
                for number in found.keys() & scores.keys():
                    found[number] = max(found[number], scores[number])
            scores.update(found)
            left -= len(places)
            if left <= 0:
                break
        return scores

    def _narrowed(
        self, scores: dict[int, float], meant: list[tuple[str, float]]
    ) -> dict[int, float]:
        """Return the scores of the passages that hold another word too."""
        held = sum(len(self._places[word]) for word, _ in meant)
        if held <= _MAX_POSTINGS:
            more = self._scores(meant)
            return {
                number: score + more[number] for number, score in scores.items() if number in more
            }
        kept: dict[int, float] = {}
        rarity = self._rarity(meant)
        for word, share in sorted(meant, key=lambda pair: -len(self._places[pair[0]]))[:4]:
            places, weights, factor = (
                self._places[word],
                self._weights[word],
                share * rarity,
            )
            for number, score in scores.items():
                at = bisect_left(places, number)
                if at < len(places) and places[at] == number:
                    kept[number] = max(kept.get(number, 0.0), score + factor * weights[at])
        return kept

    def _hit(self, number: int, score: float, met: set[str]) -> Hit:
        held = frozenset(word for word in met if self._holds(word, number))
        return Hit(self._passages[number], score, held)

    def _holds(self, word: str, number: int) -> bool:
        places = self._places[word]
        at = bisect_left(places, number)
        return at < len(places) and places[at] == number
