"""What is on the table: the session, the picture, the hand, and the readings that follow. It tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.opening import Opened
from kneeview.case.session import Change, Session
from kneeview.domain.calibration import Calibration
from kneeview.domain.catalog import readings
from kneeview.domain.checks import Notice
from kneeview.domain.measurement import PlacedLandmark, Reading, Subject
from kneeview.domain.placement_errors import DEFAULT_ERRORS
from kneeview.domain.rereading import reread
from kneeview.gui.searches import Searches
from kneeview.imaging.radiograph import Display, LookupTable, Radiograph, Window
from kneeview.imaging.windowing import automatic_window, effective_window, moved_window, value_range
from kneeview.scene.build import SceneBuilder, SceneOptions
from kneeview.scene.primitives import Scene
from kneeview.tools.machine import Machine
from kneeview.tools.scale_mark import Stamp


class Workbench(QObject):
    """One opened picture with its case. Everything shown is computed from here."""

    opened = Signal()
    case_changed = Signal()
    hand_changed = Signal()
    display_changed = Signal()
    saved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = Session(Case(ImageReference("")))
        self.image: Radiograph | None = None
        self.path: Path | None = None
        self.reader = ""
        self.placement_errors = DEFAULT_ERRORS
        self.display = Display()
        self.highlighted = ""
        self.marks_hidden = False
        self.pointed_drawing: int | None = None
        self._read: tuple[Case, Subject, tuple[Reading, ...]] | None = None
        self._scenes = SceneBuilder()
        self._built: tuple[Case, SceneOptions, Scene] | None = None
        self._noted: tuple[Case, tuple[Notice, ...]] | None = None
        self.pointed_at: PlacedLandmark | None = None
        self.automatic = Window(0.5, 1)
        self.shown_display = self.display
        self._window = self.automatic
        self._range = (0.0, 1.0)
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(0)
        self._frame.timeout.connect(self.case_changed)
        self.searches = Searches(lambda: (self.image, self.case), self.hand_changed.emit)
        self.destroyed.connect(self.searches.stop)
        self.session.subscribe(self._session_changed)
        ball, landmark = self.searches.find_ball, self.searches.find_landmark
        self.machine = Machine(self.session, self.stamp, self._hand_moved, ball, landmark)

    # --------------------------------------------------------------------------------------------------- reading

    @property
    def case(self) -> Case:
        """The case as it is shown."""
        return self.session.case

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading of the case as it is shown, worked out when it is asked for."""
        return self._reading()[2]

    @property
    def subject(self) -> Subject:
        """What is measured, as it stands now."""
        return self._reading()[1]

    def _reading(self) -> tuple[Case, Subject, tuple[Reading, ...]]:
        case = self.case
        if self._read is None or self._read[0] is not case:
            subject = case.subject()
            found = readings(subject) if self._read is None else reread(self._read[1], self._read[2], subject)
            self._read = (case, subject, found)
        return self._read

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a reader should know before believing the readings."""
        case = self.case
        if self._noted is None or self._noted[0] is not case:
            self._noted = (case, case.notices(self._reading()[1]))
        return self._noted[1]

    @property
    def doubted(self) -> Mapping[PlacedLandmark, Notice]:
        """The landmarks whose place is questioned, each with the first notice that does."""
        return {key: notice for notice in reversed(self.notices) for key in notice.doubts}

    @property
    def has_image(self) -> bool:
        """Whether a picture is open."""
        return self.image is not None

    @property
    def title(self) -> str:
        """What the window is called: the case's file, else the picture's name."""
        if self.path is not None:
            return self.path.name
        return self.case.image.name

    def stamp(self) -> Stamp:
        """Return who acts now, and when."""
        return Stamp(self.reader, datetime.now().astimezone().isoformat(timespec="seconds"))

    def scene(self) -> Scene:
        """Return the marks as they stand now: the same tuple while neither the case nor the hand has changed."""
        case, options = self.case, self._options()
        if self._built is None or self._built[0] is not case or self._built[1] != options:
            read = () if self.marks_hidden else self.readings
            self._built = (case, options, self._scenes.build(case, read, options))
        return self._built[2]

    def _options(self) -> SceneOptions:
        """Return what the moment asks of the marks."""
        if self.marks_hidden:
            return SceneOptions(points=False, captions=False, calibration=False, drawings=False)
        tool = self.machine.tool
        hovered = tool.hovered
        return SceneOptions(
            selected=self.session.selection,
            hovered=self.pointed_at if hovered is None else hovered.landmark,
            highlighted=self.highlighted,
            captions=not tool.is_dragging,
            pending=tool.pending,
            pending_is_line=tool.pending_is_line,
            pending_is_found=self.machine.is_suggestion,
            drawing_selected=self.machine.drawing,
            drawing_hovered=self.machine.hovered_drawing or self.pointed_drawing,
            scale_lit=hovered is not None and hovered.landmark is None,
            scale_piece=self.machine.piece,
            doubts=tuple((key, notice.question) for key, notice in self.doubted.items()),
        )

    @property
    def window(self) -> Window:
        """The window that is shown, in values of the picture."""
        return self._window

    # -------------------------------------------------------------------------------------------------- changing

    def put(self, opened: Opened) -> None:
        """Begin with another picture and case."""
        is_other_frame = self._is_other_frame(opened.image)
        self.searches.stop()
        self.image = opened.image
        self.path = opened.path
        self.automatic = automatic_window(opened.image)
        self._range = value_range(opened.image)
        keeps_greys = is_other_frame and not isinstance(self.display.voi, LookupTable)
        self._set_display(self.display if keeps_greys else opened.image.default_display)
        self.highlighted = ""
        case = opened.case if opened.case.reader else replace(opened.case, reader=self.reader)
        if opened.path is None and not any(case.limbs.values()) and case.placement_errors.are_default:
            case = replace(case, placement_errors=self.placement_errors)
        self.session.open(case, saved=opened.is_saved)
        self.opened.emit()

    def edit(self, change: Callable[[Case], Case], label: str) -> None:
        """Change the case, as one step."""
        self.session.apply(change(self.session.committed), label)

    def calibrate(self, calibration: Calibration, label: str) -> None:
        """Set a scale, as one step. Raises `CalibrationError`."""
        stamp = self.stamp()
        self.session.apply(self.session.committed.with_calibration(calibration, stamp.by, stamp.at), label)

    def saved_as(self, path: Path) -> None:
        """Remember where the case was written."""
        self.path = path
        self.session.mark_saved()

    def show(self, display: Display) -> None:
        """Show the picture otherwise; the case does not change."""
        self._set_display(display)
        self.display_changed.emit()

    def switch_sharpening(self) -> None:
        """Make edges crisp on the screen, or show them as they are."""
        filters = self.display.filters
        self.show(replace(self.display, filters=replace(filters, sharpened=not filters.sharpened)))

    def switch_local_contrast(self) -> None:
        """Show light and dark parts in one window, or each as it is."""
        filters = self.display.filters
        self.show(replace(self.display, filters=replace(filters, evened=not filters.evened)))

    def _is_other_frame(self, image: Radiograph) -> bool:
        """Whether a picture is another frame of the file that is open."""
        now = self.image
        return now is not None and now.frame != image.frame and now.digests.are_of_file(image.digests)

    def _set_display(self, display: Display) -> None:
        """Work out once what the automatic window and the reading of a table's greys are."""
        self.display = self.shown_display = display
        if self.image is None:
            return
        if display.voi is None and not self.image.is_colour:
            self.shown_display = replace(display, voi=self.automatic)
        self._window = effective_window(self.image, self.shown_display)

    def window_by(self, across: float, up: float) -> None:
        """Change the window by shares of the data's range: across widens it, up lowers its centre."""
        self.show(replace(self.display, voi=moved_window(self.window, self._range, across, up)))

    def invert(self) -> None:
        """Show bright as dark."""
        self.show(replace(self.display, inverted=not self.display.inverted))

    def reset_display(self) -> None:
        """Show the grey scale as at loading."""
        if self.image is not None:
            self.show(self.image.default_display)

    def automatic_greys(self) -> None:
        """Choose the window from the picture."""
        self.show(replace(self.display, voi=None))

    def highlight(self, measurement_id: str) -> None:
        """Show the lines of a measurement that usually are not shown."""
        if measurement_id != self.highlighted:
            self.highlighted = measurement_id
            self.hand_changed.emit()

    def point_at(self, landmark: PlacedLandmark | None) -> None:
        """Light a landmark that the pointer rests on in a list."""
        if landmark != self.pointed_at:
            self.pointed_at = landmark
            self.hand_changed.emit()

    def point_at_drawing(self, drawing: int | None) -> None:
        """Light a drawing up, as the list of drawings does for the one under the pointer."""
        if drawing != self.pointed_drawing:
            self.pointed_drawing = drawing
            self.hand_changed.emit()

    def hide_marks(self, hidden: bool) -> None:
        """Show the picture without marks, or with them."""
        self.marks_hidden = hidden
        self.hand_changed.emit()

    def _hand_moved(self) -> None:
        """Tell that the hand has moved; where it drags a mark along, the news of the case tell it once a frame."""
        if not self._frame.isActive():
            self.hand_changed.emit()

    def _session_changed(self, change: Change) -> None:
        if Change.CASE in change:
            # A drag tells more often than a screen can show: what follows from it is worked out once a frame.
            if self.session.is_previewing:
                self._frame.start()
            else:
                self._frame.stop()
                self.case_changed.emit()
        if Change.SELECTION in change:
            self.hand_changed.emit()
        if Change.SAVED in change:
            self.saved.emit()
