"""The range of the shop, a file for each root category."""

from catalog.seeding.kinds.climbing import CLIMBING
from catalog.seeding.kinds.clothing import CLOTHING
from catalog.seeding.kinds.cooking import COOKING
from catalog.seeding.kinds.footwear import FOOTWEAR
from catalog.seeding.kinds.navigation import NAVIGATION
from catalog.seeding.kinds.packs import PACKS
from catalog.seeding.kinds.shelter import SHELTER
from catalog.seeding.kinds.sleeping import SLEEPING

ROOTS = (CLOTHING, FOOTWEAR, PACKS, SLEEPING, SHELTER, COOKING, CLIMBING, NAVIGATION)
