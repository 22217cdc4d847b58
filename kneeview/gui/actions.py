"""Every command of the window, declared once: text, key, icon, menu, when it can be used, what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kneeview.domain.landmarks import LANDMARKS, Landmark
from kneeview.domain.protocols import PROTOCOLS, Protocol
from kneeview.gui.command import Action, Commands
from kneeview.gui.landmark_keys import LANDMARK_KEYS
from kneeview.gui.theme import Appearance
from kneeview.tools.tool_id import ToolId

_ONE_BY_ONE: Final = "one after the other, until Esc"
"""Every tool for drawing stays in the hand; those of the scale make one mark and give the hand back to placing."""


def _names_a_landmark(window: Commands) -> bool:
    return window.bench.machine.step is not None or window.bench.session.selection is not None


def _has_two(window: Commands) -> bool:
    return not window.table.is_alone


def _has_overlays(window: Commands) -> bool:
    return window.bench.image is not None and bool(window.bench.image.overlays)


def _has_frames(window: Commands) -> bool:
    return window.bench.image is not None and window.bench.image.frame_count > 1


def _appears(appearance: Appearance) -> Callable[[Commands], object]:
    return lambda window: window.choices.use_appearance(appearance)


def _is_appearance(appearance: Appearance) -> Callable[[Commands], bool]:
    return lambda window: window.choices.appearance is appearance


def _takes(tool: ToolId) -> Callable[[Commands], object]:
    return lambda window: window.bench.machine.take(tool)


def _can_take(tool: ToolId) -> Callable[[Commands], bool]:
    return lambda window: window.bench.machine.can_take(tool)


def _goes_to(landmark: Landmark) -> Action:
    """Return the command that goes to a landmark of the leg in hand."""
    return Action(
        f"go_to_{landmark.id.value}",
        landmark.name,
        "Landmark",
        lambda window: window.bench.machine.go_to_landmark(landmark.id),
        LANDMARK_KEYS[landmark.id],
        tip=f"Place the {landmark.name.lower()} next; once more, that of the other leg",
        enabled=lambda window: landmark.id in window.bench.case.protocol.landmarks,
        why_off="not a landmark of this protocol",
    )


def _follows(number: int, protocol: Protocol) -> Action:
    """Return the command that follows a protocol; its key is its number in the list, from 1."""
    return Action(
        f"protocol_{protocol.id}",
        protocol.name,
        "Protocol",
        lambda window: window.choose_protocol(protocol.id),
        f"Ctrl+{number}",
        tip=protocol.question,
        checked=lambda window: window.bench.has_image and window.bench.case.protocol is protocol,
    )


def _draws(
    tool: ToolId, text: str, key: str, tip: str, *, on_toolbar: bool = False, ends_group: bool = False
) -> Action:
    """Return the command that takes a tool for drawing; its icon has the name of the tool."""
    name, tip = tool.value.replace("_", "-"), f"{tip}; {_ONE_BY_ONE}"
    return Action(f"draw_{tool.value}", text, "Draw", _takes(tool), key, name, tip, tool=tool, on_toolbar=on_toolbar,
                  ends_group=ends_group)  # fmt: skip


ACTIONS: Final[tuple[Action, ...]] = (
    Action("open", "Open…", "File", lambda w: w.files.choose_and_open(), "Ctrl+O", "open", "Open a film, photo or case",
           needs_picture=False, on_toolbar=True,
           words="load import dicom jpeg x-ray radiograph"),
    Action("open_folder", "Open folder…", "File", lambda w: w.files.choose_and_browse(), "Ctrl+Shift+O", "",
           "Show the pictures in a folder, a DICOMDIR or a ZIP archive", needs_picture=False,
           words="browse directory cd dvd zip dicomdir study"),
    Action("open_beside", "Open beside…", "File", lambda w: w.files.choose_and_open(beside=True), "Ctrl+B", "",
           "Open a film, photo or case beside the present one, with a case of its own",
           words="compare side by side second previous visit"),
    Action("demo", "Demo film", "File", lambda w: w.files.open_demo(), "", "demo", "Open the synthetic film",
           needs_picture=False,
           words="example sample test tutorial phantom"),
    Action("save", "Save", "File", lambda w: w.saving.save(), "Ctrl+S", "save", "Save the case", on_toolbar=True),
    Action("save_as", "Save as…", "File", lambda w: w.saving.save_as(), "Ctrl+Shift+S", "", "Save the case elsewhere",
           words="copy rename export"),
    Action("report", "Report…", "File", lambda w: w.reporting.report(), "Ctrl+R", "report",
           "Write the report as PDF, picture or table",
           words="pdf png csv json excel spreadsheet export print table output"),
    Action("patient_page", "Page for the patient", "File", lambda w: w.choices.switch_patient_page(), "", "",
           "Add a page in plain words to the PDF report", needs_picture=False,
           checked=lambda w: w.choices.patient_page,
           words="plain language handout"),
    Action("letter", "US Letter paper", "File", lambda w: w.choices.switch_letter_paper(), "", "",
           "Print reports on US Letter instead of A4", needs_picture=False,
           checked=lambda w: w.choices.letter_paper, ends_group=True,
           words="us a4 page size format"),
    Action("close_picture", "Close picture", "File", lambda w: w.close_picture(), "Ctrl+W", "",
           "Close the active one of two pictures; the other one stays", _has_two,
           why_off="open another picture beside it first",
           words="shut"),
    Action("quit", "Quit", "File", lambda w: w.close(), "Ctrl+Q", "", "Close the program", needs_picture=False,
           words="exit leave end"),
    Action("undo", "Undo", "Edit", lambda w: w.bench.machine.undo(), "Ctrl+Z", "undo",
           "Take back the last step; zoom and greys are no steps", lambda w: w.bench.machine.can_undo, on_toolbar=True,
           why_off="there is nothing to take back",
           words="revert oops mistake"),
    Action("redo", "Redo", "Edit", lambda w: w.bench.machine.redo(), "Ctrl+Y", "redo", "Bring the last step back",
           lambda w: bool(w.bench.session.redo_label), on_toolbar=True, ends_group=True,
           why_off="there is nothing to bring back", also="Ctrl+Shift+Z"),
    Action("clear", "Clear", "Edit", lambda w: w.bench.machine.clear(), "Del", "clear",
           "Clear the selected landmark, drawing or mark of the scale",
           lambda w: w.bench.session.has_selection or w.bench.machine.piece is not None,
           why_off="select something first",
           words="delete remove erase landmark point"),
    Action("absent", "Not visible", "Edit", lambda w: w.bench.machine.mark_not_visible(), "N", "not-visible",
           "Mark the present landmark as not visible", _names_a_landmark,
           why_off="select a landmark first",
           words="missing hidden absent cropped cut off skip"),
    Action("next", "Next landmark", "Edit", lambda w: w.bench.machine.go_on(), "J", "next",
           "Leave this landmark for later",
           words="skip later jump leave out postpone"),
    Action("back", "Step back", "Edit", lambda w: w.bench.machine.go_back(), "Backspace", "back",
           "Go back one point or one landmark",
           words="previous landmark return"),
    Action("exchange_sides", "Exchange right and left", "Edit", lambda w: w.sides.exchange(), "", "",
           "Turn the view over and move the landmarks to the other leg; the side marker is to be checked anew",
           words="swap switch mirrored wrong side marker laterality"),
    Action("lock", "Lock landmark", "Edit", lambda w: w.bench.machine.landmarks.toggle_lock(), "L", "lock",
           "Hold the selected landmark where it is, or let it go",
           lambda w: w.bench.machine.landmarks.can_lock, checked=lambda w: w.bench.machine.landmarks.holds_locked,
           words="fix protect freeze pin"),
    Action("cancel", "Cancel", "Edit", lambda w: w.bench.machine.cancel(), "Esc", "", "Drop gesture, then tool",
           ends_group=True,
           words="escape stop abort"),
    Action("snap", "Suggest from the picture", "Edit", lambda w: w.choices.switch_snapping(), "M", "",
           "A click near a femoral head or an edge of bone suggests where the landmark is",
           needs_picture=False, checked=lambda w: w.choices.snapping,
           words="snap automatic detect find edge assist magnet suggestions"),
    Action("follow", "Go to the next landmark", "Edit", lambda w: w.choices.switch_following(), "G", "",
           "Move the view to where the next landmark is likely", needs_picture=False,
           checked=lambda w: w.choices.following,
           words="guide follow zoom jump automatic move"),
    *(_follows(number, protocol) for number, protocol in enumerate(PROTOCOLS, start=1)),
    *(_goes_to(landmark) for landmark in LANDMARKS),
    Action("place", "Place", "Tools", _takes(ToolId.PLACE), "P", "place", "Place the landmarks of the protocol",
           tool=ToolId.PLACE, on_toolbar=True,
           words="landmarks points mark put"),
    Action("select", "Select", "Tools", _takes(ToolId.SELECT), "V", "select", "Select and move marks",
           tool=ToolId.SELECT, on_toolbar=True,
           words="move drag correct edit pointer arrow cursor"),
    Action("ruler", "Ruler", "Tools", _takes(ToolId.RULER), "R", "ruler", "Calibrate: set the scale by a known length",
           tool=ToolId.RULER, on_toolbar=True,
           words="tape known length line scale calibration centimetre millimetre"),
    Action("ball", "Ball", "Tools", _takes(ToolId.BALL), "B", "ball",
           "Calibrate: set the scale by a ball of known diameter", tool=ToolId.BALL, on_toolbar=True,
           words="sphere marker disc coin scale calibration"),
    Action("height", "Patient's height", "Tools", _takes(ToolId.HEIGHT), "", "",
           "Calibrate: set the scale by the patient's height, on photos", _can_take(ToolId.HEIGHT), tool=ToolId.HEIGHT,
           why_off="for photos only",
           words="body stature tall scale calibration photo"),
    Action("rectangle", "Rectangle", "Tools", _takes(ToolId.RECTANGLE), "", "",
           "Calibrate: set the scale by a rectangle in the plane of the legs, on photos", _can_take(ToolId.RECTANGLE),
           tool=ToolId.RECTANGLE,
           why_off="for photos only",
           words="paper sheet a4 letter card scale calibration photo perspective"),
    Action("spacing", "Typed spacing…", "Tools", lambda w: w.open_scale_card(), "", "",
           "Calibrate: type how many millimetres a pixel is wide",
           words="pixel size mm per pixel calibration dpi resolution"),
    Action("magnification", "Divide by magnification", "Tools",
           lambda w: w.bench.machine.scales.accept_offer(), "", "",
           "Calibrate: divide the spacing at the detector by the magnification that the header tells",
           lambda w: w.bench.machine.scales.offered_factor is not None,
           why_off="the header tells none, or it is divided by already",
           words="enlargement factor detector distance calibration"),
    Action("header_scale", "Back to the header's scale", "Tools", lambda w: w.bench.machine.scales.use_header(), "", "",
           "Calibration as the file has it; your own stays on the card as a comparison",
           lambda w: w.bench.machine.scales.is_made, why_off="the header's scale is in use",
           words="original calibration pixel spacing reset"),
    Action("plumb", "Plumb line", "Tools", _takes(ToolId.PLUMB), "", "",
           "Mark a vertical, so that readings against the horizontal allow for a leaning picture", tool=ToolId.PLUMB,
           words="vertical horizontal tilt level lean straighten"),
    Action("positioning", "Positioning…", "Tools", lambda w: w.go_to_positioning(), "Ctrl+P", "",
           "Go to the card of how the picture was taken",
           words="posture patella forward standing weight-bearing central ray rotation"),
    Action("placement_errors", "Placement errors…", "Tools", lambda w: w.own_errors.show(), "", "",
           "How well each landmark is placed: the program's figures, or your own", needs_picture=False,
           words="uncertainty accuracy precision repeatability csv"),
    Action("scale", "Scale…", "Tools", lambda w: w.open_scale_card(), "S", "scale",
           "The calibration: where the millimetre comes from, and ways to set it", ends_group=True,
           words="calibrate calibration millimetre pixel spacing units"),
    _draws(ToolId.LENGTH, "Length", "D, L", "Measure from point to point", on_toolbar=True),
    _draws(ToolId.POLYLINE, "Polyline", "D, P", "Measure along a path of several pieces", ends_group=True),
    _draws(ToolId.ANGLE, "Angle", "D, A", "Measure the angle at a point", on_toolbar=True),
    _draws(ToolId.LINES_ANGLE, "Angle between lines", "D, B", "Measure the angle of two lines that need not meet"),
    _draws(ToolId.COBB_ANGLE, "Cobb angle", "D, K", "Measure the smaller angle between two lines", ends_group=True),
    _draws(ToolId.CIRCLE, "Circle", "D, C", "Measure a diameter by a circle"),
    _draws(ToolId.ELLIPSE, "Ellipse", "D, E", "Measure a long and a short axis", ends_group=True),
    _draws(ToolId.LEVEL, "Level", "D, H", "Measure a line against the horizontal: height difference and tilt"),
    _draws(ToolId.VERTICAL, "Vertical", "D, V", "Hang a vertical from a point and measure the distance of another",
           ends_group=True),
    _draws(ToolId.TEXT, "Text", "D, T", "Write on the picture", on_toolbar=True),
    _draws(ToolId.ARROW, "Arrow", "D, R", "Point at something"),
    Action("fit", "Fit", "View", lambda w: w.canvas.fit(), "F", "fit", "Show the whole picture", on_toolbar=True,
           words="whole full screen zoom all"),
    Action("one_to_one", "1:1", "View", lambda w: w.canvas.one_to_one(), "1", "one-to-one",
           "One pixel of the picture on one pixel of the screen", on_toolbar=True,
           words="actual size 100 % true pixels zoom"),
    Action("zoom_in", "Zoom in", "View", lambda w: w.canvas.zoom_in(), "+", "plus", "Zoom in about the pointer",
           words="enlarge magnify larger closer"),
    Action("zoom_out", "Zoom out", "View", lambda w: w.canvas.zoom_out(), "-", "minus", "Zoom out about the pointer",
           ends_group=True,
           words="smaller farther"),
    Action("turn_right", "Turn right", "View", lambda w: w.canvas.turn_right(), "T", "rotate",
           "Turn what is seen to the right; no reading changes",
           words="rotate clockwise orientation"),
    Action("turn_left", "Turn left", "View", lambda w: w.canvas.turn_left(), "Shift+T", "rotate-left",
           "Turn what is seen to the left; no reading changes",
           words="rotate counterclockwise anticlockwise orientation"),
    Action("flip_left_right", "Flip left to right", "View", lambda w: w.canvas.flip_left_right(), "X", "flip",
           "Mirror what is seen, left for right; no reading changes",
           words="mirror horizontal reverse"),
    Action("flip_up_down", "Flip upside down", "View", lambda w: w.canvas.flip_up_down(), "Y", "flip-vertical",
           "Mirror what is seen, up for down; no reading changes",
           words="mirror vertical upside"),
    Action("as_loaded", "View as loaded", "View", lambda w: w.view_as_loaded(), "Ctrl+0", "",
           "Upright, whole, and in the greys of the file", ends_group=True,
           words="reset original restore default"),
    Action("invert", "Invert", "View", lambda w: w.bench.invert(), "I", "invert", "Show bright as dark",
           checked=lambda w: w.bench.display.inverted, on_toolbar=True,
           words="negative black white"),
    Action("reset", "Reset window", "View", lambda w: w.bench.reset_display(), "0", "window-level",
           "Show the grey scale as the file has it",
           words="brightness contrast greys grays level default"),
    Action("automatic", "Automatic window", "View", lambda w: w.bench.automatic_greys(), "A", "",
           "Choose the grey scale from the picture",
           words="brightness contrast greys grays level auto exposure"),
    Action("sharpen", "Sharpen", "View", lambda w: w.bench.switch_sharpening(), "E", "",
           "Make edges crisp on the screen; reports show the picture as it is",
           checked=lambda w: w.bench.display.filters.sharpened,
           words="edges crisp unsharp filter blur"),
    Action("local_contrast", "Local contrast", "View", lambda w: w.bench.switch_local_contrast(), "C", "",
           "Show hip, knee and ankle in one grey scale, on the screen; reports show the picture as it is",
           checked=lambda w: w.bench.display.filters.evened, ends_group=True,
           words="equalize clahe dark bright filter brightness even"),
    Action("overlays", "Overlays", "View", lambda w: w.canvas.toggle_overlays(), "O", "",
           "Show or hide what the file draws over its picture", _has_overlays,
           checked=lambda w: w.canvas.overlays_shown,
           why_off="the file draws nothing over its picture",
           words="annotations graphics burned hide"),
    Action("previous_frame", "Previous frame", "View", lambda w: w.step_frame(-1), "PgUp", "chevron-left",
           "Open the frame before this one", _has_frames,
           why_off="the file holds one picture",
           words="page slice image"),
    Action("next_frame", "Next frame", "View", lambda w: w.step_frame(1), "PgDown", "chevron-right",
           "Open the frame after this one", _has_frames, ends_group=True,
           why_off="the file holds one picture",
           words="page slice image"),
    Action("other_picture", "Other picture", "View", lambda w: w.go_to_other_picture(), "F6", "",
           "Make the other one of two pictures the active one", _has_two,
           why_off="open another picture beside it first",
           words="switch window second"),
    Action("link_views", "Link zoom and pan", "View", lambda w: w.links.link_views(not w.links.views_linked),
           "Ctrl+L", "", "Zoom and pan two pictures together", _has_two, checked=lambda w: w.links.views_linked,
           why_off="open another picture beside it first",
           words="synchronize sync together"),
    Action("link_greys", "Link window", "View", lambda w: w.links.link_greys(not w.links.greys_linked),
           "Ctrl+Shift+L", "", "Change the grey scale of two pictures together", _has_two,
           checked=lambda w: w.links.greys_linked, ends_group=True,
           why_off="open another picture beside it first",
           words="synchronize sync brightness contrast level"),
    Action("column", "Steps and readings", "View", lambda w: w.choices.switch_column(), "F9", "",
           "Show the column beside the picture, or give its room to the picture",
           checked=lambda w: w.choices.has_column, ends_group=True,
           words="sidebar panel norms age sex chart percentile results values table hide"),
    *(Action(f"appearance_{each.value}", each.words, "View", _appears(each), "", "",
             "Choose the colours of the window; around the picture it is always dark", needs_picture=False,
             checked=_is_appearance(each)) for each in Appearance),
    Action("search", "Find a command…", "Help", lambda w: w.search_commands(), "Ctrl+K", "search",
           "Type a few letters of what you want to do", needs_picture=False,
           words="command palette menu"),
    Action("keys", "Keys and mouse", "Help", lambda w: w.show_keys(), "F1", "help",
           "Every key, what the mouse does, and the way to change a key", needs_picture=False, also="?",
           words="shortcuts keyboard hotkeys help manual sheet"),
    Action("about", "About kneeview", "Help", lambda w: w.about(), "", "info", "Version and purpose",
           needs_picture=False,
           words="version licence license"),
)  # fmt: skip
