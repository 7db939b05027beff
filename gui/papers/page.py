"""Step 3. Requirements and their files on the left; beside them the chosen one: its pages, and what was read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.i18n import _
from core.model import Case, Paper, Role
from core.model.values import CHINA
from gui.jobs import Job
from gui.jumps import Place
from gui.matrix.dialog import MatrixDialog
from gui.models.rows import RowData, RowList
from gui.overview import Overview
from gui.page import Page
from gui.papers.adding import Adding, Received
from gui.papers.chain import ChainCard
from gui.papers.compare import ComparePane
from gui.papers.listing import CHAIN, QUESTIONS, RECEIPT, chain_row, rows_of
from gui.papers.paper import PaperCard
from gui.papers.receipt import ReceiptCard
from gui.papers.requirement import RequirementCard
from gui.questions import QuestionsCard
from gui.session import Session
from gui.viewer.pictures import Pictures
from gui.widgets.basic import Card, button, column, hbox, held, scrolled
from gui.widgets.paths import ask_files

_LIST_WIDTH, _LIST_NARROW = 232, 190


class PapersPage(Page):
    """Requirements, files, fields and the authorisation chain; each view scrolls by itself, none inside another.

    Only in a low window the comparison scrolls as a whole, so that its two pages keep a height to be read at.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("材料"))
        self._left = Card(margin=1, spacing=0)

    def build(self) -> Iterator[None]:
        # From the outside in: what is put into a window late is styled again for every parent that it gets.
        session = self.session
        self.adding = Adding(session)
        self.adding.added.connect(self._on_added)
        self._pictures = Pictures(session)
        self._wanted = ""
        self._list = RowList(_("材料要求与文件"))
        self._list.chosen.connect(self._on_chosen)
        self._stack = QStackedWidget()
        self._lay_out()
        yield
        self._requirement = RequirementCard(session)
        self._requirement.files_wanted.connect(self.browse)
        self._stack.addWidget(self._requirement)
        yield
        self._paper = PaperCard(session, self._pictures)
        self._paper.compare_wanted.connect(self._on_compare)
        self._stack.addWidget(self._paper)
        yield
        yield from self._paper.lay_out()
        yield
        self._receipt = ReceiptCard(session)
        self._receipt.paper_wanted.connect(self._go_paper)
        self._stack.addWidget(self._receipt)
        self._questions = QuestionsCard(session, "papers")
        self._questions_view = scrolled(held(column(self._questions, None)))
        self._stack.addWidget(self._questions_view)
        yield
        self._chain = ChainCard(session)
        self._chain.paper_wanted.connect(self._go_paper)
        self._chain_view = scrolled(held(column(self._chain, None)))
        self._stack.addWidget(self._chain_view)
        yield
        self._compare = ComparePane(session, self._pictures)
        self._compare.closed.connect(self._show_current)
        self._stack.addWidget(self._compare)
        yield
        self._compare.lay_out()

    def browse(self, requirement: str = "", role: Role = Role.REPLACEMENT) -> None:
        """Lets the person choose files to attach."""
        kinds = _(
            "材料 (*.pdf *.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.heic *.docx *.ofd *.xml *.zip);;所有文件 (*)"
        )
        take = partial(self.add_files, requirement=requirement or "", role=role)
        ask_files(self, _("添加文件"), take, Path.home(), kinds)

    def add_files(self, paths: list[Path], requirement: str = "", role: Role = Role.REPLACEMENT) -> None:
        """Takes files in; folders and archives are taken with all their files."""
        self.adding.add(paths, requirement or self._requirement_in_view(), role)

    def paste(self) -> None:
        """Takes in what was copied: files, or a picture such as a screenshot."""
        copied = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()] if copied is not None else []
        image = QGuiApplication.clipboard().image()
        if paths:
            self.add_files(paths)
        elif not image.isNull() and not self.session.read_only:
            self._paste_image(image)
        else:
            self.set_subtitle(_("剪贴板里没有图片或文件。先截图或复制文件，再粘贴。"))

    def show_case(self, case: Case) -> None:
        self._show_rows()
        self._chain.show_case(case)
        self._show_current()

    def show_overview(self, overview: Overview) -> None:
        self._show_rows()
        self._questions.show_overview(overview)
        self._receipt.refresh()
        self._show_current()

    def show_facts(self) -> None:
        self._show_current()

    def reveal(self, place: Place) -> None:
        if place.paper and self._list.choose(f"paper:{place.paper}"):
            self._paper.reveal(place.subject, place.page)
        elif not self._list.choose(f"req:{place.subject}") and place.subject.startswith("L"):
            self._list.choose(CHAIN)

    def _lay_out(self) -> None:
        read = button(_("识别全部"), icon="search", name=_("识别所有还没有识别的页面"), does=self._on_read_all)
        paste = button(_("粘贴"), icon="paste", name=_("粘贴截图或文件"), does=self.paste)
        add = button(_("添加文件"), icon="plus", does=self.browse)
        self.add_action(button(_("一致性矩阵"), does=self._on_matrix))
        for action in (read, paste, add):
            action.setEnabled(not self.session.read_only)
            self.add_action(action)
        # Wherever the focus is while this page is seen; a text field takes the key for itself.
        shortcut = QShortcut(QKeySequence.StandardKey.Paste, self)
        shortcut.activated.connect(self.paste)
        self.hold_list(self._left, _LIST_NARROW, _LIST_WIDTH)
        self._left.body.addWidget(self._list)
        box = hbox(spacing=12)
        box.addWidget(self._left, 5)  # as wide as it may be, while the other has what it needs
        box.addWidget(self._stack, 1)
        self.add_body(box)

    def _show_rows(self) -> None:
        case, overview = self.session.case, self.session.overview
        rows = rows_of(case, overview, self.session.packs)
        first = list(chain_row(case, overview))
        if asked := self._questions.count:
            first.append(RowData(QUESTIONS, _("还需要您回答"), "", str(asked), "warn", "edit"))
        if self._receipt.count:
            first.append(RowData(RECEIPT, _("刚收到的文件"), "", str(self._receipt.count), "", "download"))
        keep, self._wanted = self._wanted, ""
        self._list.set_rows([*first, *rows], keep=keep or self._list.current() or _first_of(rows))
        needed = sum(row.id.startswith("req:") for row in rows)
        text = _("{requirements} 项要求 · {files} 份文件 · 拖放文件到任意位置添加")
        self.set_subtitle(text.format(requirements=needed, files=len(case.papers)))

    def _requirement_in_view(self) -> str:
        kind, _colon, name = self._list.current().partition(":")
        return name if kind == "req" else ""

    @Slot()
    def _show_current(self) -> None:
        current = self._list.current()
        kind, _colon, name = current.partition(":")
        overview = self.session.overview
        views: dict[str, QWidget] = {
            CHAIN: self._chain_view,
            QUESTIONS: self._questions_view,
            RECEIPT: self._receipt,
        }
        if current == CHAIN and overview is not None:
            self._chain.show_overview(overview)  # drawn only for who looks at it
        if current in views:
            self._stack.setCurrentWidget(views[current])
        elif kind == "paper":
            self._show_paper(name)
        elif kind == "req" and overview is not None:
            state = next((s for s in overview.requirements if s.requirement.id == name), None)
            if state is not None:
                self._requirement.show_state(state, overview)
                self._stack.setCurrentWidget(self._requirement)

    def _show_paper(self, paper_id: str) -> None:
        if self._stack.currentWidget() is self._compare and self._compare.paper_id == paper_id:
            self._compare.refresh()
            return
        self._paper.show_paper(paper_id)
        self._stack.setCurrentWidget(self._paper)

    def _paste_image(self, image: QImage) -> None:
        at = self.session.clock().astimezone(CHINA).strftime("%Y-%m-%d %H.%M.%S")
        target = self.session.scratch / (_("粘贴的图片 {at}").format(at=at) + ".png")
        job = Job(lambda _progress: image.save(str(target)))
        job.succeeded.connect(partial(self._on_pasted, target))
        self.session.runner.start(job)

    @Slot(object)
    def _on_pasted(self, target: Path, _saved: object) -> None:
        self.add_files([target])

    @Slot(str)
    def _on_chosen(self, _row: str) -> None:
        self._compare.leave()
        if self._stack.currentWidget() is self._compare:
            self._stack.setCurrentWidget(self._paper)
        self._show_current()

    @Slot(str)
    def _go_paper(self, paper_id: str) -> None:
        self._list.choose(f"paper:{paper_id}")

    @Slot()
    def _on_matrix(self) -> None:
        dialog = MatrixDialog(self.session, self)
        dialog.paper_wanted.connect(self._on_cell_wanted)
        dialog.open()

    @Slot(str, str)
    def _on_cell_wanted(self, paper_id: str, field: str) -> None:
        self.reveal(Place("papers", paper=paper_id, subject=field))

    @Slot()
    def _on_compare(self) -> None:
        paper = self._paper.paper()
        if paper is not None and self._compare.show_paper(paper.id):
            self._stack.setCurrentWidget(self._compare)

    @Slot()
    def _on_read_all(self) -> None:
        papers: tuple[Paper, ...] = (*self.session.case.offered(), *self.session.case.rejected())
        self.session.reading.want(papers)

    @Slot(object)
    def _on_added(self, received: tuple[Received, ...]) -> None:
        """One good file is shown at once; of several, or of a bad one, the list of what became of them."""
        self._receipt.show_received(received)
        alone = received[0].paper if len(received) == 1 else None
        target = f"paper:{alone.id}" if alone is not None else RECEIPT
        self._wanted = target
        self._show_rows()
        self._list.choose(target)
        self._show_current()


def _first_of(rows: list[RowData]) -> str:
    return next((row.id for row in rows if not row.heading), "")
