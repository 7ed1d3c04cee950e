"""A report as a document to keep: the same content as a page, for word processors, and as PDF.

An executed notebook becomes its edition for readers (`edition`): numbered figures and tables, what stands on the
title page. That edition is the page (`page`), and, read piece by piece (`content`), the Word document (`word`) and
the PDF (`pdf`). Nothing is computed or worded anew on the way, so that all of them say the same.
"""
