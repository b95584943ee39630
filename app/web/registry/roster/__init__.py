"""Who performs which ceremony: the roster of a day and of a week, calendars."""

from app.web.registry.roster import feeds as feeds
from app.web.registry.roster import views as views
