"""Charts as they are drawn, and what of them lies over what."""

from itertools import combinations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.outcomes.charts.letters import SIZE, width
from app.outcomes.charts.shapes import Block, Chart, Dot, Line, Shape, Words
from app.settings import PROJECT_ROOT

_SOURCE = (
    '{% from "charts/_charts.html" import drawing, table %}{{ drawing(chart) }}{{ table(chart) }}'
)
LONG = (
    "How much do you agree that the program helped you to establish and maintain a relationship "
    "based on trust with each of your mentees? Donaudampfschifffahrtsgesellschaftskapitän."
)
Area = tuple[float, float, float, float]


def html(chart: Chart) -> str:
    """The drawing and its table, as any page has them."""
    made = Environment(
        loader=FileSystemLoader(PROJECT_ROOT / "app" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    return made.from_string(_SOURCE).render(chart=chart)


def area(shape: Shape) -> Area:
    """Left, top, right and bottom; of words, of their letters."""
    match shape:
        case Words(x=x, y=y, text=text, anchor=anchor):
            left = x - width(text) * {"start": 0, "middle": 0.5, "end": 1}[anchor]
            return left, y - SIZE * 0.75, left + width(text), y + SIZE * 0.2
        case Block(x=x, y=y, width=wide, height=high):
            return x, y, x + wide, y + high
        case Line(x1=x1, y1=y1, x2=x2, y2=y2):
            return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        case Dot(x=x, y=y, radius=radius):
            return x - radius, y - radius, x + radius, y + radius
    raise TypeError(shape)  # not shown


def words(chart: Chart) -> list[str]:
    """Every row of words."""
    return [shape.text for shape in chart.shapes if isinstance(shape, Words)]


def blocks(chart: Chart, *inks: str) -> list[Block]:
    """The rectangles in these inks."""
    return [shape for shape in chart.shapes if isinstance(shape, Block) and shape.ink in inks]


def assert_clear(chart: Chart) -> None:
    """Nothing leaves the chart, and no words lie over others, nor a line or dot over words."""
    for shape in chart.shapes:
        left, top, right, bottom = area(shape)
        assert left >= -0.5, shape
        assert top >= -0.5, shape
        assert right <= chart.width + 0.5, shape
        assert bottom <= chart.height + 0.5, shape
    for first, second in combinations(chart.shapes, 2):
        kinds = {type(first), type(second)}
        if Words in kinds and Block not in kinds:
            assert not _meet(area(first), area(second)), (first, second)


def _meet(one: Area, other: Area) -> bool:
    return (
        one[0] < other[2] - 0.01
        and other[0] < one[2] - 0.01
        and one[1] < other[3] - 0.01
        and other[1] < one[3] - 0.01
    )
