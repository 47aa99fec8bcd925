"""Where a commentary is, sentence by sentence, as far as it follows the order of what it comments on."""

import math
from collections.abc import Mapping, Sequence

Odds = Mapping[int, float]  # by place: how much likelier the sentence is if it is about that place than if not

_FORWARD = 1.0  # what a move costs for each place that it goes further than is usual here, in nats
_BACKWARD = 3.5  # and for each place back
_JUMP = 0.02  # how many moves of a chronological commentary go anywhere all the same
_ASIDE = 0.1  # how many sentences look ahead or back to anywhere, without the commentary's moving there


def located(sentences: Sequence[Odds], places: int, step: float) -> list[dict[int, float]]:
    """For each sentence the probability of being about each of its places.

    How chronological a commentary is, it says itself: the forward-backward algorithm is run as if it had no order
    and as if it had one, and each run counts as much as it makes the whole commentary likely. An order forced upon a
    commentary by themes would make its links wrong. `step`: how many places on the next paragraph usually is.
    """
    runs = [_by_themes(sentences, places), _run(sentences, places, 1 / step)]
    best = max(likely for likely, _ in runs)
    shares = [math.exp(likely - best) for likely, _ in runs]
    whole = sum(shares)
    return [
        {place: sum(share * one[place] for share, one in zip(shares, several, strict=True)) / whole for place in odds}
        for odds, *several in zip(sentences, *(found for _, found in runs), strict=True)
    ]


def _by_themes(sentences: Sequence[Odds], places: int) -> tuple[float, list[dict[int, float]]]:
    """What `_run` says of a commentary without any order: each sentence stands by itself, and any place is as near."""
    likely = 0.0
    found: list[dict[int, float]] = []
    for odds in sentences:
        aside = _ASIDE / places * sum(odds.values())
        seen = {place: (1 + aside + (1 - _ASIDE) * value) / places for place, value in odds.items()}
        scale = sum(seen.values()) + (places - len(odds)) * (1 + aside) / places
        here = 1 / (places * scale)
        elsewhere = 1.0 - sum(seen.values()) / scale
        anywhere = (elsewhere / (1 + aside) + here * len(odds)) * _ASIDE / places
        found.append({place: value * ((1 - _ASIDE) * here + anywhere) for place, value in odds.items()})
        likely += math.log(scale)
    return likely, found


def _run(sentences: Sequence[Odds], places: int, strength: float) -> tuple[float, list[dict[int, float]]]:
    """The log likelihood of a commentary under one strength of order, and its sentences' probabilities.

    A sentence is at one place and may still be about nothing there, so that they need not add up to 1. Time in
    proportion to sentences times places: all moves together are two running sums.
    """
    on, back = math.exp(-_FORWARD * strength), math.exp(-_BACKWARD * strength)
    leaving = _spread([1.0] * places, back, on)  # a move from near the end has fewer places to go to
    jump = _JUMP / places
    now = _spread([1.0, *[0.0] * (places - 1)], on, back)  # it begins near the beginning
    now = [(1 - _JUMP) * one / leaving[0] + jump for one in now]
    asides = [_ASIDE / places * sum(odds.values()) for odds in sentences]
    ahead: list[list[float]] = []
    scales: list[float] = []
    for odds, aside in zip(sentences, asides, strict=True):
        if ahead:
            now = _spread([one / all_moves for one, all_moves in zip(ahead[-1], leaving, strict=True)], on, back)
            now = [(1 - _JUMP) * one + jump for one in now]
        now = _seen(now, odds, aside)
        scales.append(sum(now))
        ahead.append([one / scales[-1] for one in now])
    found: list[dict[int, float]] = []
    after = [1.0] * places
    for odds, aside, before, scale in zip(
        reversed(sentences), reversed(asides), reversed(ahead), reversed(scales), strict=True
    ):
        here = {
            place: before[place] * after[place] / (1 + aside + (1 - _ASIDE) * value) for place, value in odds.items()
        }
        elsewhere = 1.0 - sum(before[place] * after[place] for place in odds)
        anywhere = (elsewhere / (1 + aside) + sum(here.values())) * _ASIDE / places
        found.append({place: value * ((1 - _ASIDE) * here[place] + anywhere) for place, value in odds.items()})
        after = _seen(after, odds, aside)
        rest = jump * sum(after)
        after = _spread(after, back, on)
        after = [((1 - _JUMP) * one / all_moves + rest) / scale for one, all_moves in zip(after, leaving, strict=True)]
    return sum(map(math.log, scales)), found[::-1]


def _seen(mass: Sequence[float], odds: Odds, aside: float) -> list[float]:
    """Mass by place, times how likely the sentence is at each: about nothing (1), about another place, about it."""
    seen = [one * (1 + aside) for one in mass]
    for place, value in odds.items():
        seen[place] = mass[place] * (1 + aside + (1 - _ASIDE) * value)
    return seen


def _spread(mass: Sequence[float], on: float, back: float) -> list[float]:
    """What arrives at each place if all mass moves: less by `on` for each place forward, by `back` for each back."""
    arrived = []
    running = 0.0
    for one in mass:
        running = running * on + one
        arrived.append(running)
    running = 0.0
    for place in range(len(mass) - 1, -1, -1):
        arrived[place] += running
        running = (running + mass[place]) * back
    return arrived
