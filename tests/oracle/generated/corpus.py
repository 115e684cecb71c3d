"""Generated programs and what the real gevent does with them.

    corpus.py new FROM TO                 print programs FROM..TO with their recordings
    corpus.py choose COUNT FROM TO        those COUNT of them that differ most from one another
    corpus.py record FILE                 record the programs in FILE again, and print them
    corpus.py check FILE                  the same, and compare with FILE
    corpus.py hunt COMPARE FROM TO        print those that the engine runs differently
    corpus.py reduce COMPARE FILE         make the programs in FILE as short as they can be

COMPARE is the engine's side: the executable `generated_compare` of the build.  Use an interpreter that
has gevent 22.10.2 (see ../README.md) and has `cc`.  Each program is run in a fork of its own under the
virtual clock.
"""
import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile

import generate
import interpret

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.dirname(HERE))
import record  # noqa: E402

LONGEST_RUN = 20        # real seconds
MOST_SWITCHES = 2000
JITTERS = ('1', '5', '40')


# --------------------------------------------------------------------------
# The file: programs, each with a name, its text and its recording.


def read(path):
    """[(name, text, recording)]"""
    with open(path) as source:
        parts = re.split(r'^== (.*)\n', source.read(), flags=re.M)
    entries = []
    for name, body in zip(parts[1::2], parts[2::2]):
        lines = body.splitlines()
        text = [line for line in lines if line and line[0] not in '>~=!']
        entries.append((name, '\n'.join(text), '\n'.join(line for line in lines if line and line[0] in '>~=!')))
    return entries


def write(entries, out):
    for entry in entries:
        out.write('== %s\n%s\n%s\n' % entry)


def compact(document):
    """> a line printed   ~ who control goes to, when   = how a greenlet ends   ! what the hub reports"""
    def short(ident):
        return ident[1:] if ident[0] == 'g' else ident[0]

    lines = ['> ' + line for line in document['stdout']]
    switches, at, tick = [], 'main', 0
    for switch, when in zip(document['switches'], document['ticks']):
        if switch[0] != at:
            raise record.Refused('control jumps from %s to %s' % (at, switch[0]))
        if when != tick:
            switches.append('@%d' % when)
        switches.append(short(switch[1]) + ('!' if len(switch) > 2 else ''))
        at, tick = switch[1], when
    lines.append('~ ' + ' '.join(switches))
    # Raw ones have no numbers: the recorder counts them as they begin.
    def place(item):
        ident, greenlet = item
        return (ident[0], int(ident[1:]) if ident[0] == 'g' else greenlet['state'])
    for ident, greenlet in sorted(document['greenlets'].items(), key=place):
        if greenlet['value'] is None:
            greenlet['value'] = '-'
        lines.append('= %s %s %s' % (short(ident), greenlet['state'], greenlet['value']))
    lines += ['! %s %s' % (where, text) for where, text in document['errors']]
    return '\n'.join(lines)


# --------------------------------------------------------------------------
# Recording: this process forks for each program, so that each has a fresh hub.


def run(text):
    recorder = record.Recorder()
    record.describe = interpret.describe
    recorder.install()
    interpreter = interpret.Interpreter(text)
    document = recorder.record(interpreter.run, 'generated', True)
    if 'uncaught' in document:
        raise record.Refused(document['uncaught'])
    if len(document['switches']) > MOST_SWITCHES:
        raise record.Refused('%d switches' % len(document['switches']))
    return compact(document)


def run_in_fork(text):
    """The recording, or a line `? why not`."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST_RUN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.close(reader)
        try:
            result = run(text)
        except BaseException as error:
            result = '? %s: %s' % (type(error).__name__, error)
        with os.fdopen(writer, 'w') as out:
            out.write(result)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as source:
        result = source.read()
    status = os.waitpid(child, 0)[1]
    return '? status %d' % status if status else result


def child(path):
    import gevent.hub  # noqa: F401  before the forks, not in each
    import gevent.pool  # noqa: F401
    with open(path) as source:
        texts = json.load(source)
    with open(path, 'w') as out:
        json.dump([run_in_fork(text) for text in texts], out)


def recordings(texts, jitters=JITTERS):
    """What each of them does.  Those that have no recording begin with `?`.

    Each is run with three clocks, and must do the same with all of them: else it depends on how long
    computing takes.
    """
    with tempfile.TemporaryDirectory() as folder:
        library = record.build_clock(folder)
        path = os.path.join(folder, 'texts.json')
        results = []
        for jitter in jitters:
            with open(path, 'w') as out:
                json.dump(texts, out)
            subprocess.run([sys.executable, os.path.abspath(__file__), '--child', path], check=True,
                           env=dict(os.environ, LD_PRELOAD=library, PYTHONHASHSEED='0', VCLOCK_JITTER=jitter),
                           stderr=subprocess.DEVNULL)
            with open(path) as source:
                results.append(json.load(source))
    return [first if all(other == first for other in others) else '? chance'
            for first, *others in zip(*results)]


def recorded(programs, jitters=JITTERS):
    """[(name, text, recording)] of [(name, text)], without those that have none."""
    entries = []
    for (name, text), result in zip(programs, recordings([text for _, text in programs], jitters)):
        if result.startswith('?'):
            print('%s: refused: %s' % (name, result[2:]), file=sys.stderr)
        else:
            entries.append((name, text, result))
    return entries


def happenings(recording):
    """Which two things come one after the other: what is printed, and to whom control goes, without numbers."""
    lines = [re.sub(r'\d+', '', line) for line in recording.split('\n')]
    printed = [line for line in lines if line[0] in '>!=']
    switches = recording[recording.index('~'):].split('\n')[0]
    switches = re.sub(r'@\d+', '@', re.sub(r'(?<![@\d])\d+', 'g', switches)).split()
    return set(zip(printed, printed[1:])) | {tuple(switches[n:n + 5]) for n in range(len(switches))}


def choose(count, entries, longest=2500):
    """One after the other the program with the most that none before it had, for its length."""
    left = {entry: happenings(entry[2]) for entry in entries if len(entry[1]) + len(entry[2]) < longest}
    seen, chosen = set(), []
    while left and len(chosen) < count:
        best = max(left, key=lambda entry: len(left[entry] - seen) / (len(entry[1]) + len(entry[2]) + 500))
        seen |= left.pop(best)
        chosen.append(best)
    return sorted(chosen, key=lambda entry: int(entry[0]))


# --------------------------------------------------------------------------
# The engine's side.


def differing(compare, entries):
    """[(name, what differs)]"""
    with tempfile.NamedTemporaryFile('w', suffix='.txt') as out:
        write(entries, out)
        out.flush()
        done = subprocess.run([compare, out.name], stdout=subprocess.PIPE, text=True, errors='replace')
    if done.returncode not in (0, 1):
        # The name of the program under way is the last line.
        last = done.stdout.rstrip().splitlines()[-1:] or ['?']
        return [(last[0].split(':')[0].strip(), 'crash %d' % done.returncode)]
    return re.findall(r'^([^\s:]+): (.*(?:\n  .*)*)', done.stdout, flags=re.M)


def shorter(text):
    """Texts with one thing less."""
    token = re.compile(r'[;{}]|[^\s;{}]+|\n')
    lines = text.split('\n')
    for n, line in enumerate(lines):
        if not line.startswith('main:'):
            yield '\n'.join(lines[:n] + lines[n + 1:])
        name, _, body = line.partition(':')
        tokens = token.findall(body)
        for begin in range(len(tokens)):
            # A statement, or what is in its first block in its place, or a word of it.
            if tokens[begin] in '{};' or (begin and tokens[begin - 1] not in '{;'):
                if '=' in tokens[begin] or tokens[begin] in ('raise', 'silent', 'noblock', 'nowait'):
                    yield '\n'.join(lines[:n] + [name + ': ' + ' '.join(tokens[:begin] + tokens[begin + 1:])] +
                                    lines[n + 1:])
                continue
            depth, end, blocks = 0, begin, []
            while end < len(tokens):
                if tokens[end] == '{':
                    depth += 1
                    blocks.append(end) if depth == 1 else None
                elif tokens[end] == '}':
                    if depth == 0:
                        break
                    depth -= 1
                    if depth == 0:
                        blocks.append(end)
                elif tokens[end] == ';' and depth == 0:
                    break
                end += 1
            without = [tokens[:begin] + tokens[end + (end < len(tokens) and tokens[end] == ';'):]]
            if blocks:
                without.append(tokens[:begin] + tokens[blocks[0] + 1:blocks[1]] + tokens[end:])
            for new in without:
                yield '\n'.join(lines[:n] + [name + ': ' + ' '.join(new)] + lines[n + 1:])


def is_complete(text):
    """Whether all bodies that it spawns are there."""
    spawned = re.findall(r'(?:spawn|make|later \d+) (\w+)', text)
    return set(spawned) <= {line.partition(':')[0] for line in text.split('\n')}


def reduce(compare, name, text):
    while True:
        candidates = {str(n): candidate for n, candidate in enumerate(filter(is_complete, shorter(text)))}
        results = zip(candidates.items(), recordings(list(candidates.values())))
        entries = [(n, candidate, result) for (n, candidate), result in results if not result.startswith('?')]
        found = [candidates[n] for n, _ in differing(compare, entries) if n in candidates]
        if not found:
            return text
        text = min(found, key=len)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('action', choices=('new', 'choose', 'record', 'check', 'hunt', 'reduce'))
    parser.add_argument('arguments', nargs='+')
    options = parser.parse_args()
    action, arguments = options.action, options.arguments

    def made(begin, end, jitters=JITTERS):
        return recorded([(str(seed), generate.generate(seed)) for seed in range(int(begin), int(end))], jitters)

    if action == 'new':
        write(made(*arguments), sys.stdout)
    elif action == 'choose':
        write(choose(int(arguments[0]), made(*arguments[1:])), sys.stdout)
    elif action == 'record':
        write(recorded([(name, text) for name, text, _ in read(arguments[0])]), sys.stdout)
    elif action == 'check':
        known = read(arguments[0])
        again = recorded([(name, text) for name, text, _ in known])
        for name, text, result in sorted(set(known) ^ set(again)):
            print('%s: recorded differently' % name)
        print('%d programs' % len(known))
        return known != again
    elif action == 'hunt':
        entries = made(*arguments[1:], JITTERS[:1])
        names = {name for name, _ in differing(arguments[0], entries)}
        found = recorded([(name, text) for name, text, _ in entries if name in names])
        print('%d programs, %d differ' % (len(entries), len(found)), file=sys.stderr)
        write(found, sys.stdout)
        return bool(found)
    elif action == 'reduce':
        for name, text, _ in read(arguments[1]):
            write(recorded([(name, reduce(arguments[0], name, text))]), sys.stdout)
    return 0


if __name__ == '__main__':
    if sys.argv[1:2] == ['--child']:
        child(sys.argv[2])
    else:
        sys.exit(main())
