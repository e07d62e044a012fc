"""Rules for what an eye rests on: words, grounds, lists and what lies over them."""

from __future__ import annotations

from collections.abc import Iterator

from ui.theme.rules import Ruler, each, rule
from ui.theme.tokens import SIZES


def texts(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of words of every kind."""
    t = ruler.tokens
    for name, size in (("kop1", SIZES.h1), ("kop2", SIZES.h2), ("kop3", SIZES.h3)):
        yield rule(
            f'QLabel[tekst="{name}"]',
            font_size=ruler.px(size),
            font_weight="700" if name == "kop1" else "600",
        )
    yield rule('QLabel[tekst="label"]', font_weight="600")
    yield rule('QLabel[tekst="muted"]', color=t.muted)
    yield rule('QLabel[tekst="klein"]', color=t.muted, font_size=ruler.px(SIZES.small))
    yield rule('QLabel[tekst="fout"]', color=t.error, font_weight="600")
    yield rule('QLabel[tekst="link"]', color=t.action, font_weight="600")
    yield rule('QLabel[tekst="gelukt"]', color=t.success)
    yield rule('QLabel[tekst="waarschuwing"]', color=t.warning)
    yield rule("QLabel:disabled", color=t.disabled)


def grounds(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the grounds of panes and cards."""
    t = ruler.tokens
    yield rule(
        'QFrame[rol="kaart"]',
        background=t.surface,
        border=ruler.edge(1, t.line),
        border_radius=ruler.px(SIZES.card_radius),
    )
    yield rule(
        'QFrame[rol="kaart"][sleepdoel="true"]',
        border=f"{ruler.px(2)}px dashed {t.action}",
    )
    for name, ground, side in (
        ("lijst", t.surface, "border-right"),
        ("detail", t.window, ""),
        ("zij", t.surface, "border-left"),
    ):
        edge: dict[str, str | int] = {side: f"1px solid {t.line}"} if side else {}
        yield rule(f'QFrame[paneel="{name}"]', background=ground, border="0", **edge)
    yield rule("QScrollArea", background="transparent", border="0")
    yield rule("QScrollArea > QWidget > QWidget", background="transparent")
    yield rule("QSplitter::handle", background=t.line)


def bars(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the message bars."""
    t = ruler.tokens
    kinds = {
        "fout": (t.error_bg, t.error),
        "waarschuwing": (t.warning_bg, t.warning),
        "gelukt": (t.success_bg, t.success),
        "uitleg": (t.info_bg, t.info),
        "ongedaan": (t.surface, t.control),
    }
    for name, (ground, edge) in kinds.items():
        outer = edge if t.border_width > 1 or name == "ongedaan" else ground
        yield rule(
            f'QFrame[melding="{name}"]',
            background=ground,
            border=ruler.edge(t.border_width, outer),
            border_left=ruler.edge(4, edge),
        )
        yield rule(f'QFrame[melding="{name}"] QLabel', color=t.text)
        yield rule(f'QFrame[melding="{name}"] QLabel[tekst="link"]', color=t.action)
    yield rule(
        'QLabel[band="voorbeeld"]',
        background=t.warning_bg,
        color=t.warning,
        padding="4px 8px",
    )


def lists(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of lists and tables."""
    t = ruler.tokens
    views = ("QListView", "QTreeView", "QTableView")
    yield rule(
        each(views),
        background=t.surface,
        color=t.text,
        border="0",
        outline="0",
        gridline_color=t.line,
        selection_background_color=t.selected,
        selection_color=t.on_selected,
        # The same on every desktop: one click chooses, two open, and a row is chosen whole.
        activate_on_singleclick="0",
        show_decoration_selected="1",
    )
    yield rule(
        "QHeaderView::section",
        background=t.window,
        color=t.text,
        font_weight="600",
        border="0",
        border_bottom=ruler.edge(t.border_width, t.control),
        padding=ruler.sides(8, 12, 8, 12),
    )
    yield rule(
        "QProgressBar",
        background=t.surface,
        color=t.text,
        text_align="center",
        border=ruler.edge(t.border_width, t.control),
        border_radius=ruler.px(SIZES.field_radius),
        min_height=ruler.px(16),
        qproperty_textVisible="false",  # words over the moving edge cannot have contrast
    )
    yield rule("QTableCornerButton::section", background=t.window, border="0")
    yield rule("QProgressBar::chunk", background=t.action)


def popups(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of menus, tool tips and calendars."""
    t = ruler.tokens
    popup: dict[str, str | int] = {"background": t.surface, "color": t.text}
    edge = ruler.edge(t.border_width, t.control)
    yield rule("QToolTip", **popup, border=edge, padding=ruler.sides(4, 8, 4, 8))
    yield rule("QMenu", **popup, border=edge, padding=ruler.px(4))
    # 32 high in all: row 20 + 2 x 6.
    yield rule(
        "QMenu::item", padding=ruler.sides(6, 24, 6, 12), min_height=ruler.px(SIZES.menu_row - 12)
    )
    yield rule("QMenu::icon", padding_left=ruler.px(8))
    yield rule("QMenu::item:selected", background=t.selected, color=t.on_selected)
    yield rule("QMenu::item:disabled", color=t.disabled)
    yield rule("QMenu::separator", background=t.line, height=1, margin=ruler.px(4))
    yield rule("QComboBox", combobox_popup="0")  # a list below it, on every desktop
    choices = "QComboBox QAbstractItemView"
    yield rule(choices, **popup, border=edge, padding=ruler.px(4))
    yield rule(f"{choices}::item", padding=ruler.sides(4, 8, 4, 8), min_height=ruler.px(24))
    yield rule(f"{choices}::item:selected", background=t.selected, color=t.on_selected)


def scroll_bars(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the scroll bars."""
    t, extent = ruler.tokens, ruler.px(SIZES.scroll_bar)
    thumb: dict[str, str | int] = {
        "background": t.control,
        "border_radius": ruler.px(4),
        "margin": ruler.px(4),
    }
    yield rule("QScrollBar", background="transparent", border="0")
    yield rule("QScrollBar:vertical", width=extent)
    yield rule("QScrollBar:horizontal", height=extent)
    yield rule("QScrollBar::handle", **thumb)
    yield rule("QScrollBar::handle:vertical", min_height=ruler.px(44))
    yield rule("QScrollBar::handle:horizontal", min_width=ruler.px(44))
    yield rule("QScrollBar::handle:hover", background=t.text)
    yield rule("QScrollBar::handle:disabled", background="transparent", border="0")
    yield rule("QScrollBar::add-line, QScrollBar::sub-line", width=0, height=0)
    yield rule("QScrollBar::add-page, QScrollBar::sub-page", background="transparent")


def tabs(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the tabs."""
    t = ruler.tokens
    yield rule("QTabWidget::pane", border="0", border_top=ruler.edge(1, t.line))
    yield rule(
        "QTabBar::tab",
        background="transparent",
        color=t.text,
        padding=ruler.sides(9, 16, 9, 16),
        min_height=ruler.px(22),
        border="0",
        border_bottom=ruler.edge(4, "transparent"),
    )
    # Where they do not fit: arrows wide enough to hit, and no torn edge beside them.
    yield rule("QTabBar::scroller", width=ruler.px(72))  # Qt takes half of it for each
    yield rule("QTabBar::tear", width="0", border="0", image="none")
    yield rule("QTabBar::tab:hover", color=t.action if not ruler.inverts() else t.text)
    yield rule("QTabBar::tab:selected", color=t.action, border_bottom=ruler.edge(4, t.action))
