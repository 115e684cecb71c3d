"""The language of generated programs, on gevent.  See README.md beside the programs.

tests/engine/generated/interpreter.cpp is the same on the engine: an operation that is added
here is added there.
"""
import os
import re
import threading
import time

import gevent
import gevent.event
import gevent.lock
import gevent.pool
import gevent.queue
import gevent.select
import gevent.thread
from gevent import GreenletExit, Timeout


class Boom(Exception):
    pass


class Bang(Exception):
    pass


class Fatal(BaseException):
    pass


class Leave(GreenletExit):
    pass


EXCEPTIONS = {cls.__name__: cls for cls in (Boom, Bang, Fatal, Leave, GreenletExit)}
KINDS = ('greenlet', 'queue', 'timeout', 'pipe', 'event', 'result', 'semaphore', 'rlock', 'group')
MOST_OBJECTS = 70


# --------------------------------------------------------------------------
# The text of a program.


class Statement:
    """`words` without the options, `options` are the words with a `=`."""

    def __init__(self):
        self.words, self.options, self.blocks = [], {}, []

    def add(self, word):
        name, equals, value = word.partition('=')
        if equals:
            self.options[name] = value
        else:
            self.words.append(word)


def parse_block(tokens, at):
    statements, open_statement = [], None
    while at < len(tokens) and tokens[at] != '}':
        token = tokens[at]
        at += 1
        if token == ';':
            open_statement = None
            continue
        if open_statement is None:
            open_statement = Statement()
            statements.append(open_statement)
        if token == '{':
            block, at = parse_block(tokens, at)
            open_statement.blocks.append(block)
            at += 1
        else:
            open_statement.add(token)
    return statements, at


def parse(text):
    """{name: [Statement, ...]}"""
    bodies = {}
    for line in text.splitlines():
        name, colon, body = line.partition(':')
        assert colon, line
        bodies[name] = parse_block(re.findall(r'[;{}]|[^\s;{}]+', body), 0)[0]
    return bodies


# --------------------------------------------------------------------------
# What operations tell execute(): a text to print, or one of these.


class Signal:
    def __init__(self, value=None):
        self.value = value


class Break(Signal):
    pass


class Return(Signal):
    pass


class Rethrow(Signal):
    pass


class Nobody(Exception):
    """The program has no such object (yet); the statement is skipped."""


def describe(error):
    name, text = type(error).__name__, str(error)
    if isinstance(error, AssertionError) and name == 'AssertionError':
        return 'Misuse'
    if name in ('LoopExit', 'BlockingSwitchOutError') or not text:
        return name
    return '%s: %s' % (name, text)


def seconds(milliseconds):
    milliseconds = int(milliseconds)
    return milliseconds / 1000 if milliseconds % 1000 else milliseconds // 1000


THINGS = {'g': 'greenlet', 'e': 'event', 'r': 'result', 's': 'semaphore'}
OPERATIONS = {}


def operation(name):
    def add(function):
        OPERATIONS[name] = function
        return function
    return add


class Interpreter:

    def __init__(self, text):
        self.bodies = parse(text)
        self.objects = {kind: [] for kind in KINDS}

    def run(self):
        # What monkey patching does, as far as a SimpleQueue needs it.
        threading.Lock = threading._allocate_lock = gevent.thread.allocate_lock
        try:
            self.execute(self.bodies['main'])
        except BaseException as error:
            print('main raised', describe(error))

    # --- names ---

    def me(self):
        current = gevent.getcurrent()
        if current.parent is None:
            return 'main'
        for n, greenlet in enumerate(self.objects['greenlet'], 1):
            if greenlet is current:
                return 'g%d' % n
        return 'hub'

    def find(self, kind, number):
        """Numbers start with 1, and go round."""
        known = self.objects[kind]
        if not known:
            raise Nobody
        return known[(int(number) - 1) % len(known)]

    def greenlet(self, statement):
        return self.find('greenlet', statement.words[1])

    def greenlets(self, statement):
        known = self.objects['greenlet']
        if statement.words[1] == 'all' or not known:
            return list(known)
        return [self.find('greenlet', number) for number in statement.words[1].split(',')]

    def things(self, statement):
        """e1,g2,r1,s3: events, greenlets, results and semaphores; those that there are."""
        found = []
        for word in statement.words[1].split(','):
            try:
                found.append(self.find(THINGS[word[0]], word[1:]))
            except Nobody:
                pass
        return found

    def letter(self, thing):
        for letter, kind in THINGS.items():
            if any(thing is known for known in self.objects[kind]):
                return '%s%d' % (letter, self.number(kind, thing))
        raise AssertionError(thing)

    def number(self, kind, item):
        return self.objects[kind].index(item) + 1

    def numbers(self, kind, items):
        return '[%s]' % ' '.join(str(self.number(kind, item)) for item in items)

    # --- options ---

    def limit(self, statement):
        """t=30 is in milliseconds, t=T1 is a Timeout of the program's own."""
        given = statement.options.get('t')
        if given is None:
            return None
        if given.startswith('T'):
            return self.find('timeout', given[1:]).fresh()
        return seconds(given)

    @staticmethod
    def exception(statement):
        name, _, text = statement.options.get('e', 'GreenletExit').partition(',')
        return EXCEPTIONS[name](text) if text else EXCEPTIONS[name]()

    @staticmethod
    def count(statement):
        given = statement.options.get('n')
        return None if given is None else int(given)

    def new_timeout(self, statement):
        """30, 30 e=Boom, 30 text=late, 30 silent, or none."""
        time_limit = statement.words[1]
        if time_limit == 'none':
            return Timeout()
        exception = None
        if 'e' in statement.options:
            exception = self.exception(statement)
        elif 'text' in statement.options:
            exception = statement.options['text']
        elif 'silent' in statement.words:
            exception = False
        return Timeout(seconds(time_limit), exception)

    # --- running ---

    def say(self, text):
        print(self.me(), text)

    def execute(self, block):
        for statement in block:
            try:
                result = OPERATIONS[statement.words[0]](self, statement)
            except Nobody:
                continue
            if isinstance(result, Signal):
                return result
            if result is not None:
                self.say('%s %s' % (statement.words[0], result))
        return None

    def body(self, name):
        def run():
            result = self.execute(self.bodies[name])
            return result.value if isinstance(result, Return) else None
        return run

    def add_greenlet(self, make):
        if len(self.objects['greenlet']) < MOST_OBJECTS:
            # Known by its number before anything else happens.
            self.objects['greenlet'].append(make())


# --------------------------------------------------------------------------
# Control.


@operation('say')
def say(interpreter, s):
    return ' '.join(s.words[1:])


@operation('return')
def return_(interpreter, s):
    return Return(int(s.words[1]))


@operation('break')
def break_(interpreter, s):
    return Break()


@operation('rethrow')
def rethrow(interpreter, s):
    return Rethrow()


@operation('raise')
def raise_(interpreter, s):
    raise interpreter.exception(s)


@operation('repeat')
def repeat(interpreter, s):
    for _ in range(int(s.words[1])):
        result = interpreter.execute(s.blocks[0])
        if isinstance(result, Break):
            break
        if result is not None:
            return result
    return None


@operation('try')
def try_(interpreter, s):
    """try { } Boom,Timeout { }, or * for all"""
    try:
        return interpreter.execute(s.blocks[0])
    except BaseException as error:
        names = s.words[1]
        if names != '*' and type(error).__name__ not in names.split(','):
            raise
        interpreter.say('caught ' + describe(error))
        result = interpreter.execute(s.blocks[1])
        if isinstance(result, Rethrow):
            raise
        return result


@operation('finally')
def finally_(interpreter, s):
    try:
        return interpreter.execute(s.blocks[0])
    finally:
        interpreter.execute(s.blocks[1])


# --------------------------------------------------------------------------
# Greenlets.


@operation('spawn')
def spawn(interpreter, s):
    interpreter.add_greenlet(lambda: gevent.spawn(interpreter.body(s.words[1])))


@operation('later')
def later(interpreter, s):
    interpreter.add_greenlet(lambda: gevent.spawn_later(seconds(s.words[1]), interpreter.body(s.words[2])))


@operation('make')
def make(interpreter, s):
    interpreter.add_greenlet(lambda: gevent.Greenlet(interpreter.body(s.words[1])))


@operation('start')
def start(interpreter, s):
    interpreter.greenlet(s).start()


@operation('startlater')
def startlater(interpreter, s):
    interpreter.greenlet(s).start_later(seconds(s.words[2]))


@operation('sleep')
def sleep(interpreter, s):
    gevent.sleep(seconds(s.words[1]))


@operation('work')
def work(interpreter, s):
    time.sleep(seconds(s.words[1]))


@operation('state')
def state(interpreter, s):
    g = interpreter.greenlet(s)
    flags = ''.join(letter for letter, is_so in (
        ('s', g.started), ('d', g.dead), ('r', g.ready()), ('o', g.successful())) if is_so)
    return '%s %r' % (flags or '-', g.value)


@operation('join')
def join(interpreter, s):
    g = interpreter.greenlet(s)
    g.join(interpreter.limit(s))
    return 'ready' if g.ready() else 'not ready'


@operation('get')
def get(interpreter, s):
    return repr(interpreter.greenlet(s).get(timeout=interpreter.limit(s)))


@operation('getnow')
def getnow(interpreter, s):
    return repr(interpreter.greenlet(s).get(block=False))


@operation('joinall')
def joinall(interpreter, s):
    done = gevent.joinall(interpreter.greenlets(s), timeout=interpreter.limit(s),
                          raise_error='raise' in s.words, count=interpreter.count(s))
    return interpreter.numbers('greenlet', done)


@operation('iwait')
def iwait(interpreter, s):
    """with: tidies up when it is left early"""
    ended = gevent.iwait(interpreter.greenlets(s), timeout=interpreter.limit(s), count=interpreter.count(s))

    def loop():
        for g in ended:
            interpreter.say('iwait %d' % interpreter.number('greenlet', g))
            result = interpreter.execute(s.blocks[0])
            if isinstance(result, Break):
                break
            if result is not None:
                return result
        return None

    if 'with' in s.words:
        with ended:
            return loop()
    return loop()


@operation('kill')
def kill(interpreter, s):
    interpreter.greenlet(s).kill(interpreter.exception(s), 'noblock' not in s.words, interpreter.limit(s))
    return 'done'


@operation('gkill')
def gkill(interpreter, s):
    gevent.kill(interpreter.greenlet(s), interpreter.exception(s))


@operation('killall')
def killall(interpreter, s):
    gevent.killall(interpreter.greenlets(s), interpreter.exception(s), 'noblock' not in s.words,
                   interpreter.limit(s))
    return 'done'


# --------------------------------------------------------------------------
# Timeouts.


class Slot:
    """A Timeout of the program's own, and a new one after each use.

    The same one, started again, would have the time that was left, to the nanosecond: chance.
    """

    def __init__(self, make):
        self.make, self.now, self.used = make, make(), False

    def fresh(self):
        if self.used and not self.now.pending:
            self.now = self.make()
        self.used = True
        return self.now


@operation('timeout')
def timeout(interpreter, s):
    with interpreter.new_timeout(s):
        return interpreter.execute(s.blocks[0])
    return 'expired'  # silently


@operation('with_timeout')
def with_timeout(interpreter, s):
    """Its value if it comes to the end is None; `else=5` is the value otherwise."""
    results = []

    def block():
        results.append(interpreter.execute(s.blocks[0]))
        return 'done'

    more = {'timeout_value': s.options['else']} if 'else' in s.options else {}
    text = gevent.with_timeout(seconds(s.words[1]), block, **more)
    if results and results[0] is not None:
        return results[0]
    return text


@operation('new.timeout')
def new_timeout(interpreter, s):
    interpreter.objects['timeout'].append(Slot(lambda: interpreter.new_timeout(s)))


@operation('t.start')
def t_start(interpreter, s):
    interpreter.find('timeout', s.words[1]).fresh().start()


@operation('t.cancel')
def t_cancel(interpreter, s):
    interpreter.find('timeout', s.words[1]).now.cancel()


@operation('t.close')
def t_close(interpreter, s):
    interpreter.find('timeout', s.words[1]).now.close()


@operation('t.with')
def t_with(interpreter, s):
    with interpreter.find('timeout', s.words[1]).fresh():
        return interpreter.execute(s.blocks[0])
    return 'expired'


@operation('t.pending')
def t_pending(interpreter, s):
    return 'yes' if interpreter.find('timeout', s.words[1]).now.pending else 'no'


# --------------------------------------------------------------------------
# Queues.


class Item:
    """In a priority queue: ten numbers are equal."""

    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        return self.number // 10 < other.number // 10


def item(q, word):
    if isinstance(q, gevent.queue.PriorityQueue):
        if word == 'stop':
            raise Nobody
        return Item(int(word))
    return StopIteration if word == 'stop' else int(word)


def shown(got):
    if got is StopIteration:
        return 'stop'
    return '%d' % (got.number if isinstance(got, Item) else got)


QUEUES = {'fifo': 'Queue', 'lifo': 'LifoQueue', 'priority': 'PriorityQueue', 'joinable': 'JoinableQueue'}


@operation('new.queue')
def new_queue(interpreter, s):
    """2 lifo items=3,1; fifo, priority, joinable, simple and channel"""
    kind = s.words[2] if len(s.words) > 2 else 'fifo'
    if kind == 'channel':
        q = gevent.queue.Channel()
    elif kind == 'simple':
        q = gevent.queue.SimpleQueue()
    else:
        cls = getattr(gevent.queue, QUEUES[kind])
        numbers = [int(number) for number in s.options['items'].split(',')] if 'items' in s.options else []
        q = cls(int(s.words[1]) or None, [Item(n) if kind == 'priority' else n for n in numbers])
    interpreter.objects['queue'].append(q)


def queue(interpreter, s, needs=None):
    q = interpreter.find('queue', s.words[1])
    if needs and not hasattr(q, needs):
        raise Nobody
    return q


def queue_limit(interpreter, s, q):
    """A SimpleQueue knows nothing of gevent's Timeouts."""
    if isinstance(q, gevent.queue.SimpleQueue) and s.options.get('t', '').startswith('T'):
        return None
    return interpreter.limit(s)


@operation('q.put')
def q_put(interpreter, s):
    q = queue(interpreter, s)
    q.put(item(q, s.words[2]), 'nowait' not in s.words, queue_limit(interpreter, s, q))
    return 'done'


@operation('q.get')
def q_get(interpreter, s):
    q = queue(interpreter, s)
    time_limit = queue_limit(interpreter, s, q)
    if 'nowait' in s.words:
        return shown(q.get_nowait())
    return shown(q.get(True, time_limit))


@operation('q.peek')
def q_peek(interpreter, s):
    q = queue(interpreter, s, 'peek')
    return shown(q.peek('nowait' not in s.words, interpreter.limit(s)))


@operation('q.each')
def q_each(interpreter, s):
    for got in queue(interpreter, s, '__iter__'):
        interpreter.say('q.each ' + shown(got))
        result = interpreter.execute(s.blocks[0])
        if isinstance(result, Break):
            break
        if result is not None:
            return result
    return 'over'


@operation('q.copy')
def q_copy(interpreter, s):
    copy = queue(interpreter, s, 'copy').copy()
    if len(interpreter.objects['queue']) < MOST_OBJECTS:
        interpreter.objects['queue'].append(copy)


@operation('q.done')
def q_done(interpreter, s):
    queue(interpreter, s, 'task_done').task_done()


@operation('q.join')
def q_join(interpreter, s):
    return queue(interpreter, s, 'task_done').join(interpreter.limit(s))


@operation('q.state')
def q_state(interpreter, s):
    q = queue(interpreter, s)
    text = '%d%s' % (q.qsize(), ' empty' if q.empty() else '')
    if hasattr(q, 'full') and q.full():
        text += ' full'
    if hasattr(q, 'unfinished_tasks'):
        text += ' tasks %d' % q.unfinished_tasks
    if hasattr(q, 'balance'):
        text += ' balance %d' % q.balance
    return text


# --------------------------------------------------------------------------
# Events, results, semaphores, locks.


@operation('new.event')
def new_event(interpreter, s):
    interpreter.objects['event'].append(gevent.event.Event())


def event(interpreter, s):
    return interpreter.find('event', s.words[1])


def linked(interpreter, s):
    """A link that executes the block in the hub."""
    def call(thing):
        interpreter.say('link of ' + interpreter.letter(thing))
        interpreter.execute(s.blocks[0])
    return call


@operation('e.set')
def e_set(interpreter, s):
    event(interpreter, s).set()


@operation('e.clear')
def e_clear(interpreter, s):
    event(interpreter, s).clear()


@operation('e.wait')
def e_wait(interpreter, s):
    return event(interpreter, s).wait(interpreter.limit(s))


@operation('e.state')
def e_state(interpreter, s):
    return event(interpreter, s).is_set()


@operation('e.link')
def e_link(interpreter, s):
    event(interpreter, s).rawlink(linked(interpreter, s))


@operation('new.result')
def new_result(interpreter, s):
    interpreter.objects['result'].append(gevent.event.AsyncResult())


def result(interpreter, s):
    return interpreter.find('result', s.words[1])


@operation('r.set')
def r_set(interpreter, s):
    result(interpreter, s).set(int(s.words[2]))


@operation('r.fail')
def r_fail(interpreter, s):
    result(interpreter, s).set_exception(interpreter.exception(s))


@operation('r.get')
def r_get(interpreter, s):
    return repr(result(interpreter, s).get('nowait' not in s.words, interpreter.limit(s)))


@operation('r.wait')
def r_wait(interpreter, s):
    return repr(result(interpreter, s).wait(interpreter.limit(s)))


@operation('r.state')
def r_state(interpreter, s):
    r = result(interpreter, s)
    flags = ''.join(letter for letter, is_so in (('r', r.ready()), ('o', r.successful())) if is_so)
    return '%s %r%s' % (flags or '-', r.value, ' ' + describe(r.exception) if r.exception else '')


@operation('r.link')
def r_link(interpreter, s):
    result(interpreter, s).rawlink(linked(interpreter, s))


@operation('r.follow')
def r_follow(interpreter, s):
    """Result 1 takes over what greenlet 2 returns or raises; of one that was killed, the exception."""
    r, g = result(interpreter, s), interpreter.find('greenlet', s.words[2])

    def follow(source):
        if isinstance(source.value, GreenletExit):
            r.set_exception(source.value)
        else:
            r(source)
    g.rawlink(follow)


@operation('new.semaphore')
def new_semaphore(interpreter, s):
    cls = gevent.lock.BoundedSemaphore if 'bounded' in s.words else gevent.lock.Semaphore
    interpreter.objects['semaphore'].append(cls(int(s.words[1])))


def semaphore(interpreter, s):
    return interpreter.find('semaphore', s.words[1])


@operation('s.acquire')
def s_acquire(interpreter, s):
    if 'nowait' in s.words:
        return semaphore(interpreter, s).acquire(False)
    return semaphore(interpreter, s).acquire(True, interpreter.limit(s))


@operation('s.release')
def s_release(interpreter, s):
    semaphore(interpreter, s).release()


@operation('s.wait')
def s_wait(interpreter, s):
    return '%d' % semaphore(interpreter, s).wait(interpreter.limit(s))


@operation('s.with')
def s_with(interpreter, s):
    with semaphore(interpreter, s):
        return interpreter.execute(s.blocks[0])


@operation('s.state')
def s_state(interpreter, s):
    sem = semaphore(interpreter, s)
    return '%d%s' % (sem.counter, ' locked' if sem.locked() else '')


@operation('s.link')
def s_link(interpreter, s):
    semaphore(interpreter, s).rawlink(linked(interpreter, s))


@operation('new.rlock')
def new_rlock(interpreter, s):
    interpreter.objects['rlock'].append(gevent.lock.RLock())


def rlock(interpreter, s):
    return interpreter.find('rlock', s.words[1])


@operation('l.acquire')
def l_acquire(interpreter, s):
    # Who has it already gets a 1 from gevent.
    if 'nowait' in s.words:
        return bool(rlock(interpreter, s).acquire(False))
    return bool(rlock(interpreter, s).acquire(True, interpreter.limit(s)))


@operation('l.release')
def l_release(interpreter, s):
    rlock(interpreter, s).release()


@operation('l.with')
def l_with(interpreter, s):
    with rlock(interpreter, s):
        return interpreter.execute(s.blocks[0])


@operation('wait.for')
def wait_for(interpreter, s):
    """wait.for e1,g2,s1 t=20 n=1"""
    things = interpreter.things(s)
    if not things:
        raise Nobody
    ready = gevent.wait(things, interpreter.limit(s), interpreter.count(s))
    return '[%s]' % ' '.join(interpreter.letter(thing) for thing in ready)


@operation('iwait.for')
def iwait_for(interpreter, s):
    things = interpreter.things(s)
    if not things:
        raise Nobody
    for thing in gevent.iwait(things, interpreter.limit(s), interpreter.count(s)):
        interpreter.say('iwait.for ' + interpreter.letter(thing))
        outcome = interpreter.execute(s.blocks[0])
        if isinstance(outcome, Break):
            break
        if outcome is not None:
            return outcome
    return None


# --------------------------------------------------------------------------
# Groups and pools.


@operation('new.group')
def new_group(interpreter, s):
    interpreter.objects['group'].append(gevent.pool.Group())


@operation('new.pool')
def new_pool(interpreter, s):
    size = None if s.words[1] == 'none' else int(s.words[1])
    interpreter.objects['group'].append(gevent.pool.Pool(size))


def group(interpreter, s):
    return interpreter.find('group', s.words[1])


def pool(interpreter, s):
    found = group(interpreter, s)
    if not isinstance(found, gevent.pool.Pool):
        raise Nobody
    return found


def member(interpreter, s):
    return interpreter.find('greenlet', s.words[2])


def result_of(value):
    """A task that was killed has its GreenletExit as the value, which C++ has to throw: no case for both."""
    if isinstance(value, GreenletExit):
        os._exit(1)
    return repr(value)


@operation('o.spawn')
def o_spawn(interpreter, s):
    o = group(interpreter, s)
    interpreter.add_greenlet(lambda: o.spawn(interpreter.body(s.words[2])))


@operation('o.add')
def o_add(interpreter, s):
    greenlet = member(interpreter, s)
    o = group(interpreter, s)
    if isinstance(o, gevent.pool.Pool):
        o.add(greenlet, 'noblock' not in s.words, interpreter.limit(s))
    else:
        o.add(greenlet)
    return 'done'


@operation('o.discard')
def o_discard(interpreter, s):
    greenlet = member(interpreter, s)
    group(interpreter, s).discard(greenlet)


@operation('o.join')
def o_join(interpreter, s):
    return group(interpreter, s).join(interpreter.limit(s), 'raise' in s.words)


@operation('o.kill')
def o_kill(interpreter, s):
    group(interpreter, s).kill(interpreter.exception(s), 'noblock' not in s.words, interpreter.limit(s))
    return 'done'


@operation('o.killone')
def o_killone(interpreter, s):
    greenlet = member(interpreter, s)
    group(interpreter, s).killone(greenlet, interpreter.exception(s), 'noblock' not in s.words,
                                  interpreter.limit(s))
    return 'done'


@operation('o.wait')
def o_wait(interpreter, s):
    return pool(interpreter, s).wait_available(interpreter.limit(s))


@operation('o.state')
def o_state(interpreter, s):
    o = group(interpreter, s)
    if isinstance(o, gevent.pool.Pool):
        return '%d %s %d' % (len(o), 'full' if o.full() else 'room', o.free_count())
    return '%d group' % len(o)


@operation('o.apply')
def o_apply(interpreter, s):
    return result_of(group(interpreter, s).apply(interpreter.body(s.words[2])))


@operation('o.async')
def o_async(interpreter, s):
    o = group(interpreter, s)
    interpreter.add_greenlet(lambda: o.apply_async(interpreter.body(s.words[2])))


def mapped(interpreter, s):
    body = interpreter.body(s.words[2])

    def function(item):
        """The body, and the item where that returns nothing."""
        value = body()
        return item if value is None else value
    return function


@operation('o.map')
def o_map(interpreter, s):
    values = group(interpreter, s).map(mapped(interpreter, s), range(int(s.words[3])))
    return '[%s]' % ' '.join(result_of(value) for value in values)


@operation('o.each')
def o_each(interpreter, s):
    o = group(interpreter, s)
    start = o.imap_unordered if 'unordered' in s.words else o.imap
    for value in start(mapped(interpreter, s), range(int(s.words[3])), maxsize=interpreter.count(s)):
        interpreter.say('o.each ' + result_of(value))
        outcome = interpreter.execute(s.blocks[0])
        if isinstance(outcome, Break):
            break
        if outcome is not None:
            return outcome
    return None


# --------------------------------------------------------------------------
# Links of greenlets: in the hub, and in greenlets of their own.


def greenlet_link(interpreter, s):
    def call(greenlet):
        interpreter.say('link of %d' % interpreter.number('greenlet', greenlet))
        interpreter.execute(s.blocks[0])
    return call


@operation('link')
def link(interpreter, s):
    interpreter.greenlet(s).rawlink(greenlet_link(interpreter, s))


@operation('link.any')
def link_any(interpreter, s):
    interpreter.greenlet(s).link(greenlet_link(interpreter, s))


@operation('link.value')
def link_value(interpreter, s):
    interpreter.greenlet(s).link_value(greenlet_link(interpreter, s))


@operation('link.error')
def link_error(interpreter, s):
    interpreter.greenlet(s).link_exception(greenlet_link(interpreter, s))


@operation('unlink')
def unlink(interpreter, s):
    interpreter.greenlet(s).unlink_all()


# --------------------------------------------------------------------------
# What else the hub runs.


@operation('raw')
def raw(interpreter, s):
    gevent.spawn_raw(interpreter.body(s.words[1]))


@operation('idle')
def idle(interpreter, s):
    gevent.idle(int(s.words[1]))
    return 'done'


@operation('callback')
def callback(interpreter, s):
    gevent.get_hub().loop.run_callback(interpreter.execute, s.blocks[0])


@operation('wait')
def wait_all(interpreter, s):
    if interpreter.me() != 'main':
        raise Nobody
    return gevent.wait(timeout=interpreter.limit(s))


# --------------------------------------------------------------------------
# Pipes.


@operation('new.pipe')
def new_pipe(interpreter, s):
    pipe = os.pipe()
    for end in pipe:
        os.set_blocking(end, False)
    interpreter.objects['pipe'].append(pipe)


@operation('p.write')
def p_write(interpreter, s):
    try:
        os.write(interpreter.find('pipe', s.words[1])[1], b'x')
    except BlockingIOError:
        return 'full'
    return None


@operation('p.read')
def p_read(interpreter, s):
    try:
        return '%d' % len(os.read(interpreter.find('pipe', s.words[1])[0], 1))
    except BlockingIOError:
        return 'empty'


@operation('p.fill')
def p_fill(interpreter, s):
    try:
        while True:
            os.write(interpreter.find('pipe', s.words[1])[1], bytes(4096))
    except BlockingIOError:
        return None


@operation('p.drain')
def p_drain(interpreter, s):
    try:
        while True:
            os.read(interpreter.find('pipe', s.words[1])[0], 65536)
    except BlockingIOError:
        return None


@operation('select')
def select(interpreter, s):
    def ends(option, side):
        numbers = s.options.get(option)
        return [interpreter.find('pipe', number)[side] for number in numbers.split(',')] if numbers else []

    def pipes(found, side):
        known = [pipe[side] for pipe in interpreter.objects['pipe']]
        return '[%s]' % ' '.join(str(known.index(end) + 1) for end in found)

    readable, writable, _ = gevent.select.select(ends('r', 0), ends('w', 1), [], interpreter.limit(s))
    return '%s %s' % (pipes(readable, 0), pipes(writable, 1))
