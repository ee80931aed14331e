"""The fewest questions any order of asking can expect: exact, since all orders are gone through.

Each programme is an automaton of its standings; the optimum of one comes by dynamic programming. Over several the
joint states are too many for that, so whatever provably cannot beat the best order found so far is cut off: however
the cost of a question is shared out among the programmes, their optima apart, at these costs, never add up to more
than the joint optimum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import inf

from eligibility.position import Standing, after, known_at, mattering, position
from eligibility.questions import likely_classes
from eligibility.rulebook import Rulebook

DONE = Standing(0, ())
State = tuple[int, ...]
"""One number per programme: where it stands in its automaton; or the numbers that the answers to one fact lead to."""


class Automaton:
    """One programme: for each standing, by number, what may be asked and which standings the answers lead to."""

    def __init__(self, book: Rulebook, programme: str, shares: Mapping[str, tuple[float, ...]]) -> None:
        self.book = book
        self.shares = shares
        self.numbers: dict[Standing, int] = {}
        self.moves: list[dict[str, State]] = []
        self.end = self._number(DONE)
        self.start = self._number(position(book, (programme,), {}, False)[0])
        self.asks = {fact for moves in self.moves for fact in moves}

    def _number(self, standing: Standing) -> int:
        standing = standing if standing.open else DONE
        if standing in self.numbers:
            return self.numbers[standing]
        number = self.numbers[standing] = len(self.moves)
        self.moves.append({})
        at = (standing,)
        for fact in mattering(self.book, at, False):
            if self.book.facts.askable(fact, known_at(at)):
                answers = likely_classes(self.book, fact, False)
                self.moves[number][fact] = tuple(
                    self._number(after(self.book, at, fact, value, False)[0]) for value in answers
                )
        return number

    def optimum(self, costs: Mapping[str, float]) -> list[float]:
        """By standing: the least cost that can be expected from there on."""
        least: dict[int, float] = {self.end: 0.0}

        def visit(number: int) -> float:
            if number not in least:
                least[number] = min(
                    costs[fact] + sum(s * visit(n) for s, n in zip(self.shares[fact], then, strict=True))
                    for fact, then in self.moves[number].items()
                )
            return least[number]

        return [visit(number) for number in range(len(self.moves))]


class Optimum:
    """The optimum for some programmes in one talk with shared answers."""

    def __init__(self, book: Rulebook, programmes: Sequence[str]) -> None:
        self.shares = {fact: tuple(likely_classes(book, fact, False).values()) for fact in book.facts}
        self.automata = [Automaton(book, programme, self.shares) for programme in programmes]
        self.alone = [automaton.optimum(dict.fromkeys(self.shares, 1.0)) for automaton in self.automata]
        self.shared = [self._optima(weights) for weights in _sharings(len(programmes))]
        self.known: dict[State, float] = {}
        self.bounds: dict[State, float] = {}
        self.parts: dict[State, list[State]] = {}

    def questions(self) -> float:
        return self._least(tuple(automaton.start for automaton in self.automata))

    def _optima(self, weights: Sequence[float]) -> list[list[float]]:
        """The optima apart when a question common to several costs each of them its share by these weights."""
        optima = []
        for mine, automaton in zip(weights, self.automata, strict=True):
            of_all = {
                fact: sum(w for w, other in zip(weights, self.automata, strict=True) if fact in other.asks)
                for fact in automaton.asks
            }
            optima.append(automaton.optimum({fact: mine / total if total else 0.0 for fact, total in of_all.items()}))
        return optima

    def _parts(self, state: State) -> list[State]:
        """The state cut up into parts that have no question in common, and so can be played apart."""
        if state not in self.parts:
            self.parts[state] = self._cut(state)
        return self.parts[state]

    def _cut(self, state: State) -> list[State]:
        tied: list[tuple[set[str], set[int]]] = []
        for n, moves in enumerate(self._moves(state)):
            if moves:
                joined = [entry for entry in tied if not entry[0].isdisjoint(moves)]
                tied = [entry for entry in tied if entry[0].isdisjoint(moves)]
                tied.append((set(moves).union(*(f for f, _ in joined)), {n}.union(*(ns for _, ns in joined))))
        ends = [automaton.end for automaton in self.automata]
        return [tuple(now if n in ns else ends[n] for n, now in enumerate(state)) for _, ns in tied]

    def _moves(self, state: State) -> list[dict[str, State]]:
        return [automaton.moves[now] for automaton, now in zip(self.automata, state, strict=True)]

    def _bound(self, state: State) -> float:
        """No order of asking expects fewer than this."""
        if state not in self.bounds:
            self.bounds[state] = sum(map(self._bound_of_part, self._parts(state)))
        return self.bounds[state]

    def _bound_of_part(self, part: State) -> float:
        if part in self.known:
            return self.known[part]
        apart = [optimum[now] for optimum, now in zip(self.alone, part, strict=True)]
        if sum(map(bool, apart)) == 1:
            return sum(apart)
        return max(*apart, *(sum(o[now] for o, now in zip(optima, part, strict=True)) for optima in self.shared))

    def _least(self, state: State) -> float:
        return sum(self._least_of_part(part) for part in self._parts(state))

    def _least_of_part(self, part: State) -> float:
        apart = [optimum[now] for optimum, now in zip(self.alone, part, strict=True)]
        if sum(map(bool, apart)) == 1:
            return sum(apart)
        if part not in self.known:
            self.known[part] = self._searched(part)
        return self.known[part]

    def _searched(self, part: State) -> float:
        moves = self._moves(part)
        options = []
        for fact in {fact for own in moves for fact in own}:
            answers = range(len(self.shares[fact]))
            then = [
                tuple(own[fact][a] if fact in own else now for own, now in zip(moves, part, strict=True))
                for a in answers
            ]
            bounds = [self._bound(state) for state in then]
            expected = 1 + sum(share * bound for share, bound in zip(self.shares[fact], bounds, strict=True))
            options.append((expected, fact, then, bounds))
        best = inf
        for at_least, fact, then, bounds in sorted(options):
            expected = at_least
            for share, state, bound in zip(self.shares[fact], then, bounds, strict=True):
                if expected >= best:
                    break
                expected += share * (self._least(state) - bound)
            best = min(best, expected)
        return best


def _sharings(programmes: int) -> list[tuple[float, ...]]:
    quarters = product(range(5), repeat=programmes)
    return [tuple(weight / 4 for weight in weights) for weights in quarters if sum(weights) == 4]
