import math

import pytest

from vctutor.maths.expression import evaluate, parse


@pytest.mark.parametrize(
    ("text", "value"), [("0/0 + x", math.nan), ("1/0 + x", math.inf), ("x - 1/0", -math.inf)]
)
def test_a_quotient_of_constants_may_have_no_value(text, value):
    found = evaluate(parse(text, ["x"]), {"x": 2.0})
    assert found == value or (math.isnan(found) and math.isnan(value))
