"""What the page's head offers to each role."""


def navigation(request) -> dict[str, object]:
    return {}
