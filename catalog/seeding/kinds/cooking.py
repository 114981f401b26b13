"""What one cooks with, eats from and drinks out of."""

from catalog.seeding.shapes import Kind, Root

_STOVES = (
    Kind(
        shelf="Gas stoves",
        noun="gas stove",
        euros=59,
        grams=95,
        variants=("pocket", "low", "two-flame"),
        materials=("titanium", "steel and brass", "aluminium"),
        uses=("tea at short notice", "porridge for two", "pans that are wider than the flame"),
        facts=(
            "It boils a litre in four minutes.",
            "The flame turns down to a simmer.",
            "Three arms fold out and hold any pot.",
        ),
        tags=("gas", "lightweight", "camp", "packable", "fast"),
        step=0.4,
    ),
    Kind(
        shelf="Spirit stoves",
        noun="spirit stove",
        euros=49,
        grams=240,
        variants=("solo", "duo"),
        materials=("brass", "aluminium", "titanium"),
        uses=("quiet evenings", "cold without a cartridge", "cooks with patience"),
        facts=(
            "It makes no sound and has no part that breaks.",
            "The wind screen is also its stand.",
            "A ring turns the flame down to a simmer.",
        ),
        tags=("spirit", "quiet", "camp", "repairable"),
        step=0.4,
    ),
    Kind(
        shelf="Wood stoves",
        noun="wood stove",
        euros=69,
        grams=360,
        variants=("folding", "round"),
        materials=("stainless steel", "titanium"),
        uses=("twigs and pine cones", "fuel that lies on the ground", "fires that leave no mark"),
        facts=(
            "The double wall burns its own smoke.",
            "It comes in a sack that keeps the soot off the rest.",
            "The ash stays in its tray.",
        ),
        tags=("wood", "camp", "hard-wearing", "sustainable"),
        step=0.2,
    ),
)

_COOKWARE = (
    Kind(
        shelf="Pots",
        noun="pot",
        euros=45,
        grams=150,
        variants=("0.9 l", "1.4 l", "2 l"),
        materials=("hard-anodised aluminium", "titanium", "stainless steel"),
        uses=("noodles for one hungry person", "melting snow", "soup that is shared"),
        facts=(
            "The lid drains and locks.",
            "Stove and cartridge fit inside.",
            "Fins below it save a third of the gas.",
        ),
        tags=("lightweight", "camp", "stackable", "gas"),
        step=0.25,
    ),
    Kind(
        shelf="Mugs",
        noun="mug",
        euros=17,
        grams=90,
        variants=("300 ml", "450 ml"),
        materials=("enamelled steel", "titanium", "beech wood"),
        uses=("the first coffee", "tea with a view", "soup when the bowl is lost"),
        facts=(
            "The handle folds and stays cool.",
            "Marks inside measure a tenth of a litre.",
            "A lid is packed with it.",
        ),
        tags=("camp", "classic", "everyday", "hard-wearing"),
        step=0.2,
    ),
    Kind(
        shelf="Cutlery",
        noun="cutlery set",
        euros=15,
        grams=50,
        variants=("folding", "long-handled"),
        materials=("titanium", "stainless steel", "birch and resin"),
        uses=("deep bags and small bowls", "lunch anywhere", "spreading what is hard"),
        facts=(
            "The spoon reaches the bottom of the pouch.",
            "Knife, fork and spoon hang on one ring.",
            "It goes into the dishwasher at home.",
        ),
        tags=("camp", "ultralight", "everyday", "travel"),
    ),
)

_WATER = (
    Kind(
        shelf="Bottles",
        noun="bottle",
        euros=27,
        grams=180,
        variants=("0.5 l", "0.75 l", "1 l"),
        materials=("stainless steel", "tritan", "aluminium"),
        uses=("springs on the way", "hot tea at the summit", "desks and saddles"),
        facts=(
            "The lid closes with half a turn and does not drip.",
            "The neck is wide enough for ice and brushes.",
            "It keeps tea hot from breakfast to the pass.",
        ),
        tags=("everyday", "insulated", "hard-wearing", "travel", "cycling"),
        step=0.15,
    ),
    Kind(
        shelf="Water filters",
        noun="water filter",
        euros=55,
        grams=90,
        variants=("squeeze", "pump", "gravity"),
        materials=("hollow fibre", "ceramic and silver"),
        uses=("streams below a pasture", "travels far from taps", "lakes that look clean"),
        facts=(
            "It cleans a litre in a minute.",
            "Flush it backwards and it is as new.",
            "Keep it from frost: a frozen filter filters no more.",
        ),
        tags=("travel", "lightweight", "expedition", "emergency"),
        step=0.35,
    ),
)

COOKING = Root(
    name="Cooking",
    percent=5,
    groups={"Stoves": _STOVES, "Cookware": _COOKWARE, "Water": _WATER},
    closings=(
        "Clean it warm, dry it well, and it will outlast us.",
        "Spare parts are in stock, down to the smallest.",
        "A pouch of cotton is packed with it.",
        "It weighs little and earns its place at breakfast.",
    ),
)
