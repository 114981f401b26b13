"""What one carries things in."""

from catalog.seeding.shapes import Kind, Root

_BACKPACKS = (
    Kind(
        shelf="Day packs",
        noun="day pack",
        euros=79,
        grams=620,
        variants=("16 l", "20 l", "24 l", "28 l"),
        materials=("recycled ripstop", "waxed canvas", "cordura"),
        uses=("a coat, a thermos and a book", "one day in the hills", "the train and the path"),
        facts=(
            "The back is ventilated by a curved frame.",
            "The rain cover has a pocket of its own.",
            "Both side pockets hold a bottle and can be reached on the move.",
        ),
        tags=("everyday", "ventilated", "recycled", "lightweight", "cycling"),
        step=0.1,
    ),
    Kind(
        shelf="Trekking packs",
        noun="trekking pack",
        euros=199,
        grams=1700,
        variants=("45 l", "55 l", "65 l", "75 l"),
        materials=("cordura", "recycled ripstop", "waxed canvas"),
        uses=("ten days without a shop", "tent, stove and tinned peaches", "the long way north"),
        facts=(
            "The back length adjusts with the pack on.",
            "The hip belt carries the load and turns with the step.",
            "The lower compartment opens to the tent at the first pull.",
        ),
        tags=("trekking", "adjustable", "hard-wearing", "raincover"),
        step=0.1,
    ),
    Kind(
        shelf="Climbing packs",
        noun="climbing pack",
        euros=119,
        grams=780,
        variants=("22 l", "30 l", "38 l"),
        materials=("dyneema", "cordura"),
        uses=("rope, rack and lunch", "routes with a long way in", "couloirs and axes"),
        facts=(
            "The lid comes off, and so does the frame.",
            "Two loops hold the axes, one strap the rope.",
            "It can be hauled and will not snag.",
        ),
        tags=("climbing", "alpine", "hard-wearing", "lightweight"),
        step=0.15,
    ),
)

_BAGS = (
    Kind(
        shelf="Duffels",
        noun="duffel",
        euros=99,
        grams=1100,
        variants=("40 l", "60 l", "90 l"),
        materials=("coated tarpaulin", "recycled polyester"),
        uses=("the roof of a bus", "base camps and boats", "all that does not like order"),
        facts=(
            "The straps turn it into a backpack.",
            "The bottom is padded and stays dry.",
            "The zip opens on three sides and locks.",
        ),
        tags=("travel", "water-resistant", "hard-wearing", "expedition"),
        step=0.2,
    ),
    Kind(
        shelf="Dry bags",
        noun="dry bag",
        euros=24,
        grams=90,
        variants=("5 l", "10 l", "20 l", "35 l"),
        materials=("silicone nylon", "coated polyester"),
        uses=("what must not get wet", "canoes and cloudbursts", "order inside a pack"),
        facts=(
            "Roll it three times and it is closed.",
            "The seams are welded.",
            "A window shows what is inside.",
        ),
        tags=("waterproof", "ultralight", "paddling", "packable"),
        step=0.25,
    ),
    Kind(
        shelf="Hip packs",
        noun="hip pack",
        euros=39,
        grams=210,
        variants=("2 l", "4 l", "6 l"),
        materials=("recycled ripstop", "waxed canvas"),
        uses=("keys, a knife and an apple", "runs with a bottle", "short rounds from the hut"),
        facts=(
            "The belt lies flat and does not bounce.",
            "The front pocket opens wide enough for a glove.",
            "A sleeve holds a soft bottle.",
        ),
        tags=("running", "lightweight", "travel", "everyday"),
        step=0.2,
    ),
)

PACKS = Root(
    name="Packs and bags",
    percent=10,
    groups={"Backpacks": _BACKPACKS, "Bags": _BAGS},
    closings=(
        "Buckles and straps can be had as spare parts.",
        "Empty it, brush it, and hang it up open.",
        "Our workshop sews what has torn.",
        "Carry the heavy things high and close to the back.",
    ),
)
