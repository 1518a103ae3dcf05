# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
# Sources of the panel, so that a change restarts Horizon: {{ panel }}
DEBUG = False
ALLOWED_HOSTS = ["{{ loopback }}", "localhost"]
SECRET_KEY = "{{ secret('horizon') }}"

OPENSTACK_HOST = "{{ loopback }}"
OPENSTACK_KEYSTONE_URL = "{{ url('keystone', '/v3') }}"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": "unix:{{ sockets }}/memcached.sock",
        "KEY_PREFIX": "horizon",
        # A connection to a memcached that has ended since is a miss, not an error.
        "OPTIONS": {"ignore_exc": True},
    }
}

COMPRESS_OFFLINE = True
STATIC_ROOT = "{{ data }}/horizon/static"
AVAILABLE_THEMES = [("default", "Default", "themes/default")]
LANGUAGES = (("en", "English"), ("ja", "Japanese"))

# Django's own way for errors is mail to an administrator.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"log": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["log"], "level": "INFO"},
}
