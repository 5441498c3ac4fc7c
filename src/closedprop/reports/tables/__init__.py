"""The tables: one file each, a LaTeX ``tabular`` or a list of displayed formulas from saved results only."""
