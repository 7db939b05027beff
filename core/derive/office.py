"""A Word document becomes a PDF by the office program that is installed, and only if the PDF says the same.

The program is not ours and is not trusted: it sees one document that the probe found to be without macros,
links and embedded objects; it has a profile folder of its own, in which macros are off and the way to the
network leads nowhere; it is ended after a while; and what it made is read like any stranger's PDF.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from core.conversions import says_the_same
from core.errors import NotConverted
from core.filenames import safe_name
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import Conversion, FileFacts, Paper, Verdict
from core.probe import VERSION, Prober
from core.scratch import Scratch
from core.store import CaseFile

_NAME: Final = "LibreOffice"
_SECONDS: Final = 90.0
_TICK: Final = 0.2
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
# Macros off, links not followed, and a proxy that is nobody: names and values of LibreOffice's own schema (officecfg).
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Converted:
    """A PDF made from a document, proved to say the same.

    Attributes:
        facts: Of the PDF.
        program: What made it, by name.
        version: Of the program, as it wrote it into the PDF; "" when it wrote none.
    """

    path: Path
    facts: FileFacts
    program: str
    version: str = ""


def office_program() -> Path | None:
    """Returns the installed LibreOffice, None when there is none."""
    found = shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), None)
    return Path(found) if found else None


def convert(
    source: Path, facts: FileFacts, target: Path, prober: Prober, progress: Progress = no_progress
) -> Converted:
    """Writes the PDF of a DOCX; the document itself is only copied from.

    Args:
        source: The document.
        facts: What the probe found in it.
        target: Must not be there yet; written only when the PDF is proved.
        prober: Reads the PDF.
        progress: Asked several times a second; cancelling ends the program.

    Raises:
        NotConverted: With a code: kind, unsafe, no-program, timed-out, failed, text-differs.
        Cancelled: Through `progress`.
        OSError: The target can't be written.
    """
    if facts.kind != "docx" or facts.office is None or facts.verdict not in {Verdict.OK, Verdict.REPAIRED}:
        raise NotConverted(facts.file, "kind")
    if facts.active:
        raise NotConverted(facts.file, "unsafe")
    program = office_program()
    if program is None:
        raise NotConverted(facts.file, "no-program")
    with Scratch() as folder:
        made = _run(program, source, facts.file, folder, progress)
        found = prober.facts(made, name=target.name)
        if found.verdict is not Verdict.OK or not says_the_same(facts, found):
            raise NotConverted(facts.file, "text-differs")
        with made.open("rb") as stream, target.open("xb") as out:
            shutil.copyfileobj(stream, out)
    producer = found.pdf.producer if found.pdf else ""
    return Converted(target, found, _NAME, producer.removeprefix(_NAME).strip() if producer.startswith(_NAME) else "")


def convert_paper(
    casefile: CaseFile, paper: Paper, prober: Prober, now: datetime, progress: Progress = no_progress
) -> tuple[Conversion, FileFacts]:
    """Converts a document of a case and stores the PDF beside it; the case itself is for the caller to change.

    Returns:
        What the paper is to remember, and the facts of the PDF.

    Raises:
        NotConverted: As for `convert`.
        ReadOnlyCase, DiskFault, DamagedCaseFile: The case file can't be written or read.
        Cancelled: Through `progress`; nothing is stored.
    """
    with Scratch() as folder:
        document, target = folder / "document.docx", folder / f"{Path(safe_name(paper.file)).stem}.pdf"
        casefile.copy_original(paper.sha256, document, progress)
        facts = casefile.facts(paper.sha256, VERSION) or prober.facts(document, name=paper.file)
        made = convert(document, replace(facts, file=paper.file), target, prober, progress)
        kept = casefile.add_original(target, progress)
        casefile.save_facts(made.facts)
    conversion = Conversion(kept.sha256, kept.size, paper.sha256, made.program, made.version, now, same_text=True)
    return conversion, made.facts


def _run(program: Path, source: Path, name: str, folder: Path, progress: Progress) -> Path:
    """Has the program convert a copy in `folder`; returns the PDF."""
    copy, out, profile = folder / "document.docx", folder / "out", folder / "profile"
    shutil.copyfile(source, copy)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    command = [str(program), f"-env:UserInstallation={profile.as_uri()}", *options]
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(out), str(copy)]
    # A group of its own: the program is a script that starts the real one.
    with subprocess.Popen(
        [*_shut_in(), *command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        _wait(process, name, progress)
    made = out / "document.pdf"
    if process.returncode != 0 or made.is_symlink() or not made.is_file():
        raise NotConverted(name, "failed")
    return made


def _shut_in() -> list[str]:
    """Returns what to put before a command so that it has no network at all, where Linux lets a person do that."""
    if sys.platform != "linux" or not (unshare := shutil.which("unshare")):
        return []
    prefix = [unshare, "--user", "--map-current-user", "--net"]
    works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    return prefix if works else []


def _environment(folder: Path) -> dict[str, str]:
    """Returns the few variables that the program needs; its temporary files stay in our folder."""
    kept = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    own = {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP")}
    return {name: os.environ[name] for name in kept if name in os.environ} | own


def _wait(process: subprocess.Popen[bytes], name: str, progress: Progress) -> None:
    until = time.monotonic() + _SECONDS
    try:
        while True:
            progress.step(0, 1, _("正在把 {file} 转换为 PDF").format(file=name))
            try:
                process.wait(_TICK)
                return
            except subprocess.TimeoutExpired:
                if time.monotonic() > until:
                    raise NotConverted(name, "timed-out") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
