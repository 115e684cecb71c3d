"""gevent.contextvars: the standard module. Each greenlet has a context of its own."""

from contextvars import Context, ContextVar, Token, copy_context

__all__ = ['Context', 'ContextVar', 'Token', 'copy_context']
__implements__ = []
