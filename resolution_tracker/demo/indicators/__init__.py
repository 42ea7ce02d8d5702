"""The demo's indicators: two years of collections, told until now.

Rows are many and are written in bulk, as the workflow would have left them; the few reports that
were sent back went through the workflow itself.
"""
