"""What stands in the tree for a topic: markers above code, marks on tests, pages. Reads files, runs nothing.

`snapshot.take(root, register)` gives it all.
"""
