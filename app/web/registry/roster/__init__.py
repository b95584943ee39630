"""Who performs which ceremony: the roster of a day and of a week."""

from app.web.registry.roster import views as views
