"""A peer: Django REST framework as its tutorial teaches it, on the same tables."""
