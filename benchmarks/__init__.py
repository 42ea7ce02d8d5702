"""`make bench`: what our pages cost, as a multiple of a page that does next to nothing.

Absolute times differ from machine to machine and from minute to minute; both sides of a ratio are
measured in turns, on one server, in one run.
"""
