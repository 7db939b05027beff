"""Whether pictures of papers can be read by the eye that decides over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import FileFacts, Level, PageQuality, Paper

# Heights of printed lines in pixels. 10-point print is 30 high when scanned at 300 dpi, 20 at 200 dpi; the recogniser
# begins to err below 14, and below 10 a person does too (measured on the tests' graded series).
_SMALL_PRINT: Final = 14.0
_TINY_PRINT: Final = 10.0
# A quarter of a megapixel can't hold a page of print whatever the file says.
_FEWEST_PIXELS: Final = 250_000
_BLURRED: Final = 0.12  # sharpness of a line 40 pixels high after a blur of 2 pixels
_LEANING: Final = 5.0  # degrees that a person would set right
_GLARE: Final = 0.02
_LONG_SCREEN: Final = 1.6
# Widths in pixels of common phone screens, as their makers publish them.
_SCREENS: Final = frozenset({640, 720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1242, 1284, 1290, 1320, 1440})
# Papers that are screens by nature.
_SHOT: Final = frozenset({"notice-screenshot", "order-record", "chat-record", "operation-log", "video-still"})
_EDGES: Final = {"left": mark("左"), "top": mark("上"), "right": mark("右"), "bottom": mark("下")}


@check(
    id="image/legible",
    title=mark("图片是否清楚、完整"),
    why=mark("“凭证不清晰”是常见的驳回理由；看不清的材料等于没有提交。"),
    source=mark("复申在文字所在处的测量：字高、边缘锐度、倾斜、反光、裁切"),
    fix=mark("请把原件平放，在均匀的光线下重新拍摄，或以 300 dpi 彩色扫描。"),
    codes=("low-resolution", "very-small", "blurred", "skewed", "rotated", "glare", "cut-off"),
    files=True,
)
def legible(review: Review) -> Iterator[Hit]:
    measured = [
        (paper, reading.page, reading.quality)
        for paper in review.case.papers
        for reading in review.readings.get(paper.sha256, ())
        if reading.quality is not None
    ]
    hits = [hit for paper, page, quality in measured for hit in _faults(paper, page, quality)]
    yield from hits
    if not review.readings and review.case.papers:
        yield skip(_("还没有识别过页面，未检查图片是否清楚。"), _("请先识别页面，再检查一次。"))
    elif not hits:
        yield passed(_("{count} 页图片清楚、完整。").format(count=len(measured)), idle=not measured)


@check(
    id="image/screenshot",
    title=mark("证照是不是屏幕截图"),
    why=mark("截图的证照看不出来源，审核方常要求原件的照片或扫描件。"),
    source=mark("复申：没有拍摄信息、大小与常见手机屏幕相同的图片"),
    fix=mark("请改用原件的照片、扫描件，或从官方渠道下载的电子证照。"),
    codes=("screenshot",),
    files=True,
)
def screenshot(review: Review) -> Iterator[Hit]:
    known = [(paper, facts) for paper in review.case.papers if (facts := review.facts_of(paper)) and facts.image]
    hits = [_shot(paper) for paper, facts in known if paper.type not in _SHOT and _is_screen(facts)]
    yield from hits
    if not hits:
        yield passed(_("{count} 个图片文件都不像屏幕截图。").format(count=len(known)), idle=not known)


def _faults(paper: Paper, page: int, quality: PageQuality) -> Iterator[Hit]:
    for code, says in _findings(quality):
        text = _("{file} 第 {page} 页：{what}")
        yield Hit(Level.WARN, code, text.format(file=paper.file, page=page, what=says), paper=paper, page=page)


def _findings(quality: PageQuality) -> Iterator[tuple[str, str]]:
    if 0 < quality.width * quality.height < _FEWEST_PIXELS:
        text = _("图片只有 {width}×{height} 像素，太小。")
        yield "very-small", text.format(width=quality.width, height=quality.height)
    if 0 < quality.line_height < _SMALL_PRINT:
        word = _("很难看清") if quality.line_height < _TINY_PRINT else _("勉强能看清")
        text = _("文字只有约 {height} 像素高，{word}。")
        yield "low-resolution", text.format(height=round(quality.line_height), word=word)
    # A page drawn by lines has no pixels of its own, and so no height of print in them.
    if not quality.line_height and (quality.width or not quality.sharpness):
        yield "blurred", _("没有识别出任何文字：可能太模糊，也可能本来就没有文字。")
    elif quality.sharpness < _BLURRED:
        yield "blurred", _("文字模糊，像是没有对准焦或手抖。")
    if abs(quality.skew) >= _LEANING:
        yield "skewed", _("画面倾斜约 {angle} 度。").format(angle=round(abs(quality.skew)))
    if quality.turned:
        text = _("画面方向不对，需顺时针转 {angle} 度才是正的。")
        yield "rotated", text.format(angle=quality.turned)
    if quality.glare >= _GLARE:
        text = _("约 {share}% 的画面被反光盖住，那里的内容看不到。")
        yield "glare", text.format(share=max(1, round(quality.glare * 100)))
    if quality.cut:
        edges = _("、").join(_(_EDGES[edge]) for edge in quality.cut)
        yield "cut-off", _("文字在{edges}边被裁掉了。").format(edges=edges)


def _is_screen(facts: FileFacts) -> bool:
    image = facts.image
    if image is None or facts.kind not in {"png", "jpeg", "webp"} or image.dpi > 96:
        return False
    return image.width in _SCREENS and image.height >= _LONG_SCREEN * image.width and image.orientation == 1


def _shot(paper: Paper) -> Hit:
    text = _("{file} 的大小与手机屏幕相同，像是屏幕截图。")
    return Hit(Level.INFO, "screenshot", text.format(file=paper.file), paper=paper)
