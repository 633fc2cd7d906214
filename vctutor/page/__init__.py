"""A chapter laid out as lines of styled text: what the reading pane scrolls and ``vctutor read`` prints."""
