# Ten processes and ten greenlets, four times each: in which order
# do their results come?
from gevent import sleep
from gevent.pool import Pool
from gevent.subprocess import check_output

count = 'i=0; while [ $i -lt 49999 ]; do i=$((i+1)); done; echo '
pool = Pool(10)


def in_a_process(n):
    return int(check_output(['sh', '-c', count + str(n)]))


def in_a_greenlet(n):
    sleep(0.01 * (n % 3))
    return n


def four_runs(name, function):
    runs = []
    for _ in range(4):
        run = list(pool.imap_unordered(function, range(10)))
        print(name, *run)
        runs.append(run)
    equal = runs.count(runs[0]) == 4
    print(name, 'always in the same order:', equal)


four_runs('greenlets', in_a_greenlet)
four_runs('processes', in_a_process)
