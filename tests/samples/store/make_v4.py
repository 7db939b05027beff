"""Writes `v4.fushen`: a case file as format version 4 was, with plain SQL and made-up content.

Run it from the project's top: `python tests/samples/store/make_v4.py`. It is kept so that the sample can be made again;
it must never use the product's own code, which goes on changing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE document (
  id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL, sha256 TEXT NOT NULL, step INTEGER NOT NULL,
  saved_at TEXT NOT NULL
);
CREATE TABLE history (
  n INTEGER PRIMARY KEY, label TEXT NOT NULL, at TEXT NOT NULL, before_sha256 TEXT NOT NULL,
  after_sha256 TEXT NOT NULL, size INTEGER NOT NULL, start INTEGER NOT NULL, removed TEXT NOT NULL, added TEXT NOT NULL
);
CREATE TABLE originals (
  sha256 TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL, name TEXT NOT NULL, added_at TEXT NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE chunks (
  sha256 TEXT NOT NULL REFERENCES originals (sha256) ON DELETE CASCADE, n INTEGER NOT NULL, bytes BLOB NOT NULL,
  UNIQUE (sha256, n)
);
CREATE TABLE facts (sha256 TEXT NOT NULL, probe INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (sha256, probe));
CREATE TABLE readings (
  sha256 TEXT NOT NULL, page INTEGER NOT NULL, reader INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (sha256, page)
);
CREATE TABLE events (
  n INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, case_sha256 TEXT NOT NULL,
  previous TEXT NOT NULL, sha256 TEXT NOT NULL
);
"""
ORIGINAL = "样例：品牌授权书（虚构）\n".encode() * 100


def main() -> None:
    path = Path(__file__).with_name("v4.fushen")
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript(TABLES)
    db.execute(f"PRAGMA application_id = {0x46555348}")
    db.execute("PRAGMA user_version = 4")
    sha256 = _original(db)
    documents = [_case(), _case(points=1), _case(points=1, sha256=sha256)]
    labels = ["新建案件", "添加审核意见 N1", "添加材料 P1"]
    previous = ""
    for n, (document, label) in enumerate(zip(documents, labels, strict=True)):
        at = f"2026-01-0{n + 1}T10:00:00.000+08:00"
        previous = _event(db, n + 1, at, "edited" if n else "created", label, document, previous)
        if n:
            _step(db, n, label, at, documents[n - 1], document)
    db.execute("INSERT INTO document VALUES (1, ?, ?, 2, ?)", (documents[2], _hash(documents[2]), at))
    db.commit()
    db.execute("VACUUM")
    db.close()


def _step(db: sqlite3.Connection, n: int, label: str, at: str, old: str, new: str) -> None:
    start = _common(old, new)
    end = min(_common(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    removed, added = old[start : len(old) - end], new[start : len(new) - end]
    row = (n, label, at, _hash(old), _hash(new), len(removed) + len(added), start, removed, added)
    db.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _common(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _original(db: sqlite3.Connection) -> str:
    sha256 = hashlib.sha256(ORIGINAL).hexdigest()
    row = (sha256, len(ORIGINAL), "授权书（样例）.txt", "2026-01-03T09:59:00.000+08:00")
    db.execute("INSERT INTO originals VALUES (?, ?, ?, ?, 1)", row)
    db.execute("INSERT INTO chunks VALUES (?, 0, ?)", (sha256, ORIGINAL))
    facts = {"file": "授权书（样例）.txt", "kind": "text", "sha256": sha256, "size": len(ORIGINAL), "verdict": "ok"}
    db.execute("INSERT INTO facts VALUES (?, 1, ?)", (sha256, json.dumps(facts, ensure_ascii=False)))
    return sha256


def _case(points: int = 0, sha256: str = "") -> str:
    quotes = ("授权书已过期。", "缺少商标注册人的授权。", "购买方与店铺主体不一致。")
    paper = {
        "id": "P1", "file": "授权书（样例）.txt", "sha256": sha256, "size": len(ORIGINAL),
        "type": "brand-authorisation",
        "type_confirmed": True, "role": "rejected", "round": 1,
        "fields": [{"name": "holder", "value": "样例科技有限公司", "confirmed": True}],
    }  # fmt: skip
    case = {
        "id": "5b0f8a52-6a0e-4f0e-9a35-5f3c3f1f9d11",
        "created_at": "2026-01-01T10:00:00+08:00",
        "playbook": "qualification-reappeal",
        "platform": "tmall",
        "shop": {"name": "样例旗舰店", "kind": "flagship"},
        "notice": {
            "number": "SAMPLE-1",
            "points": [{"id": f"N{n + 1}", "quote": quotes[n], "reason": "F3a", "round": 1} for n in range(points)],
        },
        "papers": [paper] if sha256 else [],
        "claims": [{"id": "C1", "point": "N1", "kind": "fact", "text": "授权书在有效期内。", "draft": "有效。"}],
        "submissions": [{"round": 1, "at": "2026-01-02T10:00:00+08:00", "receipt": "回执 1"}],
        "packs": [{"id": "tmall", "version": "1.0.0"}],
        "packet": {"watermark_text": "仅供申诉使用", "keep_numbers": True},
        "overrides": [{"passage": "letter/request", "text": "请求重新核实。"}],
    }
    return json.dumps(case, ensure_ascii=False, separators=(",", ":"))


def _event(db: sqlite3.Connection, n: int, at: str, kind: str, label: str, document: str, previous: str) -> str:
    values = [n, at, kind, label, _hash(document), previous]
    sealed = _hash(json.dumps(values, ensure_ascii=False, separators=(",", ":")))
    db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (*values, sealed))
    return sealed


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
