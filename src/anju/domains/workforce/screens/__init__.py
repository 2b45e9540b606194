"""The pages of the workforce."""

from . import attendance as attendance
from . import checks as checks
from . import openings as openings
from . import phones as phones
from . import posts as posts
from . import presence as presence
from . import rosters as rosters
from . import staff as staff
