"""What one sleeps under."""

from catalog.seeding.shapes import Kind, Root

_PEOPLE = ("1-person", "2-person", "3-person", "4-person")

_TENTS = (
    Kind(
        shelf="Ridge tents",
        noun="ridge tent",
        euros=249,
        grams=1500,
        variants=_PEOPLE,
        materials=("canvas", "silicone nylon", "polycotton"),
        uses=("meadows and long evenings", "trekking poles that find a second use", "rain on a good roof"),
        facts=(
            "Two poles, eight pegs, and it stands.",
            "Both ends open, so that the morning blows through.",
            "The inner tent can stay behind when nights are dry.",
        ),
        tags=("three-season", "camp", "classic", "repairable", "family"),
        step=0.3,
    ),
    Kind(
        shelf="Dome tents",
        noun="dome tent",
        euros=289,
        grams=1900,
        variants=_PEOPLE,
        materials=("silicone nylon", "recycled polyester"),
        uses=("rock where no peg holds", "wind that changes its mind", "camps that move each day"),
        facts=(
            "It stands by itself and can be carried across the site.",
            "The poles are coloured by their sleeves.",
            "Two doors, two porches, no quarrel.",
        ),
        tags=("freestanding", "three-season", "storm", "trekking"),
        step=0.3,
    ),
    Kind(
        shelf="Tunnel tents",
        noun="tunnel tent",
        euros=459,
        grams=2400,
        variants=("2-person", "3-person", "4-person"),
        materials=("silicone nylon", "ripstop polyester"),
        uses=("storms in the north", "weeks of rain with company", "skis, sledges and wet dogs"),
        facts=(
            "It goes up in one piece, inner and outer together.",
            "Turn the low end to the wind and sleep.",
            "The porch has room for stove and boots.",
        ),
        tags=("storm", "winter", "expedition", "spacious"),
        step=0.25,
    ),
)

_TARPS = (
    Kind(
        shelf="Tarps",
        noun="tarp",
        euros=89,
        grams=420,
        variants=("3 × 2 m", "3 × 3 m", "4 × 4 m"),
        materials=("silicone nylon", "polycotton", "recycled polyester"),
        uses=("a roof over the kitchen", "summer nights between trees", "those who like a view"),
        facts=(
            "Nineteen loops give it a hundred shapes.",
            "The ridge is doubled and sealed.",
            "Guy lines and a drawing of five knots are packed with it.",
        ),
        tags=("ultralight", "camp", "versatile", "packable"),
        step=0.3,
    ),
    Kind(
        shelf="Bivouac bags",
        noun="bivouac bag",
        euros=119,
        grams=380,
        variants=("light", "storm"),
        materials=("three-layer nylon", "coated ripstop"),
        uses=("a night that was not planned", "ledges with a view", "snow without a tent"),
        facts=(
            "A hoop keeps the cloth off the face.",
            "It takes a mat and its sleeper.",
            "The foot is coated and stands in wet grass.",
        ),
        tags=("waterproof", "ultralight", "alpine", "emergency"),
        step=0.4,
    ),
)

_PARTS = (
    Kind(
        shelf="Tent pegs",
        noun="tent pegs",
        euros=15,
        grams=90,
        variants=("grass", "sand", "rock"),
        materials=("forged aluminium", "titanium", "spring steel"),
        uses=("ground that holds", "ground that does not", "the one peg that is always lost"),
        facts=(
            "Eight come in a bag of canvas.",
            "The head takes a stone without complaint.",
            "A loop of cord helps them out again.",
        ),
        tags=("repairable", "lightweight", "hard-wearing", "camp"),
    ),
    Kind(
        shelf="Footprints",
        noun="tent footprint",
        euros=39,
        grams=260,
        variants=_PEOPLE,
        materials=("coated polyester", "recycled tarpaulin"),
        uses=("sharp gravel", "wet meadows", "a floor that should last"),
        facts=(
            "The eyelets fit the poles of all our domes.",
            "It ends a hand's width inside the outer tent.",
            "Shake it out and roll it last.",
        ),
        tags=("waterproof", "camp", "hard-wearing", "recycled"),
        step=0.25,
    ),
)

SHELTER = Root(
    name="Shelter",
    percent=6,
    groups={"Tents": _TENTS, "Tarps and bivouacs": _TARPS, "Tent parts": _PARTS},
    closings=(
        "Dry it at home before it goes into its sack.",
        "Poles, pegs and cloth can be had as spare parts.",
        "Try it once in the garden before you need it.",
        "Our workshop mends what the storm has bent or torn.",
    ),
)
