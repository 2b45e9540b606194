from anju.domains.charges.tests.conftest import bill, community, desk, estate, home, lay_down, manager, team  # noqa: F401
