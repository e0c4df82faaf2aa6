"""Kernels that see their own work and nothing else of the machine."""
