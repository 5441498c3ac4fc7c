"""Local approximations: the activation replaced by a simpler function; what remains is a recursion."""
