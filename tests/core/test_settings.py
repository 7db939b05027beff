from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from core.errors import DiskFault
from core.settings import RECENT_MAX, Settings, SettingsFile, home
from core.store import files


def test_settings_come_back_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings(language="en", theme="dark").opened(tmp_path / "甲.fushen").opened(tmp_path / "乙.fushen")
    SettingsFile(tmp_path).write(settings)
    assert SettingsFile(tmp_path).read() == settings
    assert [p.name for p in SettingsFile(tmp_path).read().recent] == ["乙.fushen", "甲.fushen"]


def test_a_first_start_finds_the_usual_choices(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "nowhere").read() == Settings()


def test_the_folder_is_made_when_settings_are_first_written(tmp_path: Path) -> None:
    SettingsFile(tmp_path / "new" / "folder").write(Settings(theme="light"))
    assert SettingsFile(tmp_path / "new" / "folder").read().theme == "light"


def test_keys_of_a_newer_version_survive(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark", "seal_of": {"a": [1]}}', encoding="utf-8")
    file = SettingsFile(tmp_path)
    file.write(file.read().opened(tmp_path / "x.fushen"))
    assert json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))["seal_of"] == {"a": [1]}


@pytest.mark.parametrize("content", [b"{ broken", b"[1, 2]", b"\xff\xfe\x00", b""])
def test_a_broken_file_is_put_aside_and_never_written_over(tmp_path: Path, content: bytes) -> None:
    for number in (1, 2):
        (tmp_path / "settings.json").write_bytes(content)
        file = SettingsFile(tmp_path)
        assert file.read() == Settings()
        assert file.set_aside == tmp_path / f"settings.broken-{number}.json"
        file.write(Settings(theme="dark"))
        assert file.set_aside.read_bytes() == content
    assert SettingsFile(tmp_path).read().theme == "dark"


def test_a_value_that_does_not_fit_counts_as_not_chosen(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": 7, "language": "xx", "recent": "no"}', encoding="utf-8")
    assert SettingsFile(tmp_path).read() == Settings()


def test_a_failed_write_leaves_the_old_settings_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SettingsFile(tmp_path).write(Settings(theme="dark"))

    def full(_finished: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "replace", full)
    with pytest.raises(DiskFault, match=r"settings\.json"):
        SettingsFile(tmp_path).write(Settings(theme="light"))
    assert SettingsFile(tmp_path).read().theme == "dark"
    assert [p.name for p in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read every file")
def test_a_file_that_may_not_be_read_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark"}', encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DiskFault):
        SettingsFile(tmp_path).write(SettingsFile(tmp_path).read())
    path.chmod(stat.S_IRUSR)
    assert SettingsFile(tmp_path).read().theme == "dark"


def test_a_recent_file_stands_once_and_the_oldest_go(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(RECENT_MAX + 5):
        settings = settings.opened(tmp_path / f"{number}.fushen")
    settings = settings.opened(tmp_path / "10.fushen")
    assert len(settings.recent) == RECENT_MAX
    assert settings.recent[0].name == "10.fushen"
    assert len(set(settings.recent)) == RECENT_MAX
    assert settings.forgotten(tmp_path / "10.fushen").recent[0].name == f"{RECENT_MAX + 4}.fushen"


def test_the_settings_folder_is_where_fushen_home_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUSHEN_HOME", str(tmp_path / "家"))
    assert home() == tmp_path / "家"
    monkeypatch.delenv("FUSHEN_HOME")
    assert home().name == "fushen"
