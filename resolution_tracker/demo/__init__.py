"""The demo: invented people and a school year's work, made by the workflow's own functions.

`filling.fill` tells the story from 1 September of the current school year to now. Every choice
comes from `chance`, so the same day gives the same story. None of it runs without DEMO=1.
"""
