"""gevent.ssl: TLS that holds nobody up."""

from gevent import _ssl3
from gevent._ssl3 import *  # noqa: F401,F403
from gevent._ssl3 import __all__, __implements__, __imports__, orig_SSLContext  # noqa: F401
from gevent._util import copy_globals

copy_globals(_ssl3, globals(), only_names=__all__)
