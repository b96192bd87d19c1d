"""Files that nobody should write, and that somebody will. The numbers group like with like."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vrexposure.errors import ProtocolError
from vrexposure.resources import check_protocol, load_protocol

Write = Callable[[str | bytes], Path]
SMALL = (Path(__file__).parent.parent / "data" / "two-levels.toml").read_text(encoding="utf-8")


def swap(old: str, new: str, times: int = 1) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, times)


def level_with(line: str) -> str:
    return swap("seat_height_m = 0.56\n", f"seat_height_m = 0.56\n{line}\n")


# Each row: what is in the file, and what the first message must say.
BROKEN: dict[str, tuple[str | bytes, str]] = {
    "1-empty": (b"", "p.toml:1: is empty"),
    "2-only-a-comment": ("# nothing\n", "format: is missing; write format = 1"),
    "3-too-many-spaces": (b" " * 10_000_000, "is larger than 256 KiB"),
    "3-only-spaces": (b" " * 200_000, "is empty"),
    "4-nested-tables": ("a = " + "{b = " * 3000, "nested more than 16 deep"),
    "5-nested-arrays": ("a = " + "[" * 5000, "nested more than 16 deep"),
    "5-nested-arrays-closed": ("a = " + "[" * 500 + "]" * 500, "nested more than 16 deep"),
    "5-nested-headers": ("[" * 5000, "nested more than 16 deep"),
    "6-long-dotted-key": (".".join("a" * 3000) + " = 1", "more than 4 parts"),
    "6-long-dotted-header": ("[" + " . ".join(["'a b'"] * 3000) + "]", "more than 4 parts"),
    "9-too-many-values": ("a = [" + "1," * 20_000 + "]", "more than 5000 values"),
    "9-too-many-lines": ("\n" * 20_000 + SMALL, "more than 10000 lines"),
    "10-limit-written-twice": (
        SMALL + "[limits]\npain_ceiling = 2\n[limits]\npain_ceiling = 9\n",
        "this table is written twice",
    ),
    "13-key-written-twice": (swap("version = 1", "version = 1\nversion = 2"), "written twice"),
    "14-whole-file-twice": (SMALL + SMALL, "written twice"),
    "15-bare-word": (swap('arms = "push"', "arms = push"), "words stand in double quotes"),
    "15-yes-for-true": (swap("repetitions = 1", "repetitions = yes"), "no value can be read here"),
    "16-time-for-number": (swap("repetitions = 1", "repetitions = 12:30:00"), "a whole number"),
    "16-date-for-number": (
        swap("seat_height_m = 0.56\n", "seat_height_m = 2024-05-01\n"),
        "number",
    ),
    "16-leading-zero": (swap("repetitions = 1", "repetitions = 010"), ":"),
    "17-nan": (swap("seat_height_m = 0.56\n", "seat_height_m = nan\n"), "not nan or inf"),
    "18-inf": (swap("seat_height_m = 0.56\n", "seat_height_m = inf\n"), "not nan or inf"),
    "18-1e400": (swap("seat_height_m = 0.56\n", "seat_height_m = 1e400\n"), "not nan or inf"),
    "18-minus-zero": (swap("seat_height_m = 0.56\n", "seat_height_m = -0.0\n"), "0.38 to 0.6"),
    "18-denormal": (swap("seat_height_m = 0.56\n", "seat_height_m = 5e-324\n"), "0.38 to 0.6"),
    "20-5000-digits": (swap("version = 1", f"version = {'7' * 5000}"), "thousands of digits"),
    "20-long-hex": (swap("version = 1", f"version = 0x{'f' * 200_000}"), "more than 64 bits"),
    "21-2-to-63": (swap("version = 1", f"version = {2**63}"), "allowed: 1 to 9999"),
    "21-2-to-64": (swap("version = 1", f"version = {2**64}"), "allowed: 1 to 9999"),
    "21-minus-one": (swap("version = 1", "version = -1"), "allowed: 1 to 9999"),
    "22-true-for-whole": (swap("version = 1", "version = true"), "must be a whole number"),
    "22-true-for-number": (swap("seat_height_m = 0.56\n", "seat_height_m = true\n"), "a number"),
    "22-1.0-for-whole": (swap("version = 1", "version = 1.0"), "without a decimal point"),
    "22-1e9-for-whole": (swap("version = 1", "version = 1e9"), "without a decimal point"),
    "22-quoted-number": (swap("version = 1", 'version = "3"'), "without quotes"),
    "22-number-for-words": (swap('title = "Getting up, two levels"', "title = 5"), "in quotes"),
    "22-number-for-table": (
        swap("[session]\ntrials_per_block = 1\nblocks_max = 2\nrest_s = 0", "session = 5"),
        "must be a table",
    ),
    "22-table-for-list": (swap("[[ladders]]", "[ladders]"), "p.toml:"),
    "23-unknown-key": (level_with("repetition = 3"), 'did you mean "repetitions"?'),
    "23-unknown-table": (SMALL + "[limit]\npain_ceiling = 3\n", 'did you mean "limits"?'),
    "23-wrong-case": (level_with("Posture = 'seated'"), 'did you mean "posture"?'),
    "23-space-in-key": (swap("version = 1", '"version " = 1'), 'did you mean "version"?'),
    "23-wrong-case-of-value": (swap('arms = "push"', 'arms = "Push"'), "push, touch, crossed"),
    "24-missing-key": (swap("repetitions = 1\n", ""), "repetitions: is missing (allowed: 1 to 10"),
    "25-pause-above-end": (
        SMALL + "[limits]\nsickness_pause = 10\nsickness_end = 5\n",
        "sickness_pause = 10: must be below sickness_end",
    ),
    "25-steps-not-in-order": (
        swap(
            '  { name = "raised", value = 0.52 },', '{name="low",value=0.40},{name="r",value=0.52}'
        ),
        "the values must rise or fall",
    ),
    "25-step-value-twice": (swap("value = 0.52", "value = 0.56"), "the value 0.56 is used twice"),
    "25-negative-step": (swap("value = 0.52", "value = -1"), "does not fit"),
    "26-centimetres": (swap("seat_height_m = 0.56\n", "seat_height_m = 56\n"), "0.38 to 0.6"),
    "26-wrong-unit": (
        swap("seat_height_m = 0.56\n", "seat_height_cm = 56\n"),
        'did you mean "seat_height_m"?',
    ),
    "27-no-trials": (swap("trials_per_block = 1", "trials_per_block = 0"), "allowed: 1 to 10"),
    "27-1e9-trials": (swap("trials_per_block = 1", "trials_per_block = 1000000000"), "1 to 10"),
    "27-negative-rest": (swap("rest_s = 0", "rest_s = -5"), "allowed: 0 to 300"),
    "28-jump": (
        swap("seat_height_m = [\n", 'seat_height_m = [\n  {name="top",value=0.60},\n').replace(
            "seat_height_m = 0.56\n", "seat_height_m = 0.60\n"
        ),
        "more than one named step",
    ),
    "28-level-id-twice": (swap('id = "raised-seat"', 'id = "high-seat"'), "this id is used twice"),
    "28-no-named-step": (
        swap("seat_height_m = 0.52\n", "seat_height_m = 0.40\n"),
        "must be one of the named steps (allowed: 0.56, 0.52)",
    ),
    "28-no-levels": (SMALL[: SMALL.index("[[ladders.levels]]")], "levels: is missing"),
    "29-format-0": (swap("format = 1", "format = 0"), "format = 0: this version"),
    "29-format-999": (swap("format = 1", "format = 999"), "format = 999: this version"),
    "29-format-absent": (swap("format = 1\n", ""), "format: is missing"),
    "29-format-quoted": (swap("format = 1", 'format = "1"'), 'format = "1": this version'),
    "29-format-true": (swap("format = 1", "format = true"), "format = true: this version"),
    "29-format-1.0": (swap("format = 1", "format = 1.0"), "format = 1.0: this version"),
    "30-utf-16": (SMALL.encode("utf-16"), "is UTF-16"),
    "30-utf-16-no-mark": (SMALL.encode("utf-16-le"), "holds a NUL byte"),
    "30-utf-32": (SMALL.encode("utf-32"), "is UTF-16 or UTF-32"),
    "30-byte-order-mark": (SMALL.encode("utf-8-sig"), "byte order mark; save it as"),
    "30-latin-1": (swap("two levels", "zwei Höhen").encode("latin-1"), "p.toml:5: is no UTF-8"),
    "30-nul": (swap("two levels", "two\x00levels"), "p.toml:5: holds a NUL byte"),
    "31-lone-surrogate": (swap("two levels", "two\\ud800levels"), "p.toml:5"),
    "31-raw-surrogate": (SMALL.encode() + b"#\xed\xa0\x80\n", "is no UTF-8"),
    "32-bidi-override": (swap("two levels", "two\u202elevels"), "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "32-bidi-escaped": (swap("two levels", "two\\u202elevels"), "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "32-bidi-in-comment": (swap("Used by tests", "\u2066"), "p.toml:1: holds"),
    "32-joiner-in-id": (swap('"high-seat"', '"high\u200dseat"'), "small letters, digits"),
    "32-cyrillic-id": (swap('"raised-seat"', '"r\u0430ised-seat"'), "small letters, digits"),
    "33-full-width-digits": (
        swap("version = 1", "version = \uff11\uff12"),
        "no value can be read here",
    ),
    "33-superscript": (swap("version = 1", "version = 1\u00b2"), "p.toml:4"),
    "33-full-width-quoted": (
        swap("version = 1", 'version = "\uff11\uff12"'),
        "must be a whole number",
    ),
    "34-cr-only": (SMALL.replace("\n", "\r"), "bare carriage return"),
    "34-garbage-after": (swap("version = 1", "version = 1 }"), "p.toml:4"),
    "34-control-character": (swap("two levels", "two\x07levels"), "U+0007"),
    "35-place-leads-out": (swap('"home"', '"../../etc/passwd"'), "small letters, digits"),
    "35-place-absolute": (swap('"home"', '"/etc/passwd"'), "small letters, digits"),
    "35-place-windows": (swap('"home"', r"'C:\x'"), "small letters, digits"),
    "35-place-share": (swap('"home"', r"'\\host\share'"), "small letters, digits"),
    "35-place-url": (swap('"home"', '"http://169.254.169.254/"'), "small letters, digits"),
    "35-place-encoded": (swap('"home"', '"%2e%2e/x"'), "small letters, digits"),
    "35-place-dots": (swap('"home"', '"a/./b/../../.."'), "small letters, digits"),
    "35-place-reserved": (swap('"home"', '"CON"'), "small letters, digits"),
    "35-place-long": (swap('"home"', f'"{"a" * 300}"'), "small letters, digits"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_what_to_do(name: str, write: Write) -> None:
    content, expected = BROKEN[name]
    path = write(content)
    problems = check_protocol(path)
    assert problems
    assert expected in str(problems[0])
    assert all("\n" not in str(one) and str(one).isprintable() for one in problems)
    with pytest.raises(ProtocolError, match=r"p\.toml"):
        load_protocol(path)


def test_crlf_and_tabs_are_fine(write: Write) -> None:
    path = write(SMALL.replace("\n", "\r\n").replace(" = ", "\t=\t"))
    assert check_protocol(path) == []


def test_a_whole_number_is_fine_where_a_length_is_wanted() -> None:
    shipped = load_protocol("everyday-movements")
    stairs = shipped.protocol.ladders[1].levels[-1].parameters()
    assert stairs["visual_height_m"] == 1.0
    assert "visual_height_m = 1\n" in shipped.text


def test_underscores_in_numbers_are_toml(write: Write) -> None:
    assert check_protocol(write(swap("version = 1", "version = 1_000"))) == []


def test_36_only_plain_files_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    (tmp_path / "dangling.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    for name, expected in {
        "folder": "is no plain file",
        "pipe": "is no plain file",
        "device": "is no plain file",
        "dangling": "no such file",
        "loop": "cannot be opened",
        "absent": "no such file",
        "folder.toml/inside": "no such file",
    }.items():
        [problem] = check_protocol(tmp_path / f"{name}.toml")
        assert expected in str(problem)


def test_36_a_link_to_a_plain_file_is_followed(tmp_path: Path, write: Write) -> None:
    (tmp_path / "link.toml").symlink_to(write(SMALL))
    assert load_protocol(tmp_path / "link.toml").protocol.id == "two-levels"


def test_37_text_hash_and_values_are_of_one_reading(write: Write) -> None:
    path = write(SMALL)
    loaded = load_protocol(path)
    write(swap('id = "two-levels"', 'id = "other"'))
    assert loaded.text == SMALL
    assert loaded.protocol.id == "two-levels"
    assert loaded.sha256 != load_protocol(path).sha256


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_38_a_file_cut_short_is_refused_or_whole(cut: int, write: Write) -> None:
    content = SMALL.encode()[: -1 - cut]
    problems = check_protocol(write(content))
    assert problems or tuple(load_protocol(write(content)).protocol.ladders)


@pytest.mark.parametrize(
    "name",
    ["a\x00b.toml", "x" * 5000 + ".toml", "../" * 50 + "x.toml", "no\nsuch.toml", "\udc80.toml"],
)
def test_strange_names_are_refused_in_one_line(name: str) -> None:
    [problem] = check_protocol(name)
    assert "\n" not in str(problem)


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "CON", "-rf", "everyday_movements", "é", "x" * 999]
)
def test_a_name_that_is_not_shipped_says_what_is(name: str) -> None:
    [problem] = check_protocol(name)
    assert "no such file" in str(problem) or "everyday-movements" in str(problem)


def test_fifty_problems_are_enough(write: Write) -> None:
    unknown = "".join(f"{'k' * 300}{i} = 1\n" for i in range(600))
    problems = check_protocol(write(unknown + SMALL))
    assert len(problems) == 50
    assert problems == sorted(problems, key=lambda one: one.line)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=400))
def test_any_bytes_give_problems_and_nothing_else(content: bytes, write: Write) -> None:
    assert check_protocol(write(content))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    content = bytearray(SMALL.encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content) - 1))
        end = min(len(content), at + draw(st.integers(0, 12)))
        piece = draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from([b"[", b"]]", b"{", b'"', b"'''", b"\n", b" = ", b"nan", b"true"]),
                st.sampled_from(
                    [b"1e9", b"-1", b"9" * 30, b"1979-05-27", b"\\", b".", b"[[ladders]]"]
                ),
            )
        )
        content[at:end] = piece
    return bytes(content)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=mutated())
def test_a_mutated_file_is_a_protocol_or_a_typed_error(content: bytes, write: Write) -> None:
    path = write(content)
    try:
        loaded = load_protocol(path)
    except ProtocolError as error:
        assert str(error).startswith(str(path))  # noqa: PT017 - either outcome is right
    else:
        assert loaded.protocol.ladders


@pytest.mark.bench
def test_how_long_the_slowest_files_take(write: Write) -> None:
    slow = {
        "values": "".join(f'k{i:05}="{"x" * 20}"\n' for i in range(4_900)),
        "dotted": "".join(f"a.b.c.k{i} = 1\n" for i in range(4_900)),
        "tables": "[[ladders]]\nid=1\n" * 2_400 + "a = [",
        "strings": '\\"""\n' * 9_000,
        "quotes": '\\"' * 120_000,
        "levels": SMALL + "[[ladders.levels]]\nid = 'x'\n" * 2_000,
        "comments": "#" * 250_000,
        "good": SMALL,
    }
    for name, content in slow.items():
        path = write(content)
        start = time.thread_time_ns()
        problems = check_protocol(path)
        print(f"{name}: {(time.thread_time_ns() - start) / 1e6:.1f} ms")  # noqa: T201
        assert bool(problems) == (name != "good")
