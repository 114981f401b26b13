"""What one walks in."""

from catalog.seeding.shapes import CUTS, Kind, Root

_BOOTS = (
    Kind(
        shelf="Hiking boots",
        noun="hiking boots",
        euros=179,
        grams=1150,
        variants=CUTS,
        materials=("nubuck", "oiled leather", "suede and cordura"),
        uses=("stony paths with a full pack", "autumn in the middle mountains", "weeks from hut to hut"),
        facts=(
            "The ankle is held high and the toe has room.",
            "A rubber rand takes the knocks of the scree.",
            "The sole can be replaced when its lugs are gone.",
        ),
        tags=("waterproof", "leather", "resoleable", "trekking", "hard-wearing"),
    ),
    Kind(
        shelf="Winter boots",
        noun="winter boots",
        euros=159,
        grams=1300,
        variants=CUTS,
        materials=("felt and rubber", "lined leather"),
        uses=("packed snow", "frost at the bus stop and in the valley", "slow walks behind a sledge"),
        facts=(
            "The lining comes out to dry.",
            "The sole stays soft and holds on ice.",
            "They go on in two pulls, with gloves.",
        ),
        tags=("winter", "warm", "waterproof", "snow"),
    ),
    Kind(
        shelf="Mountaineering boots",
        noun="mountaineering boots",
        euros=329,
        grams=1600,
        variants=CUTS,
        materials=("silicone leather", "synthetic weave and kevlar"),
        uses=("glaciers and steep firn", "ridges of rock and ice", "the north side in summer"),
        facts=(
            "Welts at toe and heel take any crampon.",
            "The shank is stiff enough to stand on an edge.",
            "A gaiter is sewn on and keeps out the snow.",
        ),
        tags=("crampons", "alpine", "waterproof", "stiff", "resoleable"),
    ),
)

_SHOES = (
    Kind(
        shelf="Trail running shoes",
        noun="trail running shoes",
        euros=129,
        grams=560,
        variants=CUTS,
        materials=("engineered mesh", "recycled mesh and foam"),
        uses=("soft forest tracks", "long races with short nights", "wet roots"),
        facts=(
            "The lugs are deep and let go of mud.",
            "A plate of foam shields the foot from sharp stones.",
            "The laces vanish in a pocket on the tongue.",
        ),
        tags=("running", "lightweight", "breathable", "grip"),
    ),
    Kind(
        shelf="Hiking shoes",
        noun="hiking shoes",
        euros=119,
        grams=780,
        variants=CUTS,
        materials=("suede and mesh", "recycled polyester", "nubuck"),
        uses=("day tours on good paths", "town in the morning, hills in the afternoon", "light packs"),
        facts=(
            "They need no breaking in.",
            "The heel is held and the forefoot is free.",
            "A membrane keeps out the dew.",
        ),
        tags=("lightweight", "waterproof", "everyday", "trekking", "vegan"),
    ),
    Kind(
        shelf="Approach shoes",
        noun="approach shoes",
        euros=139,
        grams=820,
        variants=CUTS,
        materials=("suede", "microfibre and rubber"),
        uses=("the way to the wall", "easy ridges", "iron paths"),
        facts=(
            "The toe has a flat zone for small holds.",
            "The laces reach down to the tip.",
            "A loop at the heel clips to the harness.",
        ),
        tags=("climbing", "grip", "leather", "resoleable"),
    ),
)

_CAMP = (
    Kind(
        shelf="Trekking sandals",
        noun="trekking sandals",
        euros=79,
        grams=620,
        variants=CUTS,
        materials=("webbing and rubber", "leather and cork"),
        uses=("fords and warm gravel", "long summers", "boats and beaches"),
        facts=(
            "Three straps fit any foot.",
            "The webbing dries within the hour.",
            "The footbed is shaped and does not slip when wet.",
        ),
        tags=("summer", "quick-drying", "travel", "vegan"),
    ),
    Kind(
        shelf="Hut slippers",
        noun="hut slippers",
        euros=39,
        grams=280,
        variants=("low", "high"),
        materials=("boiled wool", "recycled ripstop"),
        uses=("the bench beside the stove", "cold floors", "the last ten steps of the day"),
        facts=(
            "The sole is thick enough for the way to the well.",
            "They fold flat in the lid of a pack.",
            "Wool keeps them warm when the floor is damp.",
        ),
        tags=("warm", "camp", "packable", "wool"),
    ),
)

FOOTWEAR = Root(
    name="Footwear",
    percent=14,
    groups={"Boots": _BOOTS, "Shoes": _SHOES, "Sandals and slippers": _CAMP},
    closings=(
        "Sizes run from 36 to 48, halves included.",
        "Let them dry away from the stove, and brush off the mud.",
        "Try them on in the evening, with the socks that you hike in.",
        "Our workshop sews and glues what the path has opened.",
    ),
)
