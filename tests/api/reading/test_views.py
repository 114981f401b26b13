"""A read that skips REST framework's steps can't seem to take them."""

import pytest
from rest_framework.permissions import IsAuthenticated

from api.reading.views import ReadView


@pytest.mark.parametrize("declared", ["authentication_classes", "permission_classes", "throttle_classes", "initial"])
def test_what_would_not_be_asked_of_everybody_can_not_be_declared(declared):
    with pytest.raises(TypeError, match=f"Guarded is read by anybody; {declared} would not be asked"):
        type("Guarded", (ReadView,), {declared: [IsAuthenticated]})
