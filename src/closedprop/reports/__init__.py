"""From results to the paper: figures, tables, numbers, and what verifies them. The only layer that plots or writes LaTeX."""
