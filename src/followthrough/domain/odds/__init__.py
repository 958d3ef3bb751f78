"""The odds when promising: what a maker's own record says for a promise like the one to be made."""
