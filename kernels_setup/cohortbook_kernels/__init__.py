"""How the kernels of rooms are started: what they know, what they may take."""
