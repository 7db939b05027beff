"""Where on the pages of a paper something was read, is wrong, or will be covered; and why a page can't be shown."""

from __future__ import annotations

from core.i18n import _
from core.model import FileFacts, Level, Paper
from core.packs import Packs
from core.proposals import open_proposals, place_of
from gui import wording
from gui.overview import Overview
from gui.papers.masks import KEY
from gui.viewer.marks import Mark


def marks_of(paper: Paper, overview: Overview | None, packs: Packs) -> tuple[Mark, ...]:
    """Returns the boxes of a paper's fields, findings and covered places; a field's mark has its name as its key."""
    read = overview.proposals.get(paper.id, ()) if overview is not None else ()
    shape = packs.paper(paper.type)
    titles = {spec.name: wording.title(spec) for spec in shape.fields} if shape is not None else {}
    marks: dict[str, Mark] = {}
    for name, title in titles.items():
        place = place_of(paper, name, read)
        if place is not None and place.box is not None:
            marks[name] = Mark(place.page, place.box, "ok", name, _("{title}：已确认").format(title=title))
    for field in open_proposals(paper, read):
        if field.box is not None and field.page and field.name in titles and field.name not in marks:
            text = _("{title}：读到“{value}”，待确认")
            said = text.format(title=titles[field.name], value=wording.field_value(field.value))
            marks[field.name] = Mark(field.page, field.box, "accent", field.name, said)
    found = overview.report.of_paper(paper.id) if overview is not None else ()
    wrong = [
        Mark(f.page or 1, f.box, wording.level_tone(f.level), f.subject if f.subject in titles else "", f.message)
        for f in found
        if f.box and f.level.weight >= Level.WARN.weight and f.waived is None
    ]
    said = _("提交包里会涂黑，原件不变")
    covered = [Mark(m.page, m.box, "", f"{KEY}{n}", said, covered=True) for n, m in enumerate(paper.masks)]
    return (*covered, *marks.values(), *wrong)


def why_not_shown(paper: Paper, facts: FileFacts | None, overview: Overview | None) -> str:
    """Returns in words why there is no page to look at, and what to do."""
    if facts is None:
        return _("正在读取…")
    found = overview.report.of_paper(paper.id) if overview is not None else ()
    fault = next((f for f in found if f.check == "file" and f.level.weight >= Level.WARN.weight), None)
    if fault is not None:
        return "\n\n".join(part for part in (fault.message, fault.fix) if part)
    if facts.pages or facts.kind in {"docx", "xlsx", "ofd", "xml", "text"}:
        return _("这种格式在这里只读取文字，不画页面。请用其他程序打开原件核对，或另存为 PDF 后再添加。")
    return _("这份文件没有可以显示的页面。请用其他程序打开原件核对。")
