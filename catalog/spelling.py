"""How slugs, tags and SKUs are spelled, for every interface that takes one."""

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
SKU = r"^[A-Z0-9]+(?:-[A-Z0-9]+)*$"
