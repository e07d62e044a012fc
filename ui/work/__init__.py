"""Work beside the typing: lanes, answers shown together, exchanges with the hub."""
