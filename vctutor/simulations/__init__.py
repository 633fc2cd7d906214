"""The laboratories of the course: models that move step by step and describe themselves.

A simulation is pure: parameters go in, frozen states come out, and a state is turned into readouts,
one sentence and a `Scene`. Nothing here knows what a terminal is.
"""
