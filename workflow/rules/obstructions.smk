"""Obstructions: theorems that can be run, and their certificates."""
