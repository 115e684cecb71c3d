"""gevent.util: who runs, who made whom, and where they are."""

import gc
import sys
import threading
import traceback
import weakref
from time import perf_counter

import _greenscope
from gevent import _tracer
from gevent._hub_local import get_hub_class
from gevent.greenlet import Greenlet
from greenlet import greenlet as _raw_greenlet

__all__ = ['GreenletTree', 'assert_switches', 'format_run_info', 'print_run_info', 'wrap_errors']


def _noop():
    return None


class wrap_errors:
    """Calls a function; errors of these kinds are returned and not raised."""

    def __init__(self, errors, func):
        self.__errors = errors
        self.__func = func
        for name in '__doc__', '__name__', '__module__', '__qualname__':
            value = getattr(func, name, None)
            if value is not None:
                setattr(self, name, value)

    def __call__(self, *args, **kwargs):
        try:
            return self.__func(*args, **kwargs)
        except self.__errors as error:
            return error

    def __str__(self):
        return str(self.__func)

    def __repr__(self):
        return repr(self.__func)

    def __getattr__(self, name):
        return getattr(self.__func, name)


def print_run_info(thread_stacks=True, greenlet_stacks=True, limit=None, file=None):
    """Writes the stacks of all threads and greenlets."""
    lines = format_run_info(thread_stacks=thread_stacks, greenlet_stacks=greenlet_stacks, limit=limit)
    print('\n'.join(lines), file=file or sys.stderr)


def format_run_info(thread_stacks=True, greenlet_stacks=True, limit=None, current_thread_ident=None):
    """The same, as lines."""
    lines = ['*' * 80, '* Threads', '']
    if thread_stacks:
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        for ident, frame in sys._current_frames().items():
            lines.append('*' * 80)
            lines.append(f'Thread 0x{ident:x} ({names.get(ident, "?")})')
            lines.append('*' * 80)
            lines += _stack_lines(frame, limit)
            lines.append('')
    if greenlet_stacks:
        lines += ['*' * 80, '* Greenlets', '*' * 80]
        for tree in sorted(GreenletTree.forest(), key=lambda tree: not tree.is_current_tree):
            lines += tree.format_lines(details={'running_stacks': True, 'spawning_stacks': True, 'locals': True,
                                                'stack_limit': limit})
    return lines


def _stack_lines(frame, limit=None):
    text = ''.join(traceback.format_stack(frame, limit))
    return text.rstrip('\n').splitlines()


_ALL_DETAILS = {'running_stacks': True, 'spawning_stacks': True, 'locals': True}


class GreenletTree:
    """A greenlet, and those that it has made."""

    is_current_tree = False

    def __init__(self, greenlet):
        self.greenlet = greenlet
        self.child_trees = []

    def __getattr__(self, name):
        return getattr(self.greenlet, name)

    def add_child(self, tree):
        if tree is not self:
            self.child_trees.append(tree)

    @property
    def root(self):
        return self.greenlet.parent is None

    # --- text ---

    def format_lines(self, details=True):
        if details is True:
            details = _ALL_DETAILS
        lines = []
        self._add_lines(lines, '', details or {})
        return lines

    def format(self, details=True):
        return '\n'.join(self.format_lines(details))

    def __str__(self):
        return self.format(False)

    def _add_lines(self, lines, indent, details):
        lines.append(f'{indent}{self._line()}')
        inner = indent + ' :    '
        parent = getattr(self.greenlet, 'parent', None)
        if parent is not None:
            lines.append(f'{inner}Parent: {parent!r}')
        frame = getattr(self.greenlet, 'gr_frame', None)
        if details.get('running_stacks') and frame is not None:
            lines.append(f'{inner}Running:')
            lines += [inner + line for line in _stack_lines(frame, details.get('stack_limit'))]
        made = getattr(self.greenlet, 'spawning_stack', None)
        if details.get('spawning_stacks') and made is not None:
            lines.append(f'{inner}Spawned at:')
            lines += [inner + line for line in _stack_lines(made, details.get('stack_limit'))]
        shared = getattr(self.greenlet, 'spawn_tree_locals', None)
        if details.get('locals') and shared:
            lines.append(f'{inner}Spawn Tree Locals')
            lines += [f'{inner}{name}: {value!r}' for name, value in shared.items()]
        for tree in self.child_trees:
            start = len(lines)
            tree._add_lines(lines, indent + '|    ' if tree is not self.child_trees[-1] else indent + '     ', details)
            lines[start] = f'{indent}+--- {lines[start].lstrip(" |")}'

    def _line(self):
        text = repr(self.greenlet)
        if isinstance(self.greenlet, Greenlet):
            if self.greenlet.ready():
                if self.greenlet.exception is not None:
                    return f'{text}; finished with exception {_short(self.greenlet.exception)}'
                return f'{text}; finished with value {_short(self.greenlet.value)}'
            if not self.greenlet.started:
                return f'{text}; not running'
            return text
        if getattr(self.greenlet, 'dead', False):
            return f'{text}; not running'
        return text

    # --- making them ---

    @classmethod
    def forest(cls):
        """One tree for each greenlet that nobody known has made."""
        trees, current = cls._forest()
        return trees

    @classmethod
    def current_tree(cls):
        """The one that the running greenlet belongs to."""
        return cls._forest()[1]

    @classmethod
    def _forest(cls):
        greenlets = [one for one in gc.get_objects() if isinstance(one, _raw_greenlet)]
        main_greenlet = _greenscope.get_hub().parent
        for one in main_greenlet, _greenscope.get_hub(), _greenscope.getcurrent():
            if not any(one is known for known in greenlets):
                greenlets.append(one)
        trees = {id(one): cls(one) for one in greenlets}
        roots = []
        for one in greenlets:
            spawner = getattr(one, 'spawning_greenlet', None)
            spawner = spawner() if isinstance(spawner, weakref.ref) else None
            if isinstance(one, get_hub_class()) or type(one).__name__ == 'Hub':
                spawner = main_greenlet
            if spawner is None and one is not main_greenlet:
                spawner = getattr(one, 'parent', None)
            if spawner is not None and id(spawner) in trees and spawner is not one:
                trees[id(spawner)].add_child(trees[id(one)])
            else:
                roots.append(trees[id(one)])
        for tree in trees.values():
            tree.child_trees.sort(key=lambda child: getattr(child.greenlet, '_number', 0))
        current = _greenscope.getcurrent()
        found = None
        for root in roots:
            if _contains(root, current):
                root.is_current_tree = True
                found = root
        return roots, found


def _contains(tree, greenlet):
    return tree.greenlet is greenlet or any(_contains(child, greenlet) for child in tree.child_trees)


def _short(value):
    text = repr(value)
    return text if len(text) <= 50 else text[:50] + '...'


class _FailedToSwitch(AssertionError):
    """A block of code held everybody up."""


class assert_switches:
    """A block in which somebody must give way; with a time: at least so often."""

    hub = None
    tracer = None

    def __init__(self, max_blocking_time=None, hub_only=False):
        self.max_blocking_time = max_blocking_time
        self.hub_only = hub_only

    def __enter__(self):
        self.hub = _greenscope.get_hub()
        if not self.max_blocking_time:
            self.tracer = _tracer.GreenletTracer()
        elif self.hub_only:
            self.tracer = _tracer.HubSwitchTracer(self.hub, self.max_blocking_time)
        else:
            self.tracer = _tracer.MaxSwitchTracer(self.hub, self.max_blocking_time)
        self._entered = perf_counter()
        self.tracer.monitor_current_greenlet_blocking()
        return self

    def __exit__(self, kind, value, trace):
        self.tracer.kill()
        hub, self.hub = self.hub, None
        tracer, self.tracer = self.tracer, None
        blocked = tracer.did_block_hub(hub) if kind is None else False
        if blocked:
            told = 'To the hub' if self.hub_only else 'To any greenlet'
            told += f' in {perf_counter() - self._entered:.4f} seconds'
            if self.max_blocking_time:
                told += f' (max allowed {self.max_blocking_time:.4f} seconds)'
            raise _FailedToSwitch('\n'.join([told, f'Greenlet {blocked[1]} appears to be blocked', *format_run_info()]))
