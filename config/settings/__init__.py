"""Django's settings, one module a concern. Values that differ between deployments come from `config.env`."""

from config.settings.accounts import *
from config.settings.application import *
from config.settings.database import *
from config.settings.limits import *
from config.settings.logs import *
from config.settings.mail import *
from config.settings.oauth import *
from config.settings.providers import *
from config.settings.rest import *
from config.settings.security import *
from config.settings.signing_in import *
from config.settings.static import *
