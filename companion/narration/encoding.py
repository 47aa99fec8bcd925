"""PCM to audio files and back, by pydub and the ffmpeg that imageio-ffmpeg bundles; nothing is looked up on PATH.

A section's sound is made of takes: runs of whole paragraphs, each encoded on its own, so that an edit encodes one take
anew and the bytes do not depend on how many workers encode. A take is ADTS: frames of AAC that simply follow each
other. The first frame of each is the encoder's priming and sounds as silence.
"""

import os
import re
import subprocess
import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOSPC
from functools import cache
from io import BytesIO
from itertools import accumulate, chain
from pathlib import Path
from shutil import disk_usage
from subprocess import CompletedProcess
from tempfile import gettempdir

import imageio_ffmpeg  # type: ignore[import-untyped]  # it has no type hints

from companion.errors import EncodingError

with warnings.catch_warnings():
    # pydub looks for a player and a converter on PATH and warns when it finds none; ffmpeg() gives it one.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment  # type: ignore[import-untyped]  # nor has pydub
    from pydub.exceptions import CouldntEncodeError  # type: ignore[import-untyped]

FRAME = 1024  # samples in one frame of AAC-LC (ISO/IEC 14496-3)
RATES = frozenset({7350, 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000})  # in Hz
HEADER = 7  # bytes before each ADTS frame, without a checksum
BITEXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1")  # no versions, no dates in the file
MAKE_ROOM = "free some space there, or use another folder"
ELSEWHERE = "choose another file or folder"

_FULL = "disk full"

ISO_639 = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis bm:bam
bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan de:deu dv:div dz:dzo
ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg
gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii
ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau
ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri
mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav
ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin
sa:san sc:srd sd:snd se:sme sg:sag sh:hbs si:sin sk:slk sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun
sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig
uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul
"""  # part 1 and part 2/T: an MP4 file names its language in three letters
THREE_LETTERS = dict(pair.split(":") for pair in ISO_639.split())


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write sound down, in ffmpeg's terms."""

    container: str
    codec: str
    bitrate: str
    parameters: tuple[str, ...] = ()


TAKE = Format("adts", "aac", "64k", ("-aac_coder", "fast"))  # a fifth of the default coder's time

# Half the time that the coder takes by itself for speech, and no less like the speech that goes in. Opus has no rate
# between 16 and 24 kHz. Ogg says to the sample where the sound ends.
OPUS = Format("ogg", "libopus", "24k", ("-ar", "24000", "-application", "audio", "-compression_level", "0"))


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows about one section's file. An empty field is left out."""

    title: str  # of the section
    album: str  # the guide's title
    track: int  # 1-based
    tracks: int  # how many the guide has
    artist: str  # who wrote the guide
    language: str  # BCP 47
    album_artist: str = ""
    genre: str = ""
    comment: str = "synthetic voice"


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a file is (EBU R 128), to a tenth of a decibel."""

    lufs: float  # integrated; -70.0 for silence
    true_peak: float  # dBTP; minus infinity for silence


def encode_take(pcm: bytes, rate: int) -> bytes:
    """ADTS of mono int16 PCM at `rate` Hz: priming, then the samples, padded with silence to whole frames.

    Raises EncodingError when AAC has no such rate or the take cannot be encoded, ValueError when there is no sound.
    """
    if not pcm or len(pcm) % 2:
        raise ValueError(f"{len(pcm)} bytes are not a take of 16-bit samples")
    if rate not in RATES:
        raise EncodingError(f"AAC has no rate of {rate} Hz; choose another voice")
    padded = pcm + bytes(-len(pcm) % (2 * FRAME))
    take = export(padded, rate, TAKE)
    if frames(take) != len(padded) // (2 * FRAME) + 1:
        raise EncodingError(f"{ffmpeg()}: its AAC encoder keeps other time; use the ffmpeg of imageio-ffmpeg")
    return take


def export(pcm: bytes, rate: int, form: Format, tags: Tags | None = None) -> bytes:
    """Mono int16 PCM at `rate` Hz, written in that format. Raises EncodingError."""
    AudioSegment.converter = ffmpeg()
    sound = AudioSegment(data=pcm, sample_width=2, frame_rate=rate, channels=1)
    out = BytesIO()
    parameters = ["-v", "error", *BITEXACT, *form.parameters, *(_metadata(tags) if tags else ())]
    try:
        # pydub works in temporary files and leaves them behind when they do not fit, so it is not asked to try.
        if disk_usage(gettempdir()).free < 2 * len(pcm):
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        sound.export(out, format=form.container, codec=form.codec, bitrate=form.bitrate, parameters=parameters)
    except OSError as exc:
        raise EncodingError(
            f"{gettempdir()}: cannot be written: {_reason(str(exc.strerror))}; {_way_out(exc)}"
        ) from exc
    except CouldntEncodeError as exc:
        raise EncodingError(f"{gettempdir()}: cannot be written: {_reason(str(exc))}; {MAKE_ROOM}") from exc
    return out.getvalue()


def frames(adts: bytes) -> int:
    """How many frames a take, or several, has by their headers. Raises EncodingError when it is not whole ADTS."""
    at = count = 0
    while at < len(adts):
        header = adts[at : at + HEADER]
        if len(header) < HEADER or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:  # syncword, layer 0
            raise EncodingError(f"no audio frame at byte {at} of a take; delete audio/.cache and narrate again")
        size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        if size <= HEADER or at + size > len(adts):
            raise EncodingError(f"audio frame torn at byte {at} of a take; delete audio/.cache and narrate again")
        at += size
        count += 1 + (header[6] & 3)
    return count


def starts(counts: Iterable[int]) -> tuple[int, ...]:
    """The first sample of each take in the muxed file; `counts` are the takes' frames."""
    return tuple(FRAME * before for before in accumulate(counts, initial=0))[:-1]


def length(counts: Iterable[int]) -> int:
    """How many samples the muxed file has: all frames but the priming of the first take."""
    return FRAME * (sum(counts) - 1)


def mux(takes: Iterable[bytes], path: Path, tags: Tags) -> None:
    """Write the takes as one M4A file, ready to be streamed. Its first sample is the first take's.

    The takes are read one at a time, and put down beside `path` until ffmpeg has read them. Raises EncodingError; then
    `path` may hold a torn file, so let it be a temporary one.
    """
    stream = path.with_suffix(".aac")
    try:
        with stream.open("wb") as file:
            for take in takes:
                frames(take)  # ffmpeg would drop a torn take without a word
                file.write(take)
        run(
            ("-f", "aac", "-i", f"file:{stream}", "-c", "copy"),
            # Time begins one frame early, and the edit list that ffmpeg writes for it skips the priming, to the sample.
            ("-bsf:a", "setts=ts=TS-1024/TB/SR", "-avoid_negative_ts", "disabled", "-movflags", "+faststart"),
            (*BITEXACT, *_metadata(tags), "-f", "ipod", "-y", f"file:{path}"),
            where=f"{path}: cannot be written",
            remedy=ELSEWHERE,
        )
    except OSError as exc:
        raise EncodingError(f"{path}: cannot be written: {_reason(str(exc.strerror))}; {_way_out(exc)}") from exc
    finally:
        with suppress(OSError):
            stream.unlink(missing_ok=True)


def transcode(source: Path, path: Path, form: Format) -> None:
    """Write the sound of a file in another format: decoded to PCM and encoded anew, without a whole in memory.

    At another rate it may be longer by a tenth of a millisecond, never shorter: what is timed to its end is heard.
    Raises EncodingError; then `path` may hold a torn file, so let it be a temporary one.
    """
    made = (
        "-af",
        "apad=pad_len=2",
        "-ac",
        "1",
        "-c:a",
        form.codec,
        "-b:a",
        form.bitrate,
        *form.parameters,
        *BITEXACT,
        "-f",
        form.container,
    )
    run(
        ("-i", f"file:{source}", "-map", "0:a:0", "-map_metadata", "-1"),
        (*made, "-y", f"file:{path}"),
        where=f"{source}: cannot be written as {form.codec}",
        remedy="check that it plays",
    )


def decode(path: Path, rate: int, first: int = 0, behind: int | None = None) -> bytes:
    """Decode any audio file to mono PCM: int16 at `rate` Hz. Raises EncodingError when the file has no audio.

    Of a file at that rate, only the samples from `first` up to `behind` when they are given.
    """
    cut = f"atrim=start_sample={first}" + (f":end_sample={behind}" if behind is not None else "")
    asked = ("-af", cut) if first or behind is not None else ()
    return _read(path, (*asked, "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1")).stdout


def measure(path: Path) -> Loudness:
    """How loud a file is. Raises EncodingError when the file has no audio."""
    meter = ("-af", "ebur128=peak=true:framelog=quiet", "-v", "info", "-nostats", "-f", "null", "-")
    said = _read(path, meter).stderr.decode(errors="replace").rpartition("Summary:")[2]
    summary = re.search(r"I:\s+(\S+) LUFS.*Peak:\s+(\S+) dBFS", said, re.DOTALL)
    if summary is None:
        raise EncodingError(f"{path}: its loudness cannot be measured; check that it plays")
    return Loudness(float(summary[1]), float(summary[2]))


@cache
def ffmpeg() -> str:
    """The ffmpeg that does the work. Raises EncodingError when the installation lacks it."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as exc:
        raise EncodingError("ffmpeg is missing; reinstall imageio-ffmpeg, which bundles it") from exc


def _read(path: Path, what: tuple[str, ...]) -> CompletedProcess[bytes]:
    # "file:" keeps ffmpeg from taking a name for an option, or for an address when it has a colon in it.
    first_sound = ("-i", f"file:{path}", "-map", "0:a:0")
    return run(first_sound, what, where=f"{path}: no sound can be read from it", remedy="choose a file that plays")


def _way_out(exc: OSError) -> str:
    return MAKE_ROOM if exc.errno == ENOSPC else ELSEWHERE


def run(*arguments: tuple[str, ...], where: str, remedy: str) -> CompletedProcess[bytes]:
    """Let ffmpeg do that. Raises EncodingError: `where` and what went wrong, its reason, the remedy."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-v", "error", *chain(*arguments)]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    except subprocess.CalledProcessError as exc:
        reason = _reason(exc.stderr.decode(errors="replace"))
        raise EncodingError(f"{where}: {reason}; {MAKE_ROOM if reason == _FULL else remedy}") from exc
    except OSError as exc:
        raise EncodingError(f"{ffmpeg()}: does not run: {exc.strerror}; reinstall imageio-ffmpeg") from exc


def _reason(said: str) -> str:
    """The one thing that matters in what ffmpeg said."""
    if "No space left on device" in said:
        return _FULL
    if "matches no streams" in said:
        return "no track is audio"
    return said.strip().rpartition("\n")[2].rpartition(": ")[2]


def _metadata(tags: Tags) -> tuple[str, ...]:
    code = tags.language.partition("-")[0].lower()
    fields = {
        "title": tags.title,
        "album": tags.album,
        "track": f"{tags.track}/{tags.tracks}",
        "artist": tags.artist,
        "album_artist": tags.album_artist,
        "genre": tags.genre,
        "comment": tags.comment,
    }
    # A command line can hold neither NUL nor half a character.
    clean = {name: value.replace("\0", "").encode(errors="replace").decode() for name, value in fields.items()}
    named = tuple(argument for name, value in clean.items() if value for argument in ("-metadata", f"{name}={value}"))
    return (*named, "-metadata:s:a:0", f"language={THREE_LETTERS.get(code, code)}")
