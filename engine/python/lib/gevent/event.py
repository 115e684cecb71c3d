"""gevent.event"""

import _greenscope

__all__ = ['AsyncResult', 'Event']


class Event(_greenscope.Event):
    """A flag that greenlets wait for."""

    def __repr__(self):
        return f'<Event at {id(self):#x} {self}>'

    def __str__(self):
        return f'<{type(self).__name__} {"set" if self.is_set() else "clear"} _links[{self.linkcount()}]>'


class AsyncResult(_greenscope.AsyncResult):
    """A value, or an exception, that will be there later."""

    @property
    def exc_info(self):
        error = self.exception
        return () if error is None else (type(error), error, error.__traceback__)

    def __call__(self, source):
        """As a link: takes over what the source has."""
        if source.successful():
            self.set(source.value)
        else:
            self.set_exception(source.exception, getattr(source, 'exc_info', None))

    # What concurrent.futures calls them.
    def result(self, timeout=None):
        return self.get(timeout=timeout)

    set_result = _greenscope.AsyncResult.set

    def done(self):
        return self.ready()

    def cancel(self):
        return False

    def cancelled(self):
        return False

    def __str__(self):
        text = f'<{type(self).__name__} '
        if self.ready():
            text += f'value={self.value!r} '
        else:
            text += 'unset '
        if self.exception is not None:
            text += f'exception={self.exception!r} '
        return text + f' _links[{self.linkcount()}]>'

    __repr__ = __str__
