"""What one sleeps in and on."""

from catalog.seeding.shapes import Kind, Root

_SLEEPING_BAGS = (
    Kind(
        shelf="Synthetic sleeping bags",
        noun="synthetic sleeping bag",
        euros=119,
        grams=900,
        variants=("10 °C", "5 °C", "0 °C", "-5 °C"),
        materials=("recycled polyester", "ripstop nylon and hollow fibre"),
        uses=("damp nights", "canoes and gardens", "summers with some frost in them"),
        facts=(
            "It warms when wet and dries in the wind.",
            "The zip opens at the feet too.",
            "Its temperature is that of one who has eaten well.",
        ),
        tags=("three-season", "vegan", "quick-drying", "camp"),
        step=0.2,
    ),
    Kind(
        shelf="Down sleeping bags",
        noun="down sleeping bag",
        euros=279,
        grams=650,
        variants=("5 °C", "0 °C", "-7 °C", "-15 °C"),
        materials=("ripstop nylon and goose down", "recycled nylon and duck down"),
        uses=("cold nights above the trees", "bivouacs in spring", "weeks in which every gram is carried"),
        facts=(
            "The foot box has room for feet and a bottle of warm water.",
            "A collar closes around the shoulders.",
            "The down comes from one farm and is traced to it.",
        ),
        tags=("down", "warm", "lightweight", "packable", "winter"),
        step=0.3,
    ),
    Kind(
        shelf="Liners",
        noun="sleeping bag liner",
        euros=45,
        grams=140,
        variants=("mummy", "straight", "double"),
        materials=("ripstop silk", "organic cotton", "recycled fleece"),
        uses=("huts that ask for one", "warm nights by itself", "a bag that should stay clean"),
        facts=(
            "It adds three degrees to any bag.",
            "The pillow has its own pocket.",
            "It opens on one side and does not twist.",
        ),
        tags=("lightweight", "travel", "packable", "washable"),
    ),
)

_MATS = (
    Kind(
        shelf="Air mats",
        noun="air mat",
        euros=129,
        grams=430,
        variants=("regular", "long", "double"),
        materials=("recycled polyester", "ripstop nylon"),
        uses=("roots and stones", "side sleepers", "frozen ground"),
        facts=(
            "The valve lets in ten breaths and keeps them.",
            "The cells are welded one by one, so that it lies still.",
            "A sack to fill it with is packed beside it.",
        ),
        tags=("lightweight", "packable", "insulated", "three-season"),
        step=0.25,
    ),
    Kind(
        shelf="Self-inflating mats",
        noun="self-inflating mat",
        euros=79,
        grams=780,
        variants=("3 cm", "5 cm", "8 cm"),
        materials=("polyester and open foam", "brushed polyester"),
        uses=("weekends by the car", "backs that have seen some years", "children and dogs"),
        facts=(
            "Open the valve, make tea, and it is ready.",
            "The top is brushed and does not slip.",
            "Buttons join two of them.",
        ),
        tags=("camp", "insulated", "soft", "family"),
        step=0.3,
    ),
    Kind(
        shelf="Foam mats",
        noun="foam mat",
        euros=35,
        grams=380,
        variants=("short", "regular"),
        materials=("closed-cell foam",),
        uses=("those who like it simple", "a seat in the snow", "the underside of a thin mat"),
        facts=(
            "It can't be punctured.",
            "It folds like a concertina and straps to any pack.",
            "The dimples hold the warmth.",
        ),
        tags=("ultralight", "vegan", "winter", "hard-wearing"),
        step=0.2,
    ),
)

_COMFORT = (
    Kind(
        shelf="Pillows",
        noun="camping pillow",
        euros=29,
        grams=90,
        variants=("small", "large"),
        materials=("brushed polyester", "organic cotton"),
        uses=("necks with opinions", "trains and tents", "the comfort of one small luxury"),
        facts=(
            "Three breaths fill it, one turn empties it.",
            "The cover comes off and goes into the wash.",
            "The curve keeps it below the head.",
        ),
        tags=("soft", "packable", "travel", "washable"),
        step=0.3,
    ),
    Kind(
        shelf="Hammocks",
        noun="hammock",
        euros=69,
        grams=480,
        variants=("single", "double"),
        materials=("parachute nylon", "organic cotton"),
        uses=("two trees and an afternoon", "woods where the ground is wet", "stars without a roof"),
        facts=(
            "The straps are wide and spare the bark.",
            "It carries two, or one who sprawls.",
            "Hang it with a little slack and lie across.",
        ),
        tags=("camp", "lightweight", "summer", "packable"),
        step=0.3,
    ),
)

SLEEPING = Root(
    name="Sleeping",
    percent=7,
    groups={"Sleeping bags": _SLEEPING_BAGS, "Mats": _MATS, "Comfort": _COMFORT},
    closings=(
        "Store it dry, and never tightly packed.",
        "Our workshop mends seams, zips and valves.",
        "Air it in the morning and it will last for years.",
        "Try it on the floor at home: sleep is a matter of taste.",
    ),
)
