"""Charts that are tables, too: numbers in, shapes and rows out; for pages and for paper.

A chart has nothing to do with where it is shown: `templates/charts/_charts.html` draws it with
attributes alone, since WeasyPrint lets no style of a page into a drawing, and a page's own styles
(`static/desk.css`) go before attributes, so that it can be dark there. Words are measured and
wrapped here; so charts are made while it is known in which language they are read.
"""
