"""Random networks of finite width: exact laws where they exist, and the first correction to the mean field elsewhere."""
