"""What gevent.pywsgi has besides server and handler: logs, and environments that keep secrets to themselves."""


# --- logs ---

class _NoopLog:
    """Where nothing is to be logged."""

    def write(self, *args, **kwargs):
        """Nothing."""

    writelines = write

    def flush(self):
        """Nothing is held back."""


class LoggingLogAdapter:
    """A logger of the standard library as a server's log. What it has not itself is asked of the logger."""

    __slots__ = '_logger', '_level'

    def __init__(self, logger, level=20):
        self._logger = logger
        self._level = level

    def write(self, msg):
        # The logger's handlers end lines themselves.
        self._logger.log(self._level, msg[:-1] if msg and msg.endswith('\n') else msg)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        """Nothing is held back."""

    def __getattr__(self, name):
        return getattr(self._logger, name)

    def __setattr__(self, name, value):
        if name in LoggingLogAdapter.__slots__:
            object.__setattr__(self, name, value)
        else:
            setattr(self._logger, name, value)

    def __delattr__(self, name):
        delattr(self._logger, name)


def log_of(given, level, otherwise):
    """What a server writes to: 'default', nothing, a logger, or something that can be written to."""
    if given == 'default':
        return otherwise
    if given is None:
        return _NoopLog()
    if not hasattr(given, 'write') and hasattr(given, 'log'):
        return LoggingLogAdapter(given, level)
    return given


# --- environments ---

class Environ(dict):
    """A dict that stays of its class when it is copied, and is a plain one where it is pickled."""

    __slots__ = ()

    def copy(self):
        return self.__class__(self)

    def iteritems(self):
        return self.items()

    def __reduce_ex__(self, protocol):
        return dict, (), None, None, iter(self.items())


class SecureEnviron(Environ):
    """One that is not written out: only the values of `whitelist_keys`, unless `secure_repr` is false.

    The other keys are there without their values, or with `print_masked_keys` false not at all. All three may be set on
    an instance; on a class they are called default_secure_repr, and so on.
    """

    default_secure_repr = True
    default_whitelist_keys = ()
    default_print_masked_keys = True

    __slots__ = 'secure_repr', 'whitelist_keys', 'print_masked_keys'

    def __getattr__(self, name):
        if name not in SecureEnviron.__slots__:
            raise AttributeError(name)
        return getattr(type(self), 'default_' + name)

    def __repr__(self):
        if not self.secure_repr:
            return dict.__repr__(self)
        shown = self.whitelist_keys
        if not shown:
            return f'<pywsgi.SecureEnviron dict (keys: {len(self)}) at {id(self)}>'
        masked = {key: value if key in shown else '<MASKED>' for key, value in self.items()
                  if key in shown or self.print_masked_keys}
        hidden = len(self) - len(masked)
        text = repr(masked)
        return f'{text[:-1]}, (hidden keys: {hidden})}}' if hidden else text

    __str__ = __repr__


class WSGISecureEnviron(SecureEnviron):
    """With what tells who has asked, and whom."""

    default_whitelist_keys = ('REMOTE_ADDR', 'REMOTE_PORT', 'HTTP_HOST')
    default_print_masked_keys = False
