"""The ball that one click finds: how far its rim is out on films of known truth, and when it admits to find none."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, radians, sin

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse, ball_shadow
from kneeview.imaging.ball import find_ball
from kneeview.imaging.phantom import CHILD, DEMO, SELF_TEST_FILMS, Film, ball_rim, film_image
from kneeview.imaging.radiograph import Pixels

GREY_LEVELS = 3000
FINE = 3


@dataclass(frozen=True)
class Scene:
    """A ball on flesh, with a bone edge across it: contrasts and grain are shares of the grey scale."""

    radius: float
    contrast: float = 0.4
    grain: float = 0.01
    blur: float = 0.8
    bone: bool = True
    dark: bool = False
    disc: bool = False
    elongation: float = 1.0
    turn_deg: float = 0.0

    def drawn(self, rng: np.random.Generator) -> tuple[Pixels, Ellipse]:
        """Return the film and where its ball is."""
        size = int(max(160, 4.2 * self.radius * self.elongation))
        x, y = size / 2 + rng.uniform(-8, 8, 2)
        truth = Ellipse(x, y, self.radius * self.elongation, self.radius, self.turn_deg)
        v, u = (np.mgrid[0 : size * FINE, 0 : size * FINE].astype(np.float32) + 0.5) / FINE
        grey = 0.35 + 0.1 * rng.uniform(-1, 1) * u / size + 0.1 * rng.uniform(-1, 1) * v / size
        if self.bone:
            grey = grey + self._bone(u - x, v - y, rng)
        grey = grey + (-1 if self.dark else 1) * self.contrast * self._ball(u - x, v - y)
        film = cv2.resize(grey.astype(np.float32), (size, size), interpolation=cv2.INTER_AREA)
        film = cv2.GaussianBlur(film, (0, 0), self.blur) + self.grain * rng.normal(0, 1, film.shape)
        return np.clip((film + 0.4 * self.dark) * GREY_LEVELS, 0, 4095).astype(np.uint16), truth

    def _ball(self, u: NDArray[np.float32], v: NDArray[np.float32]) -> NDArray[np.float32]:
        c, s = cos(radians(self.turn_deg)), sin(radians(self.turn_deg))
        along, across = (c * u + s * v) / self.elongation, c * v - s * u
        depth = np.maximum(1 - (along**2 + across**2) / self.radius**2, 0)
        shadow = depth > 0 if self.disc else 1 - np.exp(-4 * np.sqrt(depth))
        return np.asarray(shadow, np.float32)

    def _bone(self, u: NDArray[np.float32], v: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
        angle, width = rng.uniform(0, pi), rng.uniform(0.4, 1.5) * self.radius
        far = u * cos(angle) + v * sin(angle) - rng.uniform(-1.2, 1.2) * self.radius
        band = np.tanh(far) - np.tanh(far - width)
        return np.asarray(0.1 * band + 0.08 * np.exp(-((far / 1.5) ** 2)), np.float32)


def found_at(pixels: Pixels, x: float, y: float, aspect: float = 1.0) -> Ellipse | None:
    rim = find_ball(pixels, x, y, aspect)
    return None if rim is None else ball_shadow([(point.x, point.y * aspect) for point in rim])


def clicked(scene: Scene, rng: np.random.Generator) -> tuple[Ellipse | None, Ellipse]:
    """Return what a click somewhere inside the ball, or just outside its rim, finds, and the truth."""
    pixels, truth = scene.drawn(rng)
    angle, far = rng.uniform(0, 2 * pi), rng.uniform(0, 1.1) * scene.radius
    return found_at(pixels, truth.x + far * cos(angle), truth.y + far * sin(angle)), truth


def any_scene(rng: np.random.Generator) -> Scene:
    """Draw a film as clinics have them: from clear to hardly visible."""

    def between(low: float, high: float) -> float:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    return Scene(
        between(16, 90),
        between(0.06, 0.5),
        between(0.002, 0.03),
        float(rng.uniform(0.4, 2.2)),
        bone=bool(rng.random() < 0.7),
        dark=bool(rng.random() < 0.3),
        disc=bool(rng.random() < 0.4),
    )


def test_the_error_of_the_radius_over_many_films() -> None:
    rng = np.random.default_rng(20)
    errors, missed = [], 0
    for _ in range(120):
        shadow, truth = clicked(any_scene(rng), rng)
        if shadow is None:
            missed += 1
        else:
            errors.append(abs(shadow.minor / truth.minor - 1))
    assert np.median(errors) < 0.004
    assert np.quantile(errors, 0.95) < 0.02
    assert np.mean(np.array(errors) > 0.02) <= 0.05
    assert max(errors) < 0.06
    assert missed <= 0.25 * 120


def test_clear_balls_are_all_found_and_close() -> None:
    rng = np.random.default_rng(21)
    for radius in (25, 40, 62, 90):
        for _ in range(5):
            shadow, truth = clicked(Scene(radius, bone=False), rng)
            assert shadow is not None
            assert shadow.is_round
            assert shadow.minor == pytest.approx(truth.minor, rel=0.005)
            assert (shadow.x, shadow.y) == pytest.approx((truth.x, truth.y), abs=0.3)


@pytest.mark.parametrize("elongation", [1.03, 1.08, 1.14])
def test_the_short_axis_of_a_ball_off_the_central_ray(elongation: float) -> None:
    rng = np.random.default_rng(22)
    for turn in (0, 35, 80, 140):
        shadow, truth = clicked(Scene(60, bone=False, elongation=elongation, turn_deg=turn), rng)
        assert shadow is not None
        assert shadow.minor == pytest.approx(truth.minor, rel=0.01)
        assert shadow.elongation == pytest.approx(elongation, abs=0.01)


def test_a_large_ball_is_found_in_the_shrunk_picture() -> None:
    rng = np.random.default_rng(23)
    shadow, truth = clicked(Scene(230, bone=False), rng)
    assert shadow is not None
    assert shadow.minor == pytest.approx(truth.minor, rel=0.005)


def test_where_there_is_no_ball_none_is_found() -> None:
    rng = np.random.default_rng(24)
    for _ in range(15):
        grain = np.asarray(2000 + 200 * rng.normal(0, 1, (240, 240)), np.uint16)
        assert find_ball(grain, 120, 120) is None
        bone, truth = Scene(40, contrast=0.0).drawn(rng)
        assert find_ball(bone, truth.x, truth.y) is None


def test_nothing_is_found_on_an_even_picture_a_tiny_one_or_beyond_it() -> None:
    even = np.full((200, 200), 77, np.uint8)
    assert find_ball(even, 100, 100) is None
    assert find_ball(even[:10, :10], 5, 5) is None
    assert find_ball(even, -1, 100) is None
    assert find_ball(even, 100, 200) is None


def test_a_click_far_from_the_ball_does_not_find_it() -> None:
    pixels, truth = Scene(20, bone=False).drawn(np.random.default_rng(25))
    assert find_ball(pixels, truth.x + 40, truth.y) is None


def test_a_ball_cut_by_the_edge_of_the_picture_is_left_to_the_user() -> None:
    pixels, truth = Scene(40, bone=False).drawn(np.random.default_rng(26))
    assert find_ball(pixels[:, round(truth.x) :], 5, truth.y) is None


def test_a_ball_on_a_photo_is_found_in_its_colours() -> None:
    pixels, truth = Scene(40, bone=False).drawn(np.random.default_rng(27))
    photo = np.stack([pixels // 16, pixels // 20, pixels // 30], axis=2).astype(np.uint8)
    shadow = found_at(photo, truth.x, truth.y)
    assert shadow is not None
    assert shadow.minor == pytest.approx(truth.minor, rel=0.01)


@pytest.mark.parametrize("film", [DEMO, CHILD, SELF_TEST_FILMS[6]], ids=lambda film: film.name)
def test_the_ball_of_the_built_in_films_is_found_to_half_a_percent(film: Film) -> None:
    pixels, aspect = film_image(film).pixels, film.row_mm / film.column_mm
    truth = ball_shadow([(point.x, point.y * aspect) for point in ball_rim(film)])
    for dx, dy in ((0.0, 0.0), (0.7, -0.6), (0.0, 1.05)):
        shadow = found_at(pixels, truth.x + dx * truth.minor, (truth.y + dy * truth.minor) / aspect, aspect)
        assert shadow is not None
        assert shadow.minor == pytest.approx(truth.minor, rel=0.005)


@pytest.mark.parametrize("apart", [0.6, 0.9, 1.2])
def test_of_two_balls_that_lie_across_each_other_none_is_taken_for_the_one(apart: float) -> None:
    """Clicked where both are, either may be meant; what is found elsewhere is one of the two."""
    rng = np.random.default_rng(8)
    v, u = np.mgrid[0:500, 0:600].astype(np.float32)
    shadows = [np.sqrt(np.clip(1 - ((u - x) ** 2 + (v - 250) ** 2) / 80**2, 0, 1)) for x in (260, 260 + 80 * apart)]
    film = 1000 + 700 * sum(1 - np.exp(-2 * shadow) for shadow in shadows) + rng.normal(0, 15, u.shape)
    pixels = np.clip(film, 0, 4095).astype(np.uint16)
    assert found_at(pixels, 260 + 40 * apart, 250.0) is None
