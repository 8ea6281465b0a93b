"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
application = get_wsgi_application()

# What was loaded so far stays for good; looking through it again and again took a tenth of each page's time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
