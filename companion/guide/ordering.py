"""Where a commentary is, sentence by sentence, as far as it follows the order of what it comments on."""

import math
from collections.abc import Mapping, Sequence

Odds = Mapping[int, float]  # by place: how much likelier the sentence is if it is about that place than if not

_FORWARD = 0.35  # at full strength, what each place further on costs, in nats
_BACKWARD = 1.4  # and each place back
_ANYWHERE = 0.02  # of a move from any place to any other, whatever the order
_FIRM = 0.2  # the rank correlation up to which the order of places is taken for chance
_FULL = 0.8  # and from which a commentary is taken for chronological
_DOUBT = 2.0  # pairs that speak neither way, so that two paragraphs alone prove no order


def strength(found: Sequence[tuple[int, float]]) -> float:
    """0..1: how chronological a commentary is, after Kendall's tau of where its paragraphs find their best place.

    `found` has (place, how sure) for each paragraph, in the commentary's order. A commentary that is ordered by themes
    has no order to follow, and forcing one upon it would make its links wrong.
    """
    ahead = back = 0.0
    for number, (place, sure) in enumerate(found):
        for other, other_sure in found[number + 1 :]:
            weight = min(sure, other_sure)
            if other > place:
                ahead += weight
            elif other < place:
                back += weight
    tau = (ahead - back) / (ahead + back + _DOUBT)
    return max(0.0, min(1.0, (tau - _FIRM) / (_FULL - _FIRM)))


def posteriors(sentences: Sequence[Odds], places: int, strong: float) -> list[dict[int, float]]:
    """For each sentence the probability of each of its places, by the forward-backward algorithm.

    A sentence is at one place and may still be about nothing there, so that they need not add up to 1. `strong` is
    the strength of the order, 0..1; a move costs by its distance, so that no order is ever forced. Time in proportion
    to sentences times places: a sum over all moves is two running sums.
    """
    on, back = math.exp(-_FORWARD * strong), math.exp(-_BACKWARD * strong)
    chances = [[1 + odds.get(place, 0.0) for place in range(places)] for odds in sentences]
    leaving = _spread([1.0] * places, back, on)  # a move from near the end has fewer places to go to
    ahead: list[list[float]] = []
    now = [1.0] * places
    for chance in chances:
        now = _scaled([one * other for one, other in zip(now, chance, strict=True)])
        ahead.append(now)
        now = _spread([one / all_moves for one, all_moves in zip(now, leaving, strict=True)], on, back)
    found: list[dict[int, float]] = []
    after = [1.0] * places
    for odds, chance, before in zip(reversed(sentences), reversed(chances), reversed(ahead), strict=True):
        both = [one * other for one, other in zip(before, after, strict=True)]
        whole = sum(both)
        found.append({place: both[place] / whole * value / (1 + value) for place, value in odds.items()})
        after = _scaled([one * other for one, other in zip(after, chance, strict=True)])
        after = [one / all_moves for one, all_moves in zip(_spread(after, back, on), leaving, strict=True)]
    return found[::-1]


def _spread(mass: Sequence[float], on: float, back: float) -> list[float]:
    """What arrives at each place if all mass moves: less by `on` for each place forward, by `back` for each back."""
    base = _ANYWHERE * sum(mass)
    arrived = []
    running = 0.0
    for one in mass:
        running = running * on + one
        arrived.append(running + base)
    running = 0.0
    for place in range(len(mass) - 1, -1, -1):
        arrived[place] += running
        running = (running + mass[place]) * back
    return arrived


def _scaled(mass: Sequence[float]) -> list[float]:
    whole = sum(mass) / len(mass)
    return [one / whole for one in mass]
