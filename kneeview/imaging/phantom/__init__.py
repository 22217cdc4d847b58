"""The standing long-leg film that the program makes itself: exactly known geometry, no patient.

It serves the demonstration, the self-test and the tests. `leg` and `film` say where everything lies, `truth` what the
readings must be, `picture` draws it, `films` holds the films that are shipped.
"""

from kneeview.imaging.phantom.film import Film, ball_rim, head_rims, landmark_points
from kneeview.imaging.phantom.films import CHILD, DEMO, MEASURED_FILMS, SELF_TEST_FILMS
from kneeview.imaging.phantom.leg import LegGeometry, landmarks_of
from kneeview.imaging.phantom.picture import film_image
from kneeview.imaging.phantom.truth import KneePoints, true_values

__all__ = [
    "CHILD",
    "DEMO",
    "MEASURED_FILMS",
    "SELF_TEST_FILMS",
    "Film",
    "KneePoints",
    "LegGeometry",
    "ball_rim",
    "film_image",
    "head_rims",
    "landmark_points",
    "landmarks_of",
    "true_values",
]
