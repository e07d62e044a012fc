"""The style sheet: short rules made from tokens, for what Fusion draws too faintly.

Properties a widget may carry (set them with :func:`ui.theme.mark`):

=========  =============================================================  ==================
Property   Values                                                         On
=========  =============================================================  ==================
primair    true: the one main button of a screen                          QPushButton
vlak       true: a button that looks like a link                          QPushButton
gevaar     true: a button that cannot be undone                           QPushButton
fout       true: the value does not hold; also drawn for check boxes,     fields
           radio buttons and combo boxes by the style
tekst      muted kop1 kop2 kop3 klein fout gelukt waarschuwing label link QLabel
rol        kaart: a card                                                  QFrame
band       voorbeeld: the strip of the example village                QLabel
melding    fout waarschuwing gelukt uitleg ongedaan: a message bar        QFrame
paneel     lijst detail zij: the ground of a pane                         QFrame
rail       true: the rail; in it hier="true" is the present place         QFrame
=========  =============================================================  ==================

No rule names QFrame, QWidget or * alone: a QLabel is a QFrame, and such rules reach
everything. Every kind of button has its own :focus rule, written after the kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from ui.theme import contrast
from ui.theme.model import Theme
from ui.theme.tokens import SIZES, Tokens

_LINE_EDITS = ("QLineEdit", "QPlainTextEdit", "QTextEdit")
_INSET = 10
"""Pixels from the outer edge of a control to its text: 24 + 2 x 10 makes 44 high."""


def _each(kinds: tuple[str, ...], suffix: str = "") -> str:
    return ", ".join(kind + suffix for kind in kinds)


def _rule(selector: str, **declarations: str | int) -> str:
    """Return one rule; an int is a number of pixels, ``_`` in a name stands for ``-``."""
    lines = (
        f"{name.replace('_', '-')}: {f'{value}px' if isinstance(value, int) else value}"
        for name, value in declarations.items()
    )
    return f"{selector} {{ {'; '.join(lines)} }}"


class _Sheet:
    """Makes the rules of one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.tokens: Tokens = theme.tokens
        self.px = theme.px

    def edge(self, width: int, colour: str) -> str:
        """Return a border; it grows with the text size like all else."""
        return f"{self.px(width)}px solid {colour}"

    def inside(self, width: int, *, across: int, down: int = _INSET) -> str:
        """Return a padding that keeps the text in place whatever the border's width."""
        edge = self.px(width)
        return f"{max(self.px(down) - edge, 0)}px {max(self.px(across) - edge, 0)}px"

    def boxed(self, width: int, colour: str, *, across: int) -> dict[str, str | int]:
        """Return border and padding together, because the one depends on the other."""
        return {"border": self.edge(width, colour), "padding": self.inside(width, across=across)}

    def rules(self) -> Iterator[str]:
        """Yield every rule; later ones win."""
        yield from self.fields()
        yield from self.buttons()
        yield from self.tool_buttons()
        yield from self.rail()
        yield from self.texts()
        yield from self.grounds()
        yield from self.bars()
        yield from self.lists()
        yield from self.popups()
        yield from self.scroll_bars()
        yield from self.tabs()

    def fields(self) -> Iterator[str]:
        t = self.tokens
        yield _rule(
            _each(_LINE_EDITS),
            background=t.surface,
            color=t.text,
            border_radius=self.px(SIZES.field_radius),
            selection_background_color=t.action,
            selection_color=t.on_action,
            **self.boxed(t.border_width, t.control, across=12),
        )
        yield _rule("QLineEdit", min_height=self.px(24))
        yield _rule(_each(_LINE_EDITS, ":focus"), **self.boxed(t.focus_width, t.focus, across=12))
        yield _rule(
            _each(_LINE_EDITS, ":disabled"),
            background=t.disabled_bg,
            color=t.disabled,
            border_color=t.disabled,
        )
        yield _rule(_each(_LINE_EDITS, '[readOnly="true"]'), background=t.window)
        yield _rule(_each(_LINE_EDITS, '[fout="true"]'), **self.boxed(2, t.error, across=12))
        # Two themes thicken the red edge; in high contrast only another colour stands out.
        alone = t.focus_width > 3
        yield _rule(
            _each(_LINE_EDITS, '[fout="true"]:focus'),
            **self.boxed(t.focus_width if alone else 3, t.focus if alone else t.error, across=12),
        )

    def buttons(self) -> Iterator[str]:
        t, push = self.tokens, "QPushButton"
        yield _rule(
            push,
            background=t.surface,
            color=t.action,
            border_radius=self.px(SIZES.field_radius),
            font_weight="600",
            min_height=self.px(24),
            **self.boxed(t.border_width, t.control, across=16),
        )
        yield _rule(f"{push}:hover", border_color=t.action, color=t.hover)
        yield _rule(f"{push}:pressed", background=t.selected, color=t.on_selected)
        yield _rule(f"{push}:checked", background=t.selected, color=t.on_selected)
        yield _rule(f'{push}[gevaar="true"]', color=t.error, border_color=t.error)
        yield _rule(f"{push}:focus", outline="0", **self.boxed(t.focus_width, t.focus, across=16))
        yield _rule(
            f'{push}[primair="true"]',
            background=t.action,
            color=t.on_action,
            **self.boxed(t.border_width, t.action, across=16),
        )
        yield _rule(
            f'{push}[primair="true"]:hover, {push}[primair="true"]:pressed',
            background=t.hover,
            color=t.on_action,
            border_color=t.hover,
        )
        yield _rule(
            f'{push}[primair="true"]:focus',
            background=t.primary_focus_bg,
            color=t.primary_focus_text,
            **self.boxed(t.primary_focus_width, t.primary_focus_ring, across=16),
        )
        yield _rule(
            f'{push}[vlak="true"]',
            background="transparent",
            **self.boxed(t.border_width, "transparent", across=8),
        )
        yield _rule(f'{push}[vlak="true"]:hover', color=t.hover, text_decoration="underline")
        yield _rule(f'{push}[vlak="true"]:focus', **self.boxed(t.focus_width, t.focus, across=8))
        yield _rule(
            f'{push}:disabled, {push}[primair="true"]:disabled',
            background=t.disabled_bg,
            color=t.disabled,
            border_color=t.disabled,
        )

    def tool_buttons(self) -> Iterator[str]:
        t, tool = self.tokens, "QToolButton"
        yield _rule(
            tool,
            background="transparent",
            color=t.action,
            font_weight="600",
            border_radius=self.px(SIZES.field_radius),
            border=self.edge(t.border_width, "transparent"),
            padding=self.inside(t.border_width, across=12, down=12),
        )
        yield _rule(f"{tool}:hover", border_color=t.control)
        yield _rule(f"{tool}:checked, {tool}:pressed", background=t.selected, color=t.on_selected)
        yield _rule(f"{tool}:disabled", color=t.disabled)
        yield _rule(
            f"{tool}:focus",
            border=self.edge(t.focus_width, t.focus),
            padding=self.inside(t.focus_width, across=12, down=12),
        )

    def rail(self) -> Iterator[str]:
        t, tool = self.tokens, 'QFrame[rail="true"] QToolButton'
        bar, width = self.px(4), self.px(t.focus_width)
        yield _rule(
            'QFrame[rail="true"]', background=t.rail, border="0", border_right=f"1px solid {t.line}"
        )
        yield _rule('QFrame[rail="true"] QScrollArea', background="transparent")
        yield _rule(
            tool,
            color=t.text,
            font_weight="400",
            text_align="left",
            border="0",
            border_radius=0,
            border_left=f"{bar}px solid transparent",
            padding=self.sides(10, 8, 10, 8),
            min_height=self.px(24),
        )
        yield _rule(f"{tool}:hover", background=t.surface)
        yield _rule(
            f'{tool}[hier="true"]',
            background=t.selected,
            color=t.on_selected,
            border_left_color=self.bar_colour(),
            font_weight="600",
        )
        ring: dict[str, str | int] = {
            "border": self.edge(t.focus_width, t.focus),
            "padding": f"{self.px(10) - width}px {self.px(8) - width}px {self.px(10) - width}px "
            f"{self.px(12) - width}px",
        }
        yield _rule(f"{tool}:focus", **ring)
        if self.inverts():
            yield _rule(f'{tool}[hier="true"]:focus', background=t.window, color=t.action)

    def inverts(self) -> bool:
        """Tell whether the ring drowns in the selection, so that the row must invert."""
        return contrast.ratio(self.tokens.focus, self.tokens.selected) < contrast.EDGE_MINIMUM

    def bar_colour(self) -> str:
        """Return the colour of the bar beside what is selected."""
        t = self.tokens
        return t.on_selected if t.action == t.selected else t.action

    def sides(self, *sizes: int) -> str:
        """Return lengths for all four sides, in rem."""
        return " ".join(f"{self.px(size)}px" for size in sizes)

    def texts(self) -> Iterator[str]:
        t = self.tokens
        for name, size in (("kop1", SIZES.h1), ("kop2", SIZES.h2), ("kop3", SIZES.h3)):
            yield _rule(
                f'QLabel[tekst="{name}"]',
                font_size=self.px(size),
                font_weight="700" if name == "kop1" else "600",
            )
        yield _rule('QLabel[tekst="label"]', font_weight="600")
        yield _rule('QLabel[tekst="muted"]', color=t.muted)
        yield _rule('QLabel[tekst="klein"]', color=t.muted, font_size=self.px(SIZES.small))
        yield _rule('QLabel[tekst="fout"]', color=t.error, font_weight="600")
        yield _rule('QLabel[tekst="link"]', color=t.action, font_weight="600")
        yield _rule('QLabel[tekst="gelukt"]', color=t.success)
        yield _rule('QLabel[tekst="waarschuwing"]', color=t.warning)
        yield _rule("QLabel:disabled", color=t.disabled)

    def grounds(self) -> Iterator[str]:
        t = self.tokens
        yield _rule(
            'QFrame[rol="kaart"]',
            background=t.surface,
            border=self.edge(1, t.line),
            border_radius=self.px(SIZES.card_radius),
        )
        for name, ground, side in (
            ("lijst", t.surface, "border-right"),
            ("detail", t.window, ""),
            ("zij", t.surface, "border-left"),
        ):
            edge: dict[str, str | int] = {side: f"1px solid {t.line}"} if side else {}
            yield _rule(f'QFrame[paneel="{name}"]', background=ground, border="0", **edge)
        yield _rule("QScrollArea", background="transparent", border="0")
        yield _rule("QScrollArea > QWidget > QWidget", background="transparent")
        yield _rule("QSplitter::handle", background=t.line)

    def bars(self) -> Iterator[str]:
        t = self.tokens
        kinds = {
            "fout": (t.error_bg, t.error),
            "waarschuwing": (t.warning_bg, t.warning),
            "gelukt": (t.success_bg, t.success),
            "uitleg": (t.info_bg, t.info),
            "ongedaan": (t.surface, t.control),
        }
        for name, (ground, edge) in kinds.items():
            outer = edge if t.border_width > 1 or name == "ongedaan" else ground
            yield _rule(
                f'QFrame[melding="{name}"]',
                background=ground,
                border=self.edge(t.border_width, outer),
                border_left=self.edge(4, edge),
            )
            yield _rule(f'QFrame[melding="{name}"] QLabel', color=t.text)
            yield _rule(f'QFrame[melding="{name}"] QLabel[tekst="link"]', color=t.action)
        yield _rule(
            'QLabel[band="voorbeeld"]',
            background=t.warning_bg,
            color=t.warning,
            padding="4px 8px",
        )

    def lists(self) -> Iterator[str]:
        t = self.tokens
        views = ("QListView", "QTreeView", "QTableView")
        yield _rule(
            _each(views),
            background=t.surface,
            color=t.text,
            border="0",
            outline="0",
            gridline_color=t.line,
            selection_background_color=t.selected,
            selection_color=t.on_selected,
        )
        yield _rule(
            "QHeaderView::section",
            background=t.window,
            color=t.text,
            font_weight="600",
            border="0",
            border_bottom=self.edge(t.border_width, t.control),
            padding=self.sides(8, 12, 8, 12),
        )
        yield _rule(
            "QProgressBar",
            background=t.surface,
            color=t.text,
            text_align="center",
            border=self.edge(t.border_width, t.control),
            border_radius=self.px(SIZES.field_radius),
            min_height=self.px(16),
            qproperty_textVisible="false",  # words over the moving edge cannot have contrast
        )
        yield _rule("QTableCornerButton::section", background=t.window, border="0")
        yield _rule("QProgressBar::chunk", background=t.action)

    def popups(self) -> Iterator[str]:
        t = self.tokens
        popup: dict[str, str | int] = {"background": t.surface, "color": t.text}
        edge = self.edge(t.border_width, t.control)
        yield _rule("QToolTip", **popup, border=edge, padding=self.sides(4, 8, 4, 8))
        yield _rule("QMenu", **popup, border=edge, padding=self.px(4))
        # 32 high in all: row 20 + 2 x 6.
        yield _rule(
            "QMenu::item", padding=self.sides(6, 24, 6, 12), min_height=self.px(SIZES.menu_row - 12)
        )
        yield _rule("QMenu::icon", padding_left=self.px(8))
        yield _rule("QMenu::item:selected", background=t.selected, color=t.on_selected)
        yield _rule("QMenu::item:disabled", color=t.disabled)
        yield _rule("QMenu::separator", background=t.line, height=1, margin=self.px(4))
        choices = "QComboBox QAbstractItemView"
        yield _rule(choices, **popup, border=edge, padding=self.px(4))
        yield _rule(f"{choices}::item", padding=self.sides(4, 8, 4, 8), min_height=self.px(24))
        yield _rule(f"{choices}::item:selected", background=t.selected, color=t.on_selected)

    def scroll_bars(self) -> Iterator[str]:
        t, extent = self.tokens, self.px(SIZES.scroll_bar)
        thumb: dict[str, str | int] = {
            "background": t.control,
            "border_radius": self.px(4),
            "margin": self.px(4),
        }
        yield _rule("QScrollBar", background="transparent", border="0")
        yield _rule("QScrollBar:vertical", width=extent)
        yield _rule("QScrollBar:horizontal", height=extent)
        yield _rule("QScrollBar::handle", **thumb)
        yield _rule("QScrollBar::handle:vertical", min_height=self.px(44))
        yield _rule("QScrollBar::handle:horizontal", min_width=self.px(44))
        yield _rule("QScrollBar::handle:hover", background=t.text)
        yield _rule("QScrollBar::add-line, QScrollBar::sub-line", width=0, height=0)
        yield _rule("QScrollBar::add-page, QScrollBar::sub-page", background="transparent")

    def tabs(self) -> Iterator[str]:
        t = self.tokens
        yield _rule("QTabWidget::pane", border="0", border_top=self.edge(1, t.line))
        yield _rule(
            "QTabBar::tab",
            background="transparent",
            color=t.text,
            padding=self.sides(9, 16, 9, 16),
            min_height=self.px(22),
            border="0",
            border_bottom=self.edge(4, "transparent"),
        )
        yield _rule("QTabBar::tab:hover", color=t.action if not self.inverts() else t.text)
        yield _rule("QTabBar::tab:selected", color=t.action, border_bottom=self.edge(4, t.action))


def make_sheet(theme: Theme) -> str:
    """Return the style sheet of ``theme``, at its text size."""
    return "\n".join(_Sheet(theme).rules())
