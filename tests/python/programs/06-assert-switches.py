# gevent.util.assert_switches: what counts as giving way.
import time

import gevent
from greenlet import gettrace
from gevent.util import assert_switches


def check(function, **settings):
    try:
        with assert_switches(**settings) as block:
            assert gettrace() is block.tracer
            function()
        print('   ', function.__name__, 'is fine')
    except AssertionError as error:
        print('   ', function.__name__, 'failed:', str(error).split(' in ')[0])


def nothing():
    pass


def blocks():
    time.sleep(0.15)


def blocks_and_gives_way():
    time.sleep(0.06)
    gevent.sleep(0)


def does_so_twice():
    blocks_and_gives_way()
    blocks_and_gives_way()


def waits():
    gevent.sleep(0.15)


def another_blocks():
    gevent.spawn(blocks)
    gevent.sleep(0)


def raises():
    raise KeyError


before = gettrace()
for settings in {}, {'max_blocking_time': 0.1}, {'max_blocking_time': 0.1, 'hub_only': True}:
    print(settings)
    for function in nothing, blocks, blocks_and_gives_way, does_so_twice, waits, another_blocks:
        check(function, **settings)
try:
    check(raises)
except KeyError:
    print('raised')

with assert_switches() as outer:
    with assert_switches() as inner:
        print(inner.tracer.previous_trace_function is outer.tracer)
        gevent.sleep(0)
    print(gettrace() is outer.tracer)
print(gettrace() is before)
