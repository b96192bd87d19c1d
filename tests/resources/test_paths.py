"""Shipped files and own files; the words; the scenes."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrexposure.core.view import Text
from vrexposure.errors import AssetError, ProtocolError, SceneError
from vrexposure.resources import (
    DATA,
    find_data,
    load_scene,
    load_words,
    paths,
    protocol_path,
    texts,
)


def test_the_data_folder_holds_the_three_kinds() -> None:
    assert all((DATA / kind).is_dir() for kind in ("protocols", "scenes", "assets"))


def test_a_shipped_protocol_is_found_by_its_name() -> None:
    assert protocol_path("everyday-movements") == DATA / "protocols" / "everyday-movements.toml"


@pytest.mark.parametrize("name", ["./x.toml", "x.toml", "folder/everyday-movements", "C:\\x"])
def test_a_slash_or_an_ending_means_an_own_file(name: str) -> None:
    assert protocol_path(name) == Path(name)
    assert protocol_path(Path(name)) == Path(name)


@pytest.mark.parametrize("name", ["", "schema", "..", "Everyday-Movements", "a\nb", "x" * 9999])
def test_an_unknown_name_lists_the_known_ones_in_one_line(name: str) -> None:
    with pytest.raises(ProtocolError, match="everyday-movements") as caught:
        protocol_path(name)
    assert str(caught.value).isprintable()
    with pytest.raises(SceneError):
        find_data("scenes", name)


@pytest.mark.parametrize(
    "name",
    ["../pyproject.toml", "/etc/passwd", "text/../text/en.toml", "text\\en.toml", "text", "x.png"],
)
def test_no_asset_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(AssetError):
        find_data("assets", name)


def test_an_asset_is_found_by_its_path() -> None:
    assert find_data("assets", "text/en.toml") == DATA / "assets" / "text" / "en.toml"


def test_an_own_scene_is_read_and_a_wrong_one_explained(tmp_path: Path) -> None:
    head = 'format = 1\nid = "x"\ntitle = "X"\n[[nodes]]\n'
    text = f'{head}kind = "lamp"\nid = "lamp-1"\nat = [0, 0, 2]\n'
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    assert load_scene(str(path)).nodes[0].id == "lamp-1"
    path.write_text(text.replace("[0, 0, 2]", "[0, 0, 2000]"), encoding="utf-8")
    with pytest.raises(SceneError) as caught:
        load_scene(str(path))
    assert str(caught.value) == (
        f'{path}:7: node "lamp-1": at[3] = 2000: is out of range (allowed: -100 to 100)'
    )
    path.write_text(text.replace('"lamp"\n', '"lamb"\n'), encoding="utf-8")
    with pytest.raises(SceneError, match=r'kind = "lamb": is not known \(allowed: anchor, box, '):
        load_scene(str(path))
    with pytest.raises(SceneError, match="no such file"):
        load_scene(str(tmp_path / "none.toml"))


@pytest.fixture
def texts_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "assets" / "text"
    (folder / "more").mkdir(parents=True)
    (folder / "en.toml").write_text('[a]\nb = "one {n}"\nc = "two"\n', encoding="utf-8")
    (folder / "more" / "en.toml").write_text('"d.e" = "three {{x}}"\n', encoding="utf-8")
    monkeypatch.setattr(texts, "DATA", tmp_path)
    monkeypatch.setattr(paths, "DATA", tmp_path)
    return folder


def test_words_are_flattened_and_gathered_from_all_files_of_a_language(texts_in: Path) -> None:
    words = load_words("en")
    assert words.say(Text("a.b", (("n", 5),))) == "one 5"
    assert words.key("d.e") == "three {x}"


def test_what_a_language_lacks_is_said_in_english(texts_in: Path) -> None:
    (texts_in / "de.toml").write_text('[a]\nc = "zwei"\n', encoding="utf-8")
    words = load_words("de")
    assert (words.key("a.c"), words.key("d.e")) == ("zwei", "three {x}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\nb = "{x.__class__}"\n', r"en\.toml:2: a\.b: a place is written"),
        ('[a]\n\nb = "{x:>999999999}"\n', r"en\.toml:3: a\.b: a place is written"),
        ('[a]\nb = "{"\n', r"en\.toml:2: a\.b: a place is written"),
        ("[a]\nb = 5\n", r"en\.toml:2: a\.b: must be words"),
        ('"a.b" = "1"\n[a]\nb = "2"\n', r"en\.toml:3: a\.b: this key is written twice"),
        ("[a\n", r"en\.toml:1: "),
        ("", r"en\.toml:1: is empty"),
    ],
)
def test_a_broken_text_table_is_named_with_its_line(
    text: str, message: str, texts_in: Path
) -> None:
    (texts_in / "en.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AssetError, match=message):
        load_words("en")


@pytest.mark.parametrize("language", ["xx", "", "../en", "more/en", "EN"])
def test_an_unknown_language_lists_the_known_ones(language: str, texts_in: Path) -> None:
    with pytest.raises(AssetError, match="there are: en"):
        load_words(language)
