"""What will be uploaded and how large it is: reckoned before building, exact and with copy buttons afterwards."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.built import Outcome, Sizes
from core.built import Slot as Upload
from core.i18n import _
from core.jobs import Progress
from gui import wording
from gui.jobs import Job
from gui.overview import Overview
from gui.packet.ordering import order_of
from gui.session import Session
from gui.widgets.basic import Card, button, hbox, label, vbox
from gui.widgets.rows import WidgetRows


class UploadsCard(Card):
    """Sizes first; after a build each thing to upload, in order."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._job: Job | None = None
        self._next: Overview | None = None
        self._about = label(_("正在估算大小…"), "secondary", wrap=True)
        self._told = label("", "secondary", wrap=True)
        self._rows: WidgetRows[Upload] = WidgetRows(lambda _upload: _UploadRow(), spacing=6)
        self.body.addWidget(label(_("上传清单"), "strong"))
        self.body.addWidget(self._about)
        self.body.addWidget(self._told)
        self.body.addWidget(self._rows)
        self._told.hide()
        session.closing.connect(self._on_closing)

    def show_overview(self, overview: Overview) -> None:
        """Reckons the sizes anew; while one reckoning runs, only the newest state waits."""
        self._next = overview
        if self._job is None:
            self._begin()

    @Slot(object)
    def show_outcome(self, outcome: Outcome) -> None:
        """Lists what was built."""
        uploads = outcome.built.slots
        self._rows.show_items([(f"{n}:{u.path}", u) for n, u in enumerate(uploads)])
        self._told.setText(_("以下为刚生成的提交包，按上传顺序排列；同样的清单在压缩包的 portal 文件夹里。"))
        self._told.show()

    def _begin(self) -> None:
        wanted, self._next = self._next, None
        if wanted is None or self._session.leaving:
            return
        job = Job(partial(_sizes, self._session))
        job.succeeded.connect(self._on_reckoned)
        job.failed.connect(self._session.failed)
        job.finished.connect(self._on_finished)
        self._job = job
        self._session.runner.start(job)

    @Slot(object)
    def _on_reckoned(self, sizes: Sizes) -> None:
        self._about.setText("\n".join(_sentences(sizes)))

    @Slot()
    def _on_finished(self) -> None:
        self._job = None
        self._begin()

    @Slot()
    def _on_closing(self) -> None:
        if self._job is not None:
            self._job.cancel()


class _UploadRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._copied = ""
        self._title = label("", wrap=True)
        self._about = label("", "secondary", wrap=True)
        self._copy = button(_("复制"), icon="copy", does=self._on_copy)
        for named in (self._title, self._copy):
            named.setProperty("letter", True)
        line = hbox(self, spacing=8)
        words = QWidget()
        box = vbox(words, spacing=0)
        box.addWidget(self._title)
        box.addWidget(self._about)
        line.addWidget(words, 1)
        line.addWidget(self._copy)

    def show_item(self, upload: Upload) -> None:
        self._copied = upload.text or upload.name
        self._title.setText(f"{upload.name}　{upload.title}")
        self._about.setText(_about(upload))
        what = _("复制这段文字：{name}") if upload.text else _("复制文件名：{name}")
        self._copy.setAccessibleName(what.format(name=upload.name))
        self._copy.setToolTip(what.format(name=upload.name))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)
        self._copy.setText(_("已复制"))


def _about(upload: Upload) -> str:
    if upload.kind == "text":
        return _("{count}/{most} 字").format(count=upload.characters, most=upload.most)
    if upload.kind == "pdf":
        return _("{pages} 页，{size}").format(pages=upload.pages, size=wording.size(upload.size))
    how = {
        "kept": _("原图，未重新压缩"),
        "lossless": _("与原图像素相同"),
        "drawn": _("由页面绘制"),
        "reduced": _("按平台上限缩小，已重新压缩"),
    }[upload.how]
    text = _("{width}×{height} 像素，{size}，{how}")
    return text.format(width=upload.width, height=upload.height, size=wording.size(upload.size), how=how)


def _sentences(sizes: Sizes) -> list[str]:
    whole, most = sizes.whole, sizes.limits
    told = [_("提交册约 {pages} 页，{size}。").format(pages=whole.pages, size=wording.size(whole.bytes))]
    if len(sizes.volumes) > 1:
        told.append(_("超过平台上限，将分为 {count} 册；附件不会被拆开。").format(count=len(sizes.volumes)))
    single = [n for n, volume in enumerate(sizes.volumes, start=1) if not most.hold(volume)]
    if single:
        names = _("、").join(str(n) for n in single)
        told.append(_("第 {names} 册仍会超过上限：单份材料不能再拆分。").format(names=names))
    if sizes.images_max is not None:
        told.append(_("图片 {count} 张，上限 {most} 张。").format(count=sizes.images, most=sizes.images_max))
    else:
        told.append(_("图片 {count} 张；平台的张数上限未知，以提交页面为准。").format(count=sizes.images))
    return told


def _sizes(session: Session, progress: Progress) -> Sizes:
    return session.builder().sizes(order_of(session), progress)
