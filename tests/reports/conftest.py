"""Fonts need an application of Qt."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication


@pytest.fixture(autouse=True)
def fonts(qapp: QGuiApplication) -> QGuiApplication:
    return qapp
