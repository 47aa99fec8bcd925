"""Time: integer samples to milliseconds, and milliseconds as each format and each reader writes them."""


def milliseconds(sample: int, rate: int) -> int:
    """The time of `sample` at `rate` Hz, in ms; half a millisecond rounds up. Never decreases as `sample` grows."""
    return (2000 * sample + rate) // (2 * rate)


def whole_milliseconds(sample: int, rate: int) -> int:
    """The last whole ms before `sample` at `rate` Hz: what ends there is never behind the end of the sound."""
    return 1000 * sample // rate


def samples(ms: int, rate: int) -> int:
    """How many samples at `rate` Hz last `ms`; half a sample rounds up. `milliseconds` undoes it above 1,000 Hz."""
    return (ms * rate + 500) // 1000


def vtt(ms: int) -> str:
    """A WebVTT timestamp: "00:01:02.345"."""
    hours, minutes, seconds = _split(ms)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms % 1000:03}"


def smil(ms: int) -> str:
    """A full clock value (SMIL 3.0, as in EPUB media overlays): "0:01:02.345"."""
    hours, minutes, seconds = _split(ms)
    return f"{hours}:{minutes:02}:{seconds:02}.{ms % 1000:03}"


def iso(ms: int) -> str:
    """A duration (ISO 8601), exact to the millisecond: "PT62.345S"."""
    return f"PT{seconds(ms)}S"


def seconds(ms: int) -> str:
    """Seconds with every millisecond, as media fragments and JSON write them: "62.345", "62"."""
    _split(ms)
    return f"{ms // 1000}.{ms % 1000:03}".rstrip("0").rstrip(".")


def timecount(ms: int) -> str:
    """A duration as a SMIL 1.0 file has it: "62.345s"."""
    _split(ms)
    return f"{ms // 1000}.{ms % 1000:03}s"


def npt(ms: int) -> str:
    """Where a clip begins or ends (SMIL 1.0, as DAISY 2.02 writes it): "npt=62.345s"."""
    return f"npt={timecount(ms)}"


def whole(ms: int) -> str:
    """A length in whole seconds, half a second rounds up (DAISY 2.02): "0:01:02"."""
    hours, minutes, rest = _split(ms + 500)
    return f"{hours}:{minutes:02}:{rest:02}"


def short(ms: int) -> str:
    """A position as players show it, in whole seconds begun: "3:05", "1:02:03"."""
    hours, minutes, seconds = _split(ms)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def spoken(ms: int) -> str:
    """The same whole seconds in words: "3 minutes 5 seconds", "1 hour", "0 seconds"."""
    units = zip(_split(ms), ("hour", "minute", "second"), strict=True)
    named = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in units if count]
    return " ".join(named) or "0 seconds"


def _split(ms: int) -> tuple[int, int, int]:
    """Hours, minutes and seconds. Raises ValueError for a time before the beginning: no format can write it."""
    if ms < 0:
        raise ValueError(f"{ms} ms is before the beginning")
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds
