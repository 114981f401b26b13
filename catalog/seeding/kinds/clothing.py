"""What one wears between hat and shoe."""

from catalog.seeding.kinds.jackets import JACKETS
from catalog.seeding.shapes import CUTS, Kind, Root

_TOPS = (
    Kind(
        shelf="Base layers",
        noun="base layer",
        euros=59,
        grams=180,
        variants=CUTS,
        materials=("merino wool", "merino and silk", "hollow polyester"),
        uses=("days on skis", "a week without laundry", "the layer next to the skin"),
        facts=(
            "It stays fresh for days and warm when damp.",
            "The back is cut long, so that it never rides up.",
            "There is no seam on the shoulder.",
        ),
        tags=("merino", "warm", "odour-free", "winter", "soft"),
    ),
    Kind(
        shelf="Hiking shirts",
        noun="hiking shirt",
        euros=55,
        grams=210,
        variants=CUTS,
        materials=("brushed cotton", "hemp and cotton", "light polyester"),
        uses=("warm days on the path", "hut terraces and trains", "sun without shade"),
        facts=(
            "The sleeves roll up and hold with a tab.",
            "A vent across the back lets the air through.",
            "The weave keeps off sun and midges.",
        ),
        tags=("breathable", "sun-protection", "quick-drying", "summer", "travel"),
    ),
    Kind(
        shelf="T-shirts",
        noun="T-shirt",
        euros=35,
        grams=140,
        variants=CUTS,
        materials=("merino wool", "organic cotton", "recycled polyester"),
        uses=("every day of the summer", "runs in the woods", "the climbing hall"),
        facts=(
            "It dries on the line within an hour.",
            "Side panels keep it in shape after many a wash.",
            "The print is water-based and soft.",
        ),
        tags=("summer", "breathable", "organic", "everyday", "quick-drying"),
    ),
)

_TROUSERS = (
    Kind(
        shelf="Hiking trousers",
        noun="hiking trousers",
        euros=89,
        grams=370,
        variants=CUTS,
        materials=("waxed polycotton", "stretch polyamide", "recycled polyester"),
        uses=("long days on rough paths", "bramble and boulder", "hut to hut in any month"),
        facts=(
            "The knees are shaped and doubled.",
            "A thigh pocket holds the folded map.",
            "The hem snaps to the boot and keeps out gravel.",
        ),
        tags=("hard-wearing", "stretch", "trekking", "pockets", "quick-drying"),
    ),
    Kind(
        shelf="Rain trousers",
        noun="rain trousers",
        euros=85,
        grams=260,
        variants=CUTS,
        materials=("three-layer nylon", "recycled polyester"),
        uses=("downpours that last", "wet grass to the knee", "cycling in November"),
        facts=(
            "Full side zips open over boots.",
            "They pack into a pocket no larger than a fist.",
            "The seat is doubled for wet stones.",
        ),
        tags=("waterproof", "packable", "windproof", "cycling"),
    ),
    Kind(
        shelf="Shorts",
        noun="shorts",
        euros=49,
        grams=170,
        variants=CUTS,
        materials=("stretch nylon", "organic cotton", "hemp canvas"),
        uses=("hot limestone", "lakes on the way", "high summer"),
        facts=(
            "The waist is elastic under a hip belt.",
            "They dry while you eat.",
            "One pocket closes, and keeps the keys.",
        ),
        tags=("summer", "quick-drying", "stretch", "climbing"),
    ),
    Kind(
        shelf="Tights",
        noun="tights",
        euros=65,
        grams=190,
        variants=CUTS,
        materials=("brushed elastane", "recycled polyamide"),
        uses=("cold runs", "the layer under a shell", "stretching after the tour"),
        facts=(
            "The inside is brushed, the outside smooth.",
            "Reflecting lines show from every side.",
            "Flat seams do not rub on the long way.",
        ),
        tags=("running", "stretch", "winter", "reflective"),
    ),
)

_ACCESSORIES = (
    Kind(
        shelf="Socks",
        noun="hiking socks",
        euros=19,
        grams=70,
        variants=("light", "medium", "warm"),
        materials=("merino wool", "merino and bamboo", "recycled polyamide"),
        uses=("boots that fit", "a week of stages", "cold tents"),
        facts=(
            "Heel and toe are padded, the arch is held.",
            "The toe is linked by hand and has no seam.",
            "Left and right are knitted each for its foot.",
        ),
        tags=("merino", "hard-wearing", "odour-free", "trekking"),
        step=0.12,
    ),
    Kind(
        shelf="Hats",
        noun="hat",
        euros=25,
        grams=60,
        variants=("close-fitting", "brimmed", "ear-flap"),
        materials=("merino wool", "recycled fleece", "waxed cotton"),
        uses=("cold ears", "sun and wind alike", "the walk to the summit"),
        facts=(
            "It fits below a helmet.",
            "A soft band keeps the wool off the brow.",
            "It rolls up and finds room in any pocket.",
        ),
        tags=("warm", "winter", "packable", "everyday"),
    ),
    Kind(
        shelf="Gloves",
        noun="gloves",
        euros=39,
        grams=110,
        variants=("thin", "insulated", "long-cuffed"),
        materials=("goat leather", "windproof fleece", "recycled softshell"),
        uses=("cold ropes", "ski poles and door keys", "snow that is wet"),
        facts=(
            "Thumb and forefinger work on a telephone.",
            "A leash keeps them on the wrist when they come off.",
            "The palm is doubled where it holds the pole.",
        ),
        tags=("warm", "winter", "windproof", "touchscreen"),
        step=0.3,
    ),
    Kind(
        shelf="Gaiters",
        noun="gaiters",
        euros=45,
        grams=190,
        variants=("low", "high"),
        materials=("coated canvas", "ripstop nylon"),
        uses=("deep snow", "scree and wet heather", "mud on the long way home"),
        facts=(
            "A steel hook holds the lace.",
            "The strap below the boot can be replaced.",
            "They open in front and go on over the boot.",
        ),
        tags=("waterproof", "winter", "hard-wearing", "trekking"),
        step=0.25,
    ),
)

CLOTHING = Root(
    name="Clothing",
    percent=50,
    groups={"Jackets": JACKETS, "Trousers": _TROUSERS, "Tops": _TOPS, "Accessories": _ACCESSORIES},
    closings=(
        "Sizes run from XS to XXL; wash at 30 degrees, without softener.",
        "Our workshop mends it for as long as there is cloth to sew on.",
        "Sizes run true: take the one you wear every day.",
        "Wash it seldom, air it often, and it will last for years.",
    ),
)
