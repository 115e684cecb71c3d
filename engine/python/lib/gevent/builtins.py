"""gevent.builtins: kept for programs that import it; there is nothing to be replaced."""

__implements__ = []
__all__ = []
