# A group knows who is still at work, waits for all, and ends the rest.
from gevent import sleep
from gevent.pool import Group

crew = Group()


def job(name, time):
    print(name, 'begins')
    sleep(time)
    print(name, 'is done')


crew.spawn(job, 'ann', 0.02)
crew.spawn(job, 'ben', 0.06)
crew.spawn(job, 'cleo', 0.10)
print('in the crew:', len(crew))

crew.join(timeout=0.04)
print('in the crew:', len(crew))

crew.kill()
print('in the crew:', len(crew))
