"""Photos: upright, in the right colours, without a scale, and without what they tell of their owner."""

from __future__ import annotations

import struct
import zlib
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from kneeview.domain.landmarks import Kind
from kneeview.domain.scale import ScaleState
from kneeview.imaging.photo import PHOTO_SCALE
from kneeview.imaging.radiograph import Identity, Radiograph, Window
from kneeview.imaging.readers import ImageError, read_image
from kneeview.imaging.windowing import rendered

UPRIGHT: Final = np.zeros((64, 96, 3), np.uint8)
UPRIGHT[:32, :48] = (250, 10, 10)
UPRIGHT[:32, 48:] = (10, 250, 10)
UPRIGHT[32:, :48] = (10, 10, 250)
"""Red, green, blue, black: every turn and mirror image of it is another picture."""

TO_STORED: Final = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""By orientation: how the camera held sideways would have stored the upright picture."""


def exif(orientation: int | None = None, **block: Any) -> Image.Exif:
    made = Image.Exif()
    if orientation is not None:
        made[0x0112] = orientation
    if block:
        made.get_ifd(0x8769).update({int(tag[1:], 16): value for tag, value in block.items()})
    return made


def saved(folder: Path, pixels: np.ndarray[Any, Any] | Image.Image, form: str, **options: Any) -> Path:
    path = folder / f"photo.{form.lower()}"
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(path, form, **options)
    return path


def is_close(radiograph: Radiograph, expected: np.ndarray[Any, Any], most: float = 4) -> bool:
    if radiograph.pixels.shape != expected.shape:
        return False
    return float(np.abs(radiograph.pixels.astype(int) - expected).mean()) <= most


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", TO_STORED)
def test_every_orientation_comes_out_upright(form: str, orientation: int, tmp_path: Path) -> None:
    turn = TO_STORED[orientation]
    stored = Image.fromarray(UPRIGHT) if turn is None else Image.fromarray(UPRIGHT).transpose(turn)
    options: dict[str, Any] = {"quality": 95} if form in ("JPEG", "WEBP") else {}
    path = saved(tmp_path, stored, form, exif=exif(orientation), **options)
    assert is_close(read_image(path), UPRIGHT)


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_that_is_none_turns_nothing(orientation: int, tmp_path: Path) -> None:
    assert is_close(read_image(saved(tmp_path, UPRIGHT, "PNG", exif=exif(orientation))), UPRIGHT, 0)


def test_an_orientation_in_the_xmp_alone_counts(tmp_path: Path) -> None:
    packet = b'<x:xmpmeta><rdf:Description tiff:Orientation="3"></rdf:Description></x:xmpmeta>'
    stored = Image.fromarray(UPRIGHT).transpose(Image.Transpose.ROTATE_180)
    path = saved(tmp_path, stored, "JPEG", quality=95, xmp=packet)
    assert is_close(read_image(path), UPRIGHT)


def test_a_photo_larger_than_a_strip_is_turned_whole(tmp_path: Path) -> None:
    upright = np.random.default_rng(3).integers(0, 256, (700, 1300, 3)).astype(np.uint8)
    stored = Image.fromarray(upright).transpose(Image.Transpose.ROTATE_90)
    assert is_close(read_image(saved(tmp_path, stored, "PNG", exif=exif(6))), upright, 0)


def test_a_photo_has_no_scale_whatever_its_resolution_says(tmp_path: Path) -> None:
    for form in ("JPEG", "PNG", "TIFF"):
        radiograph = read_image(saved(tmp_path, UPRIGHT, form, dpi=(254, 254)))
        assert radiograph.scale is PHOTO_SCALE
        assert radiograph.scale.state is ScaleState.UNCALIBRATED
        assert radiograph.kind is Kind.PHOTO


def test_nothing_of_the_owner_leaves_the_reader(tmp_path: Path) -> None:
    made = exif(1, x9286=b"ASCII\0\0\0secret", xA430="Owner Secret", xA431="SERIAL-secret")
    made[0x010F], made[0x013B], made[0x8298], made[0x010E] = "secret", "secret", "secret", "secret"
    made.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 7.0), 3: "E", 4: (13.0, 24.0, 30.0)})
    radiograph = read_image(saved(tmp_path, UPRIGHT, "JPEG", exif=made, comment=b"secret", quality=95))
    assert radiograph.identity == Identity()
    told = [repr(getattr(radiograph, f.name)) for f in fields(radiograph) if f.name not in ("pixels", "path")]
    assert not [text for text in told if "secret" in text or "52.0" in text]


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"xA405": 26}, "wide-angle lens (26 mm equivalent)"),
        ({"x9206": 1.2}, "from 1.2 m"),
        ({"xA434": "iPhone 13 Pro front camera 2.71mm f/2.2"}, "may save a mirror image; check right and left"),
    ],
)
def test_a_camera_too_near_or_too_wide_is_warned_of(block: dict[str, Any], words: str, tmp_path: Path) -> None:
    (warning,) = read_image(saved(tmp_path, UPRIGHT, "JPEG", exif=exif(1, **block))).warnings
    assert words in warning


@pytest.mark.parametrize(
    "block", [{"xA405": 50, "x9206": 3.5}, {"xA405": 0, "x9206": 0.0}, {"xA405": "far"}, {"xA434": "back camera"}]
)
def test_a_good_or_silent_camera_is_not_warned_of(block: dict[str, Any], tmp_path: Path) -> None:
    assert read_image(saved(tmp_path, UPRIGHT, "JPEG", exif=exif(1, **block))).warnings == ()


@pytest.mark.parametrize(
    ("block", "day"),
    [
        ({"x9003": "2026:05:03 10:11:12"}, "20260503"),
        ({"x9003": "0000:00:00 00:00:00"}, ""),
        ({"x9003": "1980:01:01 00:00:00"}, ""),
        ({"x9003": "yesterday"}, ""),
        ({}, ""),
    ],
)
def test_the_day_of_a_photo_is_that_of_its_camera_where_the_clock_was_set(
    block: dict[str, Any], day: str, tmp_path: Path
) -> None:
    assert read_image(saved(tmp_path, UPRIGHT, "JPEG", exif=exif(1, **block))).identity.study_date == day


def test_grey_of_eight_bits_is_shown_as_stored(tmp_path: Path) -> None:
    pixels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for form in ("PNG", "TIFF", "BMP", "GIF"):
        radiograph = read_image(saved(tmp_path, pixels, form))
        assert np.array_equal(radiograph.pixels, pixels)
        assert radiograph.vois == (Window(128, 256, explanation="as stored"),)
        assert np.array_equal(rendered(radiograph, radiograph.default_display), pixels)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_grey_of_sixteen_bits_is_kept_and_windowed(form: str, tmp_path: Path) -> None:
    pixels = np.arange(300, 700, dtype=np.uint16).reshape(20, 20)
    radiograph = read_image(saved(tmp_path, pixels, form))
    assert radiograph.pixels.dtype == np.uint16
    assert np.array_equal(radiograph.pixels, pixels)
    assert (radiograph.bits_stored, radiograph.vois) == (16, ())
    assert np.ptp(rendered(radiograph, radiograph.default_display)) == 255


def test_grey_of_sixteen_big_endian_bits_is_the_same(tmp_path: Path) -> None:
    pixels = np.arange(300, 700, dtype=">u2").reshape(20, 20)
    image = Image.frombytes("I;16B", (20, 20), pixels.tobytes())
    assert np.array_equal(read_image(saved(tmp_path, image, "TIFF")).pixels, pixels)


def test_thirty_two_bits_that_need_only_sixteen_are_read(tmp_path: Path) -> None:
    pixels = np.arange(300, 700, dtype=np.int32).reshape(20, 20)
    assert np.array_equal(read_image(saved(tmp_path, pixels, "TIFF")).pixels, pixels)


@pytest.mark.parametrize(
    ("pixels", "words"),
    [
        (np.full((4, 4), 70000, np.int32), "32 bits"),
        (np.full((4, 4), -1, np.int32), "32 bits"),
        (np.full((4, 4), 0.5, np.float32), "fractional"),
    ],
)
def test_deeper_values_are_refused_in_words(pixels: np.ndarray[Any, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=words):
        read_image(saved(tmp_path, pixels, "TIFF"))


def test_black_and_white_is_grey(tmp_path: Path) -> None:
    pixels = np.eye(16, dtype=bool)
    assert np.array_equal(read_image(saved(tmp_path, pixels, "PNG")).pixels, pixels * 255)


def test_a_palette_is_shown_in_colour(tmp_path: Path) -> None:
    image = Image.fromarray(UPRIGHT).quantize(8)
    assert is_close(read_image(saved(tmp_path, image, "PNG")), UPRIGHT)
    assert is_close(read_image(saved(tmp_path, image, "GIF")), UPRIGHT)


def test_ink_colours_of_adobe_are_not_shown_as_their_inverse(tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, Image.fromarray(UPRIGHT).convert("CMYK"), "JPEG", quality=95))
    assert is_close(radiograph, UPRIGHT, 6)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparency_is_dropped_and_what_cannot_be_seen_is_black(mode: str, tmp_path: Path) -> None:
    colours = np.full((8, 8, 4), 200, np.uint8)
    colours[:, :, 3] = 255
    colours[0, 0, 3] = 0
    colours[0, 1, 3] = 120
    form = "TIFF" if mode == "PA" else "PNG"
    image = Image.fromarray(colours)
    pixels = read_image(saved(tmp_path, image if mode == "RGBA" else image.convert(mode), form)).pixels
    assert pixels.ndim == (2 if mode == "LA" else 3)
    assert pixels[0, 0].max() == 0
    assert pixels[0, 1].min() == pixels[4, 4].min() == 200


def test_a_transparent_palette_colour_is_black(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 1], [1, 1]], np.uint8), "P")
    image.putpalette([9, 9, 9, 200, 100, 50])
    pixels = read_image(saved(tmp_path, image, "PNG", transparency=0)).pixels
    assert list(pixels[0, 0]) == [0, 0, 0]
    assert list(pixels[1, 1]) == [200, 100, 50]


def swapped_profile() -> bytes:
    """Return the profile of sRGB with red and green changed."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")


def test_an_embedded_profile_is_applied(tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, UPRIGHT, "PNG", icc_profile=swapped_profile()))
    assert is_close(radiograph, UPRIGHT[:, :, [1, 0, 2]], 6)


def test_the_profile_of_srgb_changes_not_a_pixel(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert is_close(read_image(saved(tmp_path, UPRIGHT, "PNG", icc_profile=profile)), UPRIGHT, 0)


@pytest.mark.parametrize("profile", [b"rubbish", b"\0" * 200])
def test_a_damaged_profile_is_left_out(profile: bytes, tmp_path: Path) -> None:
    assert is_close(read_image(saved(tmp_path, UPRIGHT, "PNG", icc_profile=profile)), UPRIGHT, 0)


def test_the_first_picture_of_several_is_shown_and_told(tmp_path: Path) -> None:
    others = [Image.fromarray(255 - UPRIGHT), Image.fromarray(UPRIGHT // 2)]
    path = saved(tmp_path, Image.fromarray(UPRIGHT), "TIFF", save_all=True, append_images=others)
    first, third = read_image(path), read_image(path, 2)
    assert is_close(first, UPRIGHT, 0)
    assert is_close(third, UPRIGHT // 2, 0)
    assert first.warnings == ("The file holds 3 pictures; number 1 is shown.",)
    assert (third.frame, third.frame_count) == (2, 3)
    for frame in (3, -1):
        with pytest.raises(ImageError, match="3 picture"):
            read_image(path, frame)


def test_a_moving_picture_shows_its_first(tmp_path: Path) -> None:
    others = [Image.fromarray(255 - UPRIGHT)]
    path = saved(tmp_path, Image.fromarray(UPRIGHT).quantize(8), "GIF", save_all=True, append_images=others)
    radiograph = read_image(path)
    assert is_close(radiograph, UPRIGHT)
    assert radiograph.frame_count == 2


def gif_of(columns: int, rows: int) -> bytes:
    return (
        b"GIF89a" + struct.pack("<HH", columns, rows) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
        b"," + struct.pack("<HHHH", 0, 0, columns, rows) + b"\0\x02\x02\x4c\x01\0;"
    )


def test_a_bomb_is_refused_from_its_header_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gif"
    path.write_bytes(gif_of(65535, 65535))
    with pytest.raises(ImageError, match="claims 65535 x 65535 pixels; kneeview reads 300 million at most"):
        read_image(path)


def test_a_later_picture_that_is_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, Image.new("L", (4, 4)), "TIFF", save_all=True, append_images=[Image.new("L", (90, 90))])
    monkeypatch.setattr("kneeview.imaging.photo.MAX_PIXELS", 1000)
    assert read_image(path).columns == 4
    with pytest.raises(ImageError, match="claims 90 x 90"):
        read_image(path, 1)


def test_a_png_with_an_endless_text_is_refused_or_read(tmp_path: Path) -> None:
    whole = saved(tmp_path, UPRIGHT, "PNG").read_bytes()
    body = b"zTXt" + b"Comment\0\0" + zlib.compress(b"x" * 100_000_000)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    path = tmp_path / "text.png"
    path.write_bytes(whole[:33] + chunk + whole[33:])
    with pytest.raises(ImageError, match="PNG picture is damaged"):
        read_image(path)


def test_a_tiff_of_a_rare_kind_is_refused_in_words(tmp_path: Path) -> None:
    path = saved(tmp_path, UPRIGHT, "TIFF")
    directory = ImageFileDirectory_v2()
    directory[262] = 32844
    data = path.read_bytes().replace(b"\x06\x01\x03\0\x01\0\0\0\x02\0", b"\x06\x01\x03\0\x01\0\0\0\x4c\x80")
    path.write_bytes(data)
    with pytest.raises(ImageError, match="rare kind"):
        read_image(path)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


PHOTOS = Path(__file__).parents[1] / "data" / "photos"
"""Two drawings of 48 x 32 pixels, made for this test: red on the left, blue on the right, white in the upper left."""


@pytest.mark.parametrize("name", ["upright", "turned"])
def test_a_heic_is_decoded_and_stands_upright(name: str) -> None:
    photo = read_image(PHOTOS / f"{name}.heic")
    assert (photo.format, photo.kind, photo.pixels.shape) == ("HEIC", Kind.PHOTO, (32, 48, 3))
    for place, colour in (((4, 4), (250, 250, 250)), ((24, 8), (200, 40, 40)), ((16, 40), (40, 40, 200))):
        assert np.abs(photo.pixels[place].astype(int) - colour).max() <= 4


@pytest.mark.parametrize("end", range(0, 880, 40))
def test_a_heic_that_is_cut_anywhere_is_a_sentence(end: int, tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes((PHOTOS / "turned.heic").read_bytes()[:end])
    with pytest.raises(ImageError, match=r"damaged|no picture|empty|cannot read"):
        read_image(path)


def test_a_heic_of_a_rare_kind_never_reaches_its_decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reached() -> None:
        pytest.fail("the decoder was asked")

    monkeypatch.setattr("kneeview.imaging.photo._register_heif", reached)
    path = tmp_path / "photo.heic"
    path.write_bytes((PHOTOS / "upright.heic").read_bytes().replace(b"hvc1", b"iden", 1))
    with pytest.raises(ImageError, match="rare kind"):
        read_image(path)


def test_a_heic_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"mdat", b"\0" * 50))
    with pytest.raises(ImageError, match="HEIC picture is damaged"):
        read_image(path)


def test_a_heic_that_is_cut_short_never_reaches_its_decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reached() -> None:
        pytest.fail("the decoder was asked")

    monkeypatch.setattr("kneeview.imaging.photo._register_heif", reached)
    path = tmp_path / "photo.heic"
    path.write_bytes(box(b"ftyp", b"mif1\0\0\0\0mif1heic") + box(b"mdat", b"\0" * 50)[:-1])
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(path)


def test_an_installation_without_heic_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise ImportError

    monkeypatch.setattr("kneeview.imaging.photo._register_heif", absent)
    path = tmp_path / "photo.heic"
    path.write_bytes(box(b"ftyp", b"heic\0\0\0\0heic"))
    with pytest.raises(ImageError, match="save the photo as JPEG"):
        read_image(path)


def test_a_later_picture_is_counted_from_the_main_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    colours = [(10, 0, 0), (0, 10, 0), (0, 0, 10)]
    images = [Image.new("RGB", (4, 4), colour) for colour in colours]
    path = saved(tmp_path, images[0], "TIFF", save_all=True, append_images=images[1:])
    opened = Image.open

    def main_is_second(*args: Any, **options: Any) -> Image.Image:
        image = opened(*args, **options)
        image.seek(1)
        return image

    monkeypatch.setattr(Image, "open", main_is_second)
    shown = [tuple(read_image(path, frame).pixels[0, 0].tolist()) for frame in range(3)]
    assert shown == [colours[1], colours[0], colours[2]]


def test_bytes_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    whole = Path.read_bytes

    def counted(path: Path) -> bytes:
        read.append(path)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    read_image(saved(tmp_path, UPRIGHT, "PNG"))
    assert len(read) == 1
    assert BytesIO(whole(read[0])).getbuffer().nbytes > 0
