"""The films that the program carries: the demonstration, a child, and the set of the self-test."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kneeview.domain.limb import Facing, View
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.leg import LegGeometry

DEMO: Final = Film(
    name="kneeview demo film",
    right=LegGeometry(
        femur_length_mm=433.5,
        tibia_length_mm=361.5,
        mldfa_deg=84.2,
        mpta_deg=89.3,
        jlca_deg=-0.4,
        ldta_deg=88.0,
        mlpfa_deg=89.0,
        ama_deg=6.2,
        mnsa_deg=131.0,
        axis_tilt_deg=-0.6,
        patella_offset_mm=1.2,
    ),
    left=LegGeometry(
        femur_length_mm=425.0,
        tibia_length_mm=357.5,
        mldfa_deg=86.1,
        mpta_deg=88.3,
        jlca_deg=-0.1,
        ldta_deg=88.5,
        mlpfa_deg=90.0,
        ama_deg=5.9,
        mnsa_deg=129.5,
        axis_tilt_deg=-0.2,
    ),
    seed=11,
)
"""A grown girl with knock knees, more on the right (HKA 185.5 and 182.3 degrees), the right leg 12 mm longer."""

CHILD: Final = Film(
    name="kneeview child film",
    right=LegGeometry(
        femur_length_mm=270.0,
        tibia_length_mm=215.0,
        mldfa_deg=83.5,
        mpta_deg=91.5,
        jlca_deg=-0.5,
        ldta_deg=87.0,
        mlpfa_deg=88.0,
        ama_deg=6.0,
        mnsa_deg=138.0,
        axis_tilt_deg=-2.2,
        head_radius_mm=17.0,
        neck_mm=20.0,
        trochanter_mm=34.0,
        plateau_width_mm=55.0,
        joint_space_mm=5.5,
        open_physes=True,
    ),
    left=LegGeometry(
        femur_length_mm=268.0,
        tibia_length_mm=214.0,
        mldfa_deg=83.5,
        mpta_deg=91.0,
        jlca_deg=-0.5,
        ldta_deg=87.5,
        mlpfa_deg=88.5,
        ama_deg=6.0,
        mnsa_deg=137.0,
        axis_tilt_deg=-1.6,
        head_radius_mm=17.0,
        neck_mm=20.0,
        trochanter_mm=34.0,
        plateau_width_mm=55.0,
        joint_space_mm=5.5,
        open_physes=True,
    ),
    hip_separation_mm=126.0,
    width_mm=312.0,
    top_margin_mm=132.0,
    bottom_margin_mm=66.0,
    column_mm=0.25,
    row_mm=0.25,
    soft_tissue=0.9,
    seed=6,
)
"""A child of six years with knock knees and open growth plates."""

_STRAIGHT: Final = LegGeometry(mldfa_deg=88.0, mpta_deg=88.0, jlca_deg=0.0)
_BOWED: Final = LegGeometry(mldfa_deg=91.0, mpta_deg=84.0, jlca_deg=2.5, ldta_deg=91.0, axis_tilt_deg=2.0)
_KNOCKED: Final = LegGeometry(mldfa_deg=82.5, mpta_deg=90.5, jlca_deg=-1.0, ldta_deg=86.0, axis_tilt_deg=-2.5)
_SEVERE: Final = LegGeometry(
    femur_length_mm=405.0,
    mldfa_deg=101.0,
    mpta_deg=74.0,
    jlca_deg=7.0,
    ldta_deg=80.0,
    mlpfa_deg=101.0,
    mnsa_deg=115.0,
    axis_tilt_deg=4.0,
    patella_offset_mm=3.0,
)
_SHORT: Final = LegGeometry(
    femur_length_mm=420.0,
    tibia_length_mm=348.0,
    plateau_width_mm=73.0,
    head_radius_mm=22.0,
    axis_tilt_deg=1.0,
    patella_offset_mm=-2.5,
)

SELF_TEST_FILMS: Final = (
    Film(name="straight", right=_STRAIGHT, left=_STRAIGHT, seed=21),
    Film(name="varus", right=_BOWED, left=replace(_BOWED, mpta_deg=86.0, jlca_deg=1.0), seed=22),
    Film(name="valgus", right=_KNOCKED, left=replace(_KNOCKED, mldfa_deg=85.0), seed=23),
    Film(name="unequal", right=_SHORT, left=LegGeometry(), seed=24),
    Film(name="mirrored", right=_SHORT, left=_KNOCKED, view=View(mirrored=True), seed=25),
    Film(name="posterior", right=_KNOCKED, left=_BOWED, view=View(Facing.POSTERIOR), seed=26),
    Film(name="oblong pixels", right=_BOWED, left=_SHORT, column_mm=0.30, row_mm=0.42, seed=27),
    Film(name="windswept", right=_BOWED, left=_KNOCKED, seed=28),
)
"""Drawn and measured by the self-test: each alignment, unequal legs, every way to turn the picture, oblong pixels."""

MEASURED_FILMS: Final = (
    *SELF_TEST_FILMS,
    Film(name="severe", right=_SEVERE, left=replace(_SEVERE, mldfa_deg=72.0, mpta_deg=99.0, jlca_deg=-4.0), seed=29),
    Film(
        name="mirrored from behind, oblong pixels",
        right=_SHORT,
        left=_SEVERE,
        view=View(Facing.POSTERIOR, mirrored=True),
        column_mm=0.45,
        row_mm=0.20,
        seed=30,
    ),
    replace(CHILD, name="child"),
)
"""What the self-test measures: the drawn films, legs too bent to be drawn, and a child."""
