"""What shows the way, and helps where it was lost."""

from catalog.seeding.shapes import Kind, Root

_LIGHT = (
    Kind(
        shelf="Head torches",
        noun="head torch",
        euros=49,
        grams=80,
        variants=("200 lm", "350 lm", "600 lm"),
        materials=("recycled plastic", "aluminium and silicone"),
        uses=("early starts", "the last hour of the descent", "reading without waking the hut"),
        facts=(
            "Red light leaves the others asleep.",
            "One button turns it from near to far.",
            "The battery charges by cable and shows its level.",
        ),
        tags=("rechargeable", "waterproof", "running", "camp", "emergency"),
        step=0.35,
    ),
    Kind(
        shelf="Lanterns",
        noun="lantern",
        euros=39,
        grams=190,
        variants=("folding", "hanging", "hand-cranked"),
        materials=("glass and brass", "recycled plastic"),
        uses=("card games in the tent", "a table under a tarp", "power cuts at home"),
        facts=(
            "The light is warm and can be dimmed.",
            "It hangs from a hook below the ridge.",
            "It lights nine hours at half strength.",
        ),
        tags=("camp", "classic", "family", "emergency"),
        step=0.15,
    ),
)

_ORIENTATION = (
    Kind(
        shelf="Compasses",
        noun="compass",
        euros=35,
        grams=45,
        variants=("baseplate", "mirror", "thumb"),
        materials=("acrylic", "anodised aluminium", "brass"),
        uses=("fog on the plateau", "learning to read a map", "days when batteries are empty"),
        facts=(
            "The needle settles in two seconds.",
            "Declination is set once, with the screw on the lanyard.",
            "Scales for three kinds of map run along its edge.",
        ),
        tags=("classic", "hard-wearing", "lightweight", "beginner"),
        step=0.35,
    ),
    Kind(
        shelf="Trekking poles",
        noun="trekking poles",
        euros=89,
        grams=480,
        variants=("folding", "telescopic"),
        materials=("aluminium", "carbon", "carbon and cork"),
        uses=("long ways down", "fords and snow bridges", "knees that remember"),
        facts=(
            "The grips reach down for the traverse.",
            "The tips are tungsten and can be replaced.",
            "They lock outside, where one sees that they hold.",
        ),
        tags=("trekking", "adjustable", "lightweight", "repairable"),
    ),
)

_SAFETY = (
    Kind(
        shelf="First-aid kits",
        noun="first-aid kit",
        euros=35,
        grams=280,
        variants=("day", "trek", "family"),
        materials=("ripstop nylon", "coated polyester"),
        uses=("blisters and worse", "groups with children", "days far from a road"),
        facts=(
            "Everything has its place and its picture.",
            "A card says what to do first.",
            "What is used up can be ordered singly.",
        ),
        tags=("emergency", "family", "trekking", "travel"),
        step=0.35,
    ),
    Kind(
        shelf="Pocket knives",
        noun="pocket knife",
        euros=42,
        grams=85,
        variants=("small", "large"),
        materials=("steel and olive wood", "steel and birch", "steel and horn"),
        uses=("bread, rope and apples", "whittling at the fire", "every coat pocket"),
        facts=(
            "The blade locks with a ring.",
            "A few strokes on a stone and it is sharp.",
            "The handle is oiled and darkens with the years.",
        ),
        tags=("classic", "everyday", "repairable", "camp"),
        step=0.25,
    ),
)

NAVIGATION = Root(
    name="Navigation and safety",
    percent=4,
    groups={"Light": _LIGHT, "Orientation": _ORIENTATION, "Safety": _SAFETY},
    closings=(
        "Our workshop answers questions and mends what it can.",
        "Try it at home, by daylight, before you need it.",
        "Spare parts are in stock.",
        "Keep it dry, and it will outlast the pack.",
    ),
)
