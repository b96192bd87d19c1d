"""The stage of the picture's tests, to know whether anything can be drawn here."""

from tests.render.conftest import open_stage as open_stage
