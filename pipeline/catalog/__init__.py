"""Catalogs: the truth about text, its state and its signatures. The only package that knows polib.

`gate` refuses broken files, `po` reads and writes them, `remarks` is the grammar of the comments that carry provenance
and signatures, `entry` derives states, `merge` follows the source, `decide` applies what people decided, `signoff`
vouches for a whole document, `store` touches the disk.
"""
