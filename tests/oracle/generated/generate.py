"""Programs by chance: generate(seed) is the text of one, in the language of interpret.py.

They are made to meet: few objects, short bodies, deadlines that are equal or 10 ms apart.
"""
import random

DELAYS = (0,) * 4 + (10,) * 7 + (20,) * 5 + (30,) * 2 + (40, 50, 5, 15)
# In no sum 5: whether a pass that has taken exactly so long stops, libev's rounding decides.
WORK = (3, 10, 10, 20, 30)

# What a program is mostly about.
THEMES = {
    'queues': {'queue': 8, 'sleep': 3, 'join': 1, 'kill': 1, 'timeout': 2, 'spawn': 1, 'catch': 2, 'state': 1},
    'kills': {'queue': 2, 'sleep': 3, 'join': 2, 'kill': 7, 'timeout': 1, 'spawn': 2, 'catch': 4, 'state': 1, 'link': 1},
    'timeouts': {'queue': 2, 'sleep': 4, 'join': 2, 'kill': 1, 'timeout': 6, 'slot': 4, 'spawn': 1, 'catch': 4,
                 'work': 1},
    'joins': {'queue': 1, 'sleep': 4, 'join': 7, 'kill': 1, 'timeout': 2, 'spawn': 3, 'catch': 2, 'link': 2,
              'raise': 1, 'state': 1},
    'pipes': {'pipe': 8, 'sleep': 4, 'join': 1, 'kill': 1, 'timeout': 2, 'spawn': 1, 'catch': 2, 'work': 1},
    'timers': {'sleep': 6, 'spawn': 6, 'join': 3, 'timeout': 3, 'slot': 1, 'work': 2, 'kill': 1, 'queue': 1,
               'catch': 1},
    'crowds': {'crowd': 6, 'sleep': 4, 'work': 3, 'spawn': 2, 'timeout': 3, 'join': 2, 'kill': 1, 'queue': 1,
               'catch': 1},
    'links': {'link': 6, 'sleep': 3, 'join': 4, 'kill': 3, 'queue': 2, 'catch': 2, 'raise': 1, 'spawn': 2},
    'kinds': {'queue': 10, 'sleep': 3, 'join': 1, 'kill': 2, 'timeout': 2, 'spawn': 1, 'catch': 2, 'state': 1},
    'tasks': {'task': 6, 'queue': 4, 'sleep': 3, 'join': 1, 'kill': 2, 'timeout': 2, 'spawn': 1, 'catch': 2, 'state': 1},
    'events': {'event': 8, 'sleep': 3, 'join': 1, 'kill': 2, 'timeout': 2, 'spawn': 1, 'catch': 2, 'wait': 1},
    'results': {'result': 8, 'sleep': 3, 'join': 1, 'kill': 2, 'timeout': 2, 'spawn': 1, 'catch': 2, 'wait': 1,
                'raise': 1},
    'locks': {'semaphore': 6, 'rlock': 3, 'sleep': 4, 'join': 1, 'kill': 3, 'timeout': 2, 'spawn': 1, 'catch': 2,
              'wait': 1},
    'waits': {'wait': 5, 'event': 3, 'result': 3, 'semaphore': 3, 'sleep': 3, 'join': 2, 'kill': 2, 'timeout': 2,
              'spawn': 1, 'catch': 2},
    'hub': {'hub': 6, 'queue': 3, 'event': 2, 'result': 1, 'semaphore': 2, 'rlock': 1, 'sleep': 3, 'kill': 1,
            'join': 1, 'catch': 1},
    'all': {'queue': 3, 'task': 1, 'event': 2, 'result': 2, 'semaphore': 2, 'rlock': 1, 'wait': 2, 'hub': 1,
            'sleep': 4, 'join': 2, 'kill': 3, 'timeout': 3, 'slot': 1, 'spawn': 2, 'catch': 3, 'work': 1},
    'groups': {'group': 10, 'sleep': 4, 'join': 1, 'kill': 2, 'timeout': 2, 'spawn': 1, 'catch': 3, 'raise': 1},
    'pools': {'group': 8, 'semaphore': 1, 'queue': 2, 'sleep': 5, 'kill': 1, 'timeout': 2, 'catch': 2, 'work': 1},
    'raws': {'raw': 6, 'group': 2, 'event': 2, 'queue': 2, 'sleep': 4, 'join': 2, 'kill': 3, 'raise': 1, 'catch': 2,
             'timeout': 1, 'spawn': 1},
    'mixed': {'queue': 4, 'sleep': 4, 'join': 3, 'kill': 3, 'timeout': 3, 'slot': 1, 'spawn': 2, 'catch': 3,
              'link': 1, 'raise': 1, 'pipe': 2, 'work': 1, 'state': 1},
}


class Generator:

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.theme = self.random.choice(sorted(THEMES))
        self.weights = THEMES[self.theme]
        self.bodies = 'abcdef'[:self.random.randint(2, 5)]
        self.queues = self.random.randint(1, 2) if {'queue', 'task'} & set(self.weights) else 0
        self.pipes = self.random.randint(1, 3) if 'pipe' in self.weights else 0
        self.timeouts = self.random.randint(1, 2) if 'slot' in self.weights else 0
        self.events, self.results, self.semaphores, self.rlocks = (
            self.random.randint(1, 2) if kind in self.weights else 0
            for kind in ('event', 'result', 'semaphore', 'rlock'))
        self.groups = self.random.randint(1, 2) if 'group' in self.weights else 0
        self.item = 0

    # --- parts ---

    def chance(self, of_hundred):
        return self.random.randrange(100) < of_hundred

    def delay(self):
        return self.random.choice(DELAYS)

    def greenlet(self):
        return str(self.random.randint(1, 7))

    def greenlets(self):
        if self.chance(35):
            return 'all'
        return ','.join(self.greenlet() for _ in range(self.random.randint(1, 4)))

    def limit(self, of_hundred):
        if not self.chance(of_hundred):
            return ''
        if self.timeouts and self.chance(20):
            return ' t=T%d' % self.random.randint(1, self.timeouts)
        return ' t=%d' % self.delay()

    def time_limit(self, of_hundred):
        return ' t=%d' % self.delay() if self.chance(of_hundred) else ''

    def exception(self, of_hundred):
        return ' e=%s' % self.some_exception() if self.chance(of_hundred) else ''

    def some_exception(self):
        name = self.random.choice(('Boom', 'Boom', 'Bang', 'Fatal', 'Leave', 'GreenletExit'))
        return name + (',%d' % self.random.randint(1, 3) if self.chance(50) else '')

    def block(self, name, depth, most=3):
        count = self.random.randint(1, most)
        return '{ %s }' % '; '.join(self.statement(name, depth + 1) for _ in range(count))

    # --- statements ---

    def statement(self, name, depth):
        kinds = sorted(self.weights)
        for _ in range(20):
            kind = self.random.choices(kinds, [self.weights[kind] for kind in kinds])[0]
            text = getattr(self, 'some_' + kind)(name, depth)
            if text:
                return text
        return 'sleep 10'

    def some_sleep(self, name, depth):
        return 'sleep %d' % (self.delay() if self.chance(98) else -10)

    def some_work(self, name, depth):
        return 'work %d' % self.random.choice(WORK)

    def some_state(self, name, depth):
        if self.queues and self.chance(50):
            return 'q.state %d' % self.random.randint(1, self.queues)
        return 'state ' + self.greenlet()

    def some_raise(self, name, depth):
        if depth == 0 and self.chance(60):
            return None
        return 'raise e=' + self.some_exception()

    def some_spawn(self, name, depth):
        """Only bodies with later letters: no program spawns for ever."""
        later = [body for body in self.bodies if name == 'main' or body > name]
        if not later or depth > 2:
            return None
        body = self.random.choice(later)
        return self.random.choice((
            'spawn ' + body, 'spawn ' + body, 'later %d %s' % (self.delay(), body),
            'later %d %s; later %d %s' % (20, body, 20, self.random.choice(later)),
            'make ' + body, 'start ' + self.greenlet(), 'startlater %s %d' % (self.greenlet(), self.delay())))

    def some_crowd(self, name, depth):
        """More callbacks than one pass takes, if somebody works meanwhile."""
        how_many = self.random.choice((5, 12, 25, 55))
        later = [body for body in self.bodies if body > name or name == 'main']
        if later and depth < 2 and self.chance(40):
            return 'repeat %d { spawn %s }' % (how_many, self.random.choice(later))
        work = self.random.choice(('', '', '', '; work 3', '; work 7', '; work 10'))
        return 'repeat %d { sleep 0%s }' % (how_many, work)

    def some_queue(self, name, depth):
        queue = self.random.randint(1, self.queues)
        how = ' nowait' if self.chance(15) else self.limit(35)
        self.item += self.random.choice((1, 1, 1, 2, 7))
        if self.chance(12) and depth <= 2:
            return self.random.choice((
                'q.put %d stop%s' % (queue, how), 'q.copy %d' % queue,
                'q.each %d { %s }' % (queue, self.random.choice(('sleep 0', 'sleep 10', 'break', 'say item',
                                                                 self.statement(name, depth + 1))))))
        return self.random.choice((
            'q.put %d %d%s' % (queue, self.item, how), 'q.put %d %d%s' % (queue, self.item, how),
            'q.get %d%s' % (queue, how), 'q.get %d%s' % (queue, how), 'q.get %d%s' % (queue, how),
            'q.peek %d%s' % (queue, how),
            'repeat %d { q.put %d %d%s }' % (self.random.randint(2, 4), queue, self.item, how),
            'repeat %d { q.get %d%s }' % (self.random.randint(2, 4), queue, how)))

    def some_task(self, name, depth):
        queue = self.random.randint(1, self.queues)
        return self.random.choice((
            'q.done %d' % queue, 'try { q.done %d } ValueError { say none }' % queue,
            'q.get %d; q.done %d' % (queue, queue), 'q.get %d; sleep 10; q.done %d' % (queue, queue),
            'q.join %d%s' % (queue, self.limit(50)), 'q.join %d%s' % (queue, self.limit(50))))

    def some_event(self, name, depth):
        event = self.random.randint(1, self.events)
        if self.chance(12):
            return 'e.link %d { %s }' % (event, self.in_hub(name))
        return self.random.choice((
            'e.set %d', 'e.set %d', 'e.clear %d', 'e.set %d; e.clear %d' % (event, event) + '%.0s',
            'e.wait %d', 'e.wait %d' + self.limit(100), 'e.wait %d' + self.limit(50), 'e.state %d')) % event

    def some_result(self, name, depth):
        result = self.random.randint(1, self.results)
        if self.chance(12):
            return 'r.link %d { %s }' % (result, self.in_hub(name))
        self.item += 1
        return self.random.choice((
            'r.set %%d %d' % self.item, 'r.set %%d %d' % self.item, 'r.fail %d e=' + self.some_exception(),
            'r.get %d' + self.limit(50), 'r.get %d' + self.limit(50), 'r.get %d nowait', 'r.wait %d' + self.limit(50),
            'r.follow %%d %s' % self.greenlet(), 'r.state %d')) % result

    def some_semaphore(self, name, depth):
        which = self.random.randint(1, self.semaphores)
        if self.chance(10):
            return 's.link %d { %s }' % (which, self.in_hub(name))
        if self.chance(30) and depth <= 2:
            return 's.with %d %s' % (which, self.block(name, depth))
        return self.random.choice((
            's.acquire %d', 's.acquire %d nowait', 's.acquire %d' + self.limit(100), 's.acquire %d' + self.limit(30),
            's.release %d', 's.release %d', 'try { s.release %d } ValueError { say no }', 's.wait %d' + self.limit(50),
            's.state %d')) % which

    def some_rlock(self, name, depth):
        which = self.random.randint(1, self.rlocks)
        if self.chance(45) and depth <= 2:
            return 'l.with %d %s' % (which, self.block(name, depth))
        return self.random.choice((
            'l.acquire %d', 'l.acquire %d nowait', 'l.acquire %d' + self.limit(100), 'l.release %d', 'l.release %d',
            'try { l.release %d } RuntimeError { say no }')) % which

    def some_wait(self, name, depth):
        letters = 'g' + 'e' * bool(self.events) + 'r' * bool(self.results) + 's' * bool(self.semaphores)
        things = ','.join('%s%d' % (self.random.choice(letters), self.random.randint(1, 3))
                          for _ in range(self.random.randint(1, 4)))
        count = ' n=%d' % self.random.randint(0, 3) if self.chance(30) else ''
        if self.chance(50) or depth > 2:
            return 'wait.for %s%s%s' % (things, self.time_limit(60), count)
        leave = '; break' if self.chance(30) else ''
        return 'iwait.for %s%s%s { %s%s }' % (things, self.time_limit(60), count, self.statement(name, depth + 1),
                                              leave)

    def in_hub(self, name):
        """What a link does."""
        kinds = [kind for kind in ('queue', 'task', 'event', 'result', 'semaphore', 'rlock')
                 if self.weights.get(kind) and (kind != 'task' or self.queues)]
        if not kinds or self.chance(25):
            return self.random.choice(('say linked', 'sleep 0', 'sleep 10', 'raise e=Boom', 'spawn ' + self.bodies[-1],
                                       'kill %s noblock' % self.greenlet(), 'state ' + self.greenlet()))
        text = '; '.join(getattr(self, 'some_' + self.random.choice(kinds))(name, 3)
                         for _ in range(self.random.randint(1, 2)))
        return 'try { %s } * { say on }' % text if self.chance(40) else text

    def some_hub(self, name, depth):
        return 'link %s { %s }' % (self.greenlet(), self.in_hub(name))

    def some_join(self, name, depth):
        kind = self.random.randrange(10)
        if kind < 3:
            return 'join %s%s' % (self.greenlet(), self.limit(40))
        if kind < 5:
            return 'get %s%s' % (self.greenlet(), self.limit(40))
        if kind == 5 and self.chance(30):
            return 'getnow ' + self.greenlet()
        count = ' n=%d' % self.random.randint(0, 3) if self.chance(25) else ''
        if kind < 9:
            raises = ' raise' if self.chance(30) else ''
            return 'joinall %s%s%s%s' % (self.greenlets(), self.time_limit(45), count, raises)
        if depth > 2:
            return None
        leave = '; break' if self.chance(30) else ''
        tidy = ' with' if self.chance(25) else ''
        return 'iwait %s%s%s%s { %s%s }' % (self.greenlets(), self.time_limit(45), count, tidy,
                                            self.statement(name, depth + 1), leave)

    def some_kill(self, name, depth):
        how = ' noblock' if self.chance(35) else self.limit(35)
        kind = self.random.randrange(10)
        if kind < 6:
            return 'kill %s%s%s' % (self.greenlet(), how, self.exception(35))
        if kind < 7:
            return 'gkill %s%s' % (self.greenlet(), self.exception(35))
        return 'killall %s%s%s' % (self.greenlets(), how, self.exception(35))

    def some_timeout(self, name, depth):
        if depth > 2:
            return None
        kind = self.random.randrange(10)
        if kind < 7:
            more = self.random.choice(('', '', ' silent', ' e=Boom', ' e=Leave', ' text=late'))
            return 'timeout %d%s %s' % (self.delay(), more, self.block(name, depth))
        value = ' else=5' if self.chance(60) else ''
        return 'with_timeout %d%s %s' % (self.delay(), value, self.block(name, depth))

    def some_slot(self, name, depth):
        which = self.random.randint(1, self.timeouts)
        kind = self.random.choice(('start', 'start', 'start', 'cancel', 'pending', 'with', 'close'))
        if kind == 'close' and self.chance(70):
            return None
        if kind == 'with':
            return 't.with %d %s' % (which, self.block(name, depth)) if depth <= 2 else None
        return 't.%s %d' % (kind, which)

    def some_catch(self, name, depth):
        if depth > 2:
            return None
        kind = self.random.randrange(10)
        if kind < 2:
            return 'finally %s %s' % (self.block(name, depth), self.block(name, depth, 2))
        names = self.random.choice(('*', '*', 'GreenletExit', 'GreenletExit,Boom', 'Timeout', 'Timeout,Empty,Full',
                                    'Boom,Bang', 'LoopExit', 'Leave'))
        handler = '{ %s }' % self.random.choice((
            'say on', 'say on', 'sleep 0', 'sleep 10; say on', 'rethrow', 'sleep 0; rethrow',
            'sleep 10; rethrow', 'return 8', self.statement(name, depth + 1)))
        return 'try %s %s %s' % (self.block(name, depth), names, handler)

    def some_link(self, name, depth):
        action = self.statement(name, 3) if self.chance(35) else None
        if action is None:
            action = self.random.choice((
                'say linked', 'state ' + self.greenlet(), 'raise e=Boom', 'sleep 0', 'sleep 10',
                'kill %s noblock' % self.greenlet(), 'spawn ' + self.bodies[-1], 'later 10 ' + self.bodies[-1],
                'join ' + self.greenlet(), 'link %s { say again }' % self.greenlet()) + ((
                    'q.put 1 90 nowait', 'q.get 1 nowait', 'q.put 1 91', 'q.get 1') if self.queues else ()))
        return 'link %s { %s }' % (self.greenlet(), action)

    def later_body(self, name):
        """No program spawns for ever."""
        later = [body for body in self.bodies if name == 'main' or body > name]
        return self.random.choice(later) if later else None

    def some_group(self, name, depth):
        which = self.random.randint(1, self.groups)
        body = self.later_body(name)
        how = ' noblock' if self.chance(35) else self.limit(35)
        kind = self.random.randrange(20)
        if kind < 6 and body:
            return 'o.spawn %d %s' % (which, body)
        if kind < 8:
            return 'o.add %d %s%s' % (which, self.greenlet(), how)
        if kind == 8:
            return 'o.discard %d %s' % (which, self.greenlet()) if self.chance(30) else 'o.wait %d t=%d' % (
                which, self.delay())
        if kind < 11:
            return 'o.join %d%s%s' % (which, self.limit(50), ' raise' if self.chance(30) else '')
        if kind == 11:
            return 'o.kill %d%s%s' % (which, how, self.exception(30))
        if kind == 12:
            return 'o.killone %d %s%s%s' % (which, self.greenlet(), how, self.exception(30))
        if kind == 13:
            return 'o.state %d' % which
        if not body or depth > 2:
            return None
        if kind == 14:
            return 'o.apply %d %s' % (which, body)
        if kind == 15:
            return 'o.async %d %s' % (which, body)
        if kind < 18:
            return 'o.map %d %s %d' % (which, body, self.random.randint(0, 4))
        most = ' n=%d' % self.random.randint(1, 2) if self.chance(40) else ''
        return 'o.each %d %s %d%s%s { %s%s }' % (
            which, body, self.random.randint(0, 4), most, ' unordered' if self.chance(50) else '',
            self.statement(name, depth + 1), '; break' if self.chance(15) else '')

    def some_raw(self, name, depth):
        kind = self.random.randrange(10)
        body = self.later_body(name)
        if kind < 3 and body:
            return 'raw ' + body
        if kind < 7:
            return 'link.%s %s { %s }' % (self.random.choice(('any', 'any', 'value', 'error')), self.greenlet(),
                                          self.statement(name, 3))
        if kind == 7:
            return 'unlink ' + self.greenlet() if self.chance(30) else 'idle %d' % self.random.choice((0, 0, -1, 1))
        if kind == 8 and name == 'main':
            return 'wait%s' % self.time_limit(50)
        return 'callback { %s }' % self.in_hub(name)

    def some_pipe(self, name, depth):
        def some():
            return ','.join(sorted({str(self.random.randint(1, self.pipes)) for _ in range(2)}))
        pipe = self.random.randint(1, self.pipes)
        kind = self.random.randrange(12)
        # Without a limit a program could wait for ever, in libev.
        if kind < 6:
            write = ' w=' + some() if self.chance(35) else ''
            read = ' r=' + some() if self.chance(80) or not write else ''
            return 'select%s%s t=%d' % (read, write, self.delay())
        return ('p.write %d', 'p.write %d', 'p.write %d', 'p.read %d', 'p.fill %d', 'p.drain %d')[kind - 6] % pipe

    # --- whole programs ---

    def objects(self):
        for _ in range(self.queues):
            kinds = ('fifo',) * 4 + ('lifo', 'priority', 'priority', 'joinable', 'joinable', 'channel', 'simple')
            kind = 'joinable' if 'task' in self.weights and self.chance(60) else self.random.choice(kinds)
            items = ''
            if kind not in ('channel', 'simple') and self.chance(20):
                items = ' items=' + ','.join(str(self.random.randint(1, 40)) for _ in range(self.random.randint(1, 6)))
            yield 'new.queue %d%s%s' % (self.random.choice((0, 1, 1, 1, 2)),
                                        '' if kind == 'fifo' and not items else ' ' + kind, items)
        for _ in range(self.events):
            yield 'new.event'
        for _ in range(self.results):
            yield 'new.result'
        for _ in range(self.semaphores):
            yield 'new.semaphore %d%s' % (self.random.choice((0, 1, 1, 1, 2)), ' bounded' if self.chance(30) else '')
        for _ in range(self.rlocks):
            yield 'new.rlock'
        for _ in range(self.groups):
            yield 'new.group' if self.chance(30) else 'new.pool %s' % self.random.choice((0, 1, 1, 2, 2, 3, 'none'))
        for _ in range(self.pipes):
            yield 'new.pipe'
        for _ in range(self.timeouts):
            yield 'new.timeout %s%s' % (self.random.choice(('none', 0, 10, 10, 20, 20, 30)),
                                        self.random.choice(('', '', ' silent', ' e=Boom', ' text=late')))

    def main(self):
        parts = ['work 10', 'later 10 ' + self.bodies[-1]] if self.chance(5) else []
        parts += self.objects()
        if self.pipes and self.chance(50):
            parts.append('p.fill %d' % self.random.randint(1, self.pipes))
        for _ in range(self.random.randint(2, 6)):
            body = self.random.choice(self.bodies)
            parts.append('later %d %s' % (self.delay(), body) if self.chance(25) else 'spawn ' + body)
        for _ in range(self.random.randint(1, 6)):
            text = self.statement('main', 0)
            parts.append('try { %s } * { say on }' % text if self.chance(60) else text)
        if self.chance(60):
            parts.append('try { joinall all%s } * { say end }' % self.time_limit(30))
        if self.chance(40):
            parts.append('try { sleep %d } * { say end }' % self.random.choice((10, 30, 60)))
        if self.chance(20):
            parts.append('try { killall all } * { say end }')
        return parts

    def body(self, name):
        parts = [self.statement(name, 0) for _ in range(self.random.randint(1, 4))]
        if self.chance(30):
            parts.append('return %d' % self.random.randint(1, 9))
        return parts

    def program(self):
        lines = ['main: ' + '; '.join(self.main())]
        lines += ['%s: %s' % (name, '; '.join(self.body(name))) for name in self.bodies]
        return '\n'.join(lines)


def generate(seed):
    return Generator(seed).program()


if __name__ == '__main__':
    import sys
    for argument in sys.argv[1:]:
        print(generate(int(argument)))
