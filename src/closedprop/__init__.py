"""closedprop: is there a closed form of back-propagation?"""
