from __future__ import annotations

import io

import pytest
from PIL import Image

from meitinker.errors import AttachmentDamaged
from meitinker.exchange import thumbnails
from tests import files


def test_a_small_picture_keeps_shape_and_colour() -> None:
    small = thumbnails.thumbnail(files.photo(1600, 800, colour="red"), edge=100)
    assert (small.width, small.height) == (100, 50)
    assert len(small.pixels) == 100 * 50 * 4
    red, green, blue, solid = small.pixels[:4]
    assert red > 200
    assert max(green, blue) < 60
    assert solid == 255


def test_what_shines_through_still_does() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert thumbnails.thumbnail(out.getvalue(), edge=20).pixels[3] == 0


def test_it_is_never_large_enough_to_read() -> None:
    small = thumbnails.thumbnail(files.photo(2000, 1000), edge=2000)
    assert small.width == thumbnails.LARGEST_EDGE


@pytest.mark.parametrize("data", [b"", b"geen foto", files.photo(400, 400)[:300], files.pdf()])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(AttachmentDamaged):
        thumbnails.thumbnail(data, edge=50)
