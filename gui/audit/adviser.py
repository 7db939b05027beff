"""What an adviser should look at before it is sent, and a way to hand it over."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from core import handoff
from core.advice import ToReview
from core.filenames import safe_name
from core.i18n import _
from core.jobs import Progress
from gui import wording
from gui.jobs import Job
from gui.overview import Overview
from gui.session import Session
from gui.widgets.basic import Card, button, label, row
from gui.widgets.paths import ask_target
from gui.widgets.rows import WidgetRows


class AdviserCard(Card):
    """Hidden while the playbook names nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._overview: Overview | None = None
        self._rows: WidgetRows[ToReview] = WidgetRows(_Item, spacing=6)
        said = _(
            "可以自己提交，也可以先请律师或资质顾问看这几处。导出的压缩包里有一份说明和相关材料的原件，只存到您选的地方。"
        )
        self._done = label("", "secondary", wrap=True)
        self._done.hide()
        export = button(_("导出给顾问…"), icon="download", does=self._on_export)
        self.body.addWidget(label(_("请顾问过目"), "strong"))
        self.body.addWidget(label(said, "secondary", wrap=True))
        self.body.addWidget(self._rows)
        self.body.addLayout(row(export, None))
        self.body.addWidget(self._done)
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        self._overview = overview
        items = overview.insight.to_review
        self._rows.show_items([(one.item.id, one) for one in items])
        self.setVisible(bool(items))

    @Slot()
    def _on_export(self) -> None:
        name = safe_name(_("请顾问过目-{shop}.zip").format(shop=self._session.case.shop.name or _("未命名店铺")))
        ask_target(self, _("导出给顾问"), self.export, Path.home() / name, _("压缩包 (*.zip)"))

    def export(self, target: Path) -> None:
        """Writes the packet for the adviser, off the interface thread."""
        if self._overview is None:
            return
        session, report = self._session, self._overview.report
        work = partial(_export, session, Path(target), report)
        job = Job(work, title=_("导出给顾问"))
        job.succeeded.connect(self._on_exported)
        job.failed.connect(session.failed)
        session.runner.start(job)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._done.setText(_("已导出：{file}。交出前请自己再看一遍。").format(file=path))
        self._done.show()


class _Item(Card):
    def __init__(self, _one: ToReview) -> None:
        super().__init__(part="inset", margin=8, spacing=2)
        self._title = label("", wrap=True)
        self._papers = label("", "secondary", wrap=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._papers)

    def show_item(self, one: ToReview) -> None:
        self._title.setText(wording.title(one.item))
        files = _("、").join(paper.file for paper in one.papers)
        self._papers.setText(_("一并交出：{files}").format(files=files) if files else _("没有要一并交出的材料"))


def _export(session: Session, target: Path, report: object, progress: Progress) -> Path:
    return handoff.export(session.keeper.casefile, session.packs, report, target, session.clock(), progress)  # type: ignore[arg-type]  # a Report
