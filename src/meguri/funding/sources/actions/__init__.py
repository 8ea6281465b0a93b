"""Every change of this room: each act publishes a draft that its last step has just approved."""
